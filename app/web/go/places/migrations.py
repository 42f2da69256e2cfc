"""Migrations by their keys, whole or in part; also rows that no release has a file of."""

from collections.abc import Iterator, Mapping

from app.domain import english
from app.domain.findings import Finding
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.keys import MigrationKey
from app.domain.runbook import title
from app.web.findings import badges
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import releases as release_addresses
from app.web.urls.finding import FindingAddress
from app.web.wording import rich_text as text

MAX_NAMES = 2
"""Further environments are counted."""

Trouble = tuple[Sighting, Finding]


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the migrations of which the key fits, the best first, and no more than are shown."""
    ranks = {key: question.rank(name) for key, (name, _) in scope.index.items()}
    ranks |= {
        key: question.rank(str(key).lower())
        for _, finding in scope.findings()
        for key in (finding.subject, *finding.related)
        if key not in ranks
    }
    fitting = sorted((rank, key) for key, rank in ranks.items() if rank is not None)
    yield from of_keys(scope, {key: rank for rank, key in fitting[:MAX_HITS]})


def of_keys(scope: Scope, ranks: Mapping[MigrationKey, int]) -> Iterator[Hit]:
    """Yield a link for each of some migrations: to its worst finding, else to the release that has its file."""
    troubles = _troubles(scope, ranks)
    for key, rank in ranks.items():
        if key in troubles:
            yield _trouble(scope, rank, key, troubles[key])
        elif key in scope.index:
            yield _file(scope, rank, key)


def _troubles(scope: Scope, keys: Mapping[MigrationKey, int]) -> dict[MigrationKey, list[Trouble]]:
    """Where each of the migrations is in a finding, the worst first."""
    troubles: dict[MigrationKey, list[Trouble]] = {}
    for part, finding in scope.findings():
        for key in keys.keys() & {finding.subject, *finding.related}:
            troubles.setdefault(key, []).append((part, finding))
    for found in troubles.values():
        found.sort(
            key=lambda each: (each[1].code, VERDICT_ORDER[each[0].verdict], each[0].environment, each[1])
        )
    return troubles


def _trouble(scope: Scope, rank: int, key: MigrationKey, troubles: list[Trouble]) -> Hit:
    part, finding = troubles[0]
    names = dict.fromkeys(each.environment for each, other in troubles if other.code is finding.code)
    return Hit(
        rank,
        "migration",
        (text.key_part(key),),
        FindingAddress.of(scope.address(part), finding).page(),
        text.plain(f"{title(finding)} in {english.listed(names, MAX_NAMES)}"),
        icon=badges.icon(finding.code),
        weight=badges.WEIGHTS[finding.code.severity],
    )


def _file(scope: Scope, rank: int, key: MigrationKey) -> Hit:
    label, release = scope.index[key][1]
    project = scope.project.slug
    segment = (
        release_addresses.live_segment(label)
        if label
        else release_addresses.pinned_segment(label, release.fingerprint)
    )
    drifts = [sighting.drift for sighting in scope.fleet.sightings.values() if sighting.drift is not None]
    recorded = sum(key in drift.history.recorded for drift in drifts)
    seen = english.count(len(drifts), "environment")
    rows = f" · recorded in {recorded} of {seen}" if drifts else ""
    return Hit(
        rank,
        "migration",
        (text.key_part(key),),
        release_addresses.release(project, segment, unfolded=key.app_label),
        text.plain(f"in {label or release.fingerprint[:8]}{rows}"),
    )
