"""Which release runs in each environment, and where each stands: told, declared and deduced."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.cache import WeightedCache
from app.config import Project
from app.domain.fleet.running_release import RunningRelease, running_releases
from app.domain.fleet.standing import Milestones, Standing, standing_among
from app.domain.history import History
from app.domain.label import Label
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import RefKind
from app.domain.release import Release
from app.reader import go_on
from app.store import releases
from app.store.pushed import deployments
from app.store.sessions import ReadSession
from app.web.facts.chosen import ChosenRelease, chosen_release
from app.web.urls import segments

MAX_MILESTONES = 200
"""Of so many labels, the newest, it is asked where an environment stands."""

MAX_MIGRATIONS = 200_000
"""Of the newest of these, as many as have so many migrations together: more take seconds to read."""

_milestones: WeightedCache[tuple[str, tuple[Label, ...]], Milestones] = WeightedCache(8)
"""By the project and its labels, which change when a release is added."""

MAX_STANDINGS = 16_384
"""The number of histories of which it is kept where they stand."""

_standings: WeightedCache[tuple[int, int, str], tuple[Milestones, Milestones, Standing | None]] = (
    WeightedCache(MAX_STANDINGS)
)
"""By the identity of the milestones, which stay with the entry, and by history."""


@dataclass(frozen=True, eq=False)
class RunningReleases:
    """
    The release of each environment, by slug.

    `running` is what was told or declared, or the newest release, where one is known. `against` is what each is held
    against. `chosen` is the same one for all of them; where they have several, that of the project.
    """

    chosen: ChosenRelease
    against: Mapping[str, ChosenRelease]
    running: Mapping[str, RunningRelease] = field(default_factory=dict)


def running_of(
    session: ReadSession,
    project: Project,
    slugs: Iterable[str],
    *,
    release_text: str | None,
    besides: str | None = None,
) -> RunningReleases:
    """
    The release that runs in each environment of `slugs`, and what each is held against.

    With `release_text`, the value of `release=`, all are held against that one. Where nobody says what runs, the newest
    release counts, but not the one with the fingerprint `besides`. Raises as `chosen_release`.
    """
    slugs = tuple(slugs)
    chosen = chosen_release(session, project, release_text)
    told = deployments.latest(session, project.slug)
    running = running_releases(
        {slug: project.declared_release(slug) for slug in slugs},
        told,
        releases.labels(session, project.slug),
        besides=besides,
        places=releases.all_labels(session, project.slug) if told else (),
    )
    if release_text:
        return RunningReleases(chosen, dict.fromkeys(slugs, chosen), running)
    known = {each.label for each in running.values() if each.label is not None}
    by_label = releases.of_labels(session, project.slug, known)
    against = {}
    for slug in slugs:
        each = running.get(slug)
        if each is None:
            against[slug] = chosen
        elif each.label is None:
            against[slug] = ChosenRelease(None, each.name, chosen.labels)
        else:
            against[slug] = ChosenRelease(by_label[each.label], each.label.label, chosen.labels)
    identities = Counter(each.identity for each in against.values())
    if len(identities) == 1:
        chosen = next(iter(against.values()))
    return RunningReleases(chosen, against, running)


def standings_of(
    session: ReadSession, project: Project, history: CodeHistory, histories: Mapping[str, History]
) -> dict[str, Standing]:
    """Where histories stand among the known releases of a project, by the same names, where that is known."""
    branches = {ref.label for ref in history.refs if ref.kind is RefKind.BRANCH}
    everything = _oldest_first(history, releases.labels(session, project.slug))
    among_releases = _prepared(
        session, project.slug, tuple(label for label in everything if label.label not in branches)
    )
    among_all = _prepared(session, project.slug, everything)
    standings = {name: _standing(among_releases, among_all, each) for name, each in histories.items()}
    return {name: standing for name, standing in standings.items() if standing is not None}


def _standing(among_releases: Milestones, among_all: Milestones, history: History) -> Standing | None:
    """Where a history stands, looked up once while the releases are the same."""
    key = (id(among_releases), id(among_all), history.fingerprint)
    cached = _standings.get(key)
    if cached is None:
        go_on()
        cached = (among_releases, among_all, standing_among(among_releases, among_all, history))
        _standings.put(key, cached)
    return cached[2]


def _prepared(session: ReadSession, project: str, labels: tuple[Label, ...]) -> Milestones:
    """The releases of the labels, prepared; made once while no label moves and none is added."""
    milestones = _milestones.get((project, labels))
    if milestones is None:
        milestones = Milestones(reversed(tuple(_newest(session, project, labels))))
        _milestones.put((project, labels), milestones)
    return milestones


def _newest(session: ReadSession, project: str, labels: tuple[Label, ...]) -> Iterator[tuple[str, Release]]:
    """Yield the newest of the labels, which come oldest first, as many as `MAX_MIGRATIONS` allows; newest first."""
    number = 0
    for label, release in releases.keys_of_labels(session, project, reversed(labels)):
        number += len(release.migrations)
        if number > MAX_MIGRATIONS:
            return
        yield label.label, release


def _oldest_first(history: CodeHistory, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """
    The newest of the labels, the oldest first: by their commits where these are known, else by when they came.

    `labels` come newest first.
    """
    order = {commit: position for position, commit in enumerate(history.commits)}
    stored = {ref.head: ref.commit for ref in history.refs}

    def age(label: Label) -> int:
        commit = stored.get(label.commit or "", label.commit)
        return -order.get(commit or "", len(order))

    return tuple(reversed(sorted(labels, key=age)[:MAX_MILESTONES]))


def running_document(running: RunningRelease | None, standing: Standing | None) -> dict[str, Any]:
    """
    Which release runs, as JSON: `runs` with its basis, told, declared or newest; `stands`, as it is deduced.

    Both are None where nothing is known.
    """
    deployment = None if running is None else running.deployment
    deployed_at = None if deployment is None else deployment.deployed_at
    return {
        "runs": None
        if running is None
        else {
            "release": running.name,
            "basis": running.basis.value,
            "commit": None if deployment is None else deployment.commit,
            "received_at": None if deployment is None else segments.iso(deployment.received_at),
            "deployed_at": None if deployed_at is None else segments.iso(deployed_at),
        },
        "stands": None
        if standing is None
        else {
            "sentence": standing.sentence,
            "at": list(standing.alike),
            "next": standing.next,
            "run": standing.run,
            "of": standing.of,
            "unknown_rows": standing.unknown,
        },
    }
