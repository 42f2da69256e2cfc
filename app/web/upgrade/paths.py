"""
How the tables of an environment get to a release, each worked out once.

A live page takes the releases that are known now, and their order. A pinned page takes those that were known when its
history and its release had both arrived, so that it stays the same for ever.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime

from app.cache import WeightedCache
from app.domain.provenance import NO_KNOWLEDGE, Knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.provenance.succession import Place, succession
from app.domain.release import Release
from app.domain.upgrade import Upgrade, stops_of, upgrade
from app.domain.ways import Situation
from app.reader import go_on
from app.store import checkouts, releases
from app.store.sessions import ReadSession
from app.versions import version_of

MAX_UPGRADES = 512
"""The number of answers in the cache."""

_found: WeightedCache[Hashable, tuple[Hashable, Upgrade]] = WeightedCache(MAX_UPGRADES)
"""By the identity of what is known beside release and history too; what has that identity stays with the entry."""


def upgrade_of(situation: Situation, label: str, places: Sequence[Place], *held: Hashable) -> Upgrade:
    """
    How the history of a situation gets to its release, which the label names.

    `held` are the values from which its knowledge was made: as long as they are the same ones, so is the answer.
    """
    release = situation.release
    key = (
        (release.fingerprint, label),
        situation.history.fingerprint,
        (situation.alias, situation.schema, situation.search_path),
        situation.apps,
        *map(id, (situation.known, places, *held)),
    )
    cached = _found.get(key)
    if cached is None:
        go_on()
        stops = stops_of(situation, label, places)
        found = upgrade(situation, label, stops.stops, absent=stops.absent)
        cached = ((situation.known, places, *held), found)
        _found.put(key, cached)
    return cached[1]


def known_then(
    session: ReadSession, project: str, release: Release, received_at: datetime
) -> tuple[tuple[Release, ...], tuple[Place, ...], Knowledge]:
    """What was known when a history and a release had both arrived: the releases, their order, their contents."""
    stored_at = releases.stored_at(session, project, release.fingerprint)
    moment = max(filter(None, (stored_at, received_at)))
    known = checkouts.as_of(session, project, moment)
    labels = releases.labels(session, project, moment=moment)
    places = succession(labels, NO_HISTORY, version_of)
    return known, places, Knowledge(releases=known) if known else NO_KNOWLEDGE
