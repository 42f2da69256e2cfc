"""Migrations by their keys, whole or in part; also rows that no release has a file of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain import english
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.keys import MigrationKey
from app.domain.runbook import title
from app.web.findings import badges
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.lookups import Trouble
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import releases as release_addresses
from app.web.urls.finding import FindingAddress
from app.web.wording import rich_text as text

MAX_NAMES = 2
"""Further environments are counted."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the migrations of which the key fits, the best first, and no more than are shown."""
    keys, names = scope.lookups.migrations
    yield from of_keys(scope, {keys[number]: rank for rank, number in names.best(question, MAX_HITS)})


def of_keys(scope: Scope, ranks: Mapping[MigrationKey, int]) -> Iterator[Hit]:
    """Yield a link for each of some migrations: to its worst finding, else to the release that has its file."""
    for key, rank in ranks.items():
        hit = scope.lookups.hits.get(key) or _hit(scope, key)
        if hit is not None:
            scope.lookups.hits.put(key, hit)
            yield replace(hit, rank=rank)


def _hit(scope: Scope, key: MigrationKey) -> Hit | None:
    """The link to a migration; None where nothing has it."""
    troubles = scope.lookups.troubles.get(key)
    if troubles is not None:
        worst_first = sorted(
            troubles,
            key=lambda each: (each[1].code, VERDICT_ORDER[each[0].verdict], each[0].environment, each[1]),
        )
        return _trouble(scope, key, worst_first)
    return _file(scope, key) if key in scope.index else None


def _trouble(scope: Scope, key: MigrationKey, troubles: Sequence[Trouble]) -> Hit:
    part, finding = troubles[0]
    names = dict.fromkeys(each.environment for each, other in troubles if other.code is finding.code)
    return Hit(
        0,
        "migration",
        (text.key_part(key),),
        FindingAddress.of(scope.address(part), finding).page(),
        text.plain(f"{title(finding)} in {english.listed(names, MAX_NAMES)}"),
        icon=badges.icon(finding.code),
        weight=badges.WEIGHTS[finding.code.severity],
    )


def _file(scope: Scope, key: MigrationKey) -> Hit:
    label, release = scope.index[key][1]
    project = scope.project.slug
    segment = (
        release_addresses.live_segment(label)
        if label
        else release_addresses.pinned_segment(label, release.fingerprint)
    )
    recorded, seen = scope.lookups.recorded(key)
    rows = f" · recorded in {recorded} of {english.count(seen, 'environment')}" if seen else ""
    return Hit(
        0,
        "migration",
        (text.key_part(key),),
        release_addresses.release(project, segment, unfolded=key.app_label),
        text.plain(f"in {label or release.fingerprint[:8]}{rows}"),
    )
