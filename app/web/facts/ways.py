"""
The ways out of the findings of one environment, each planned once.

Release, history and the releases that can be checked out name the result, so it stays in a cache. A live page takes the
releases that are known now. A pinned page takes those that were known when its history and its release had both
arrived, so that its ways stay the same for ever.
"""

from collections.abc import Hashable

from app.cache import WeightedCache
from app.domain.findings import Finding
from app.domain.release import Release
from app.domain.ways import ProvenWay, Situation, planner, ways_out
from app.domain.ways.everything import everything
from app.reader import go_on
from app.store import checkouts, releases
from app.store.sessions import ReadSession
from app.web.facts.environment import EnvironmentFacts

MAX_SITUATIONS = 256
"""The number of situations in the cache; each holds its comparison."""

MAX_ROWS = 3_000_000
"""The number of rows in the cache of ways: every step of a way names the rows that it finds."""

_situations: WeightedCache[Hashable, tuple[Hashable, Situation]] = WeightedCache(MAX_SITUATIONS)
"""By the identity of what is known beside release and history too; what has that identity stays with the entry."""

_ways: WeightedCache[tuple[int, Finding | None], tuple[Situation, tuple[ProvenWay, ...]]] = WeightedCache(
    MAX_ROWS, lambda entry: 1 + sum(_rows(way) for way in entry[1])
)
"""By the identity of the situation, which stays with the entry; None for what answers everything that blocks."""


def situation_of(session: ReadSession, facts: EnvironmentFacts) -> Situation | None:
    """What the ways out of an environment's findings start from; None without a history or a release."""
    release, snapshot = facts.chosen.release, facts.snapshot
    if release is None or snapshot is None:
        return None
    known = _known(session, facts, release)
    knowledge = facts.knowledge
    held = (known, knowledge.history)
    key = (
        (release.fingerprint, release.label, release.commit),
        snapshot.history.fingerprint,
        facts.location,
        facts.search_path,
        facts.apps,
        tuple(each.fingerprint for each in knowledge.releases),
        *map(id, held),
    )
    cached = _situations.get(key)
    if cached is None:
        cached = (
            held,
            Situation(
                release,
                snapshot.history,
                known,
                facts.alias,
                knowledge,
                facts.apps,
                facts.location.schema,
                facts.search_path,
            ),
        )
        _situations.put(key, cached)
    return cached[1]


def ways_of(situation: Situation, finding: Finding) -> tuple[ProvenWay, ...]:
    """
    The ways out of one finding, in the order in which they are shown.

    Where several findings block and this is one of them, what answers all of them comes first.
    """
    key = (id(situation), finding)
    cached = _ways.get(key)
    if cached is None:
        go_on()
        together = tuple(way for way in _everything(situation) if finding in way.findings)
        cached = situation, (*together, *ways_out(situation, finding))
        _ways.put(key, cached)
    return cached[1]


def _everything(situation: Situation) -> tuple[ProvenWay, ...]:
    """The ways that answer everything that blocks, where several findings do."""
    key = (id(situation), None)
    cached = _ways.get(key)
    if cached is None:
        go_on()
        cached = situation, tuple(everything(situation, planner.ways_of))
        _ways.put(key, cached)
    return cached[1]


def _known(session: ReadSession, facts: EnvironmentFacts, release: Release) -> tuple[Release, ...]:
    """The releases that can be checked out: now, or as of the moment from which a pinned page could be shown."""
    project, snapshot = facts.project.slug, facts.snapshot
    if facts.now is not None or snapshot is None:
        return checkouts.of_project(session, project)
    stored_at = releases.stored_at(session, project, release.fingerprint)
    return checkouts.as_of(session, project, max(filter(None, (stored_at, snapshot.received_at))))


def _rows(way: ProvenWay) -> int:
    steps = (*way.steps, *way.undo)
    return sum(len(step.before.rows) for step in steps if step.before is not None)
