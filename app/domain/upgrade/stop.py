"""
The known releases over which a path may lead.

    main  ->  v1.10  ->  v1.9  ->  v1.8        each after the one it is compared with (`succession`)

A path goes forwards: over releases that come before the goal, each after the last one. What comes after the goal is
never gone to. Where nothing tells whether a release comes before the goal or after it, it is tried only when the others
lead nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.provenance import Knowledge
from app.domain.provenance.succession import Place
from app.domain.release import Release
from app.domain.ways import Situation
from app.domain.ways.way import name_of


@dataclass(frozen=True, eq=False)
class Stop:
    """
    A known release by its name, and its number among those before the goal, the oldest first.

    `number` is None where nothing tells its place.
    """

    name: str
    release: Release
    number: int | None = None


def stops_before(
    goal: str, places: Sequence[Place], releases: Mapping[str, Release], others: Iterable[Stop] = ()
) -> tuple[Stop, ...]:
    """
    The releases over which a path to the release labelled `goal` may lead, the newest first.

    `places` are all labels in the order of `succession`, `releases` what the labels point to. `others` have no label;
    they stand at the end.
    """
    place_of = {place.label.label: place for place in places}
    chain = tuple(_chain(goal, place_of))
    before = chain if goal in place_of and place_of[goal].is_placed else ()
    numbered = {label: len(before) - position for position, label in enumerate(before)}
    stops = [Stop(label, releases[label], number) for label, number in numbered.items() if label in releases]
    stops += [
        Stop(label, releases[label])
        for label, place in place_of.items()
        if label in releases and label != goal and label not in numbered
        if not (place.is_placed and goal in _chain(label, place_of))
    ]
    return (*stops, *others)


def _chain(label: str, place_of: Mapping[str, Place]) -> Iterator[str]:
    """Yield what comes before a label, the newest first."""
    seen = {label}
    place = place_of.get(label)
    while place is not None and place.before is not None and place.before.label not in seen:
        seen.add(place.before.label)
        yield place.before.label
        place = place_of.get(place.before.label)


def commits_before(goal: Release, checkouts: Iterable[Release], knowledge: Knowledge) -> tuple[Release, ...]:
    """The releases of commits without a label that are ancestors of the goal, the newest first."""
    found = [release for release in checkouts if not release.label and knowledge.is_earlier(release, goal)]
    return tuple(reversed(found))


@dataclass(frozen=True, eq=False)
class Stops:
    """The releases over which a path may lead, the newest first, and how many more of them are not at hand."""

    stops: tuple[Stop, ...] = ()
    absent: int = 0


def stops_of(situation: Situation, goal: str, places: Sequence[Place]) -> Stops:
    """
    The stops before the release of a situation, of what can be checked out there.

    `goal` is the label of its release, `places` are all labels in the order of `succession`.
    """
    at_hand = {release.fingerprint: release for release in situation.known}
    fingerprints = {place.label.label: place.label.fingerprint for place in places}
    releases = {label: at_hand[each] for label, each in fingerprints.items() if each in at_hand}
    commits = commits_before(situation.release, situation.known, situation.knowledge)
    stops = stops_before(goal, places, releases, (Stop(f"commit {name_of(each)}", each) for each in commits))
    every = stops_before(goal, places, dict.fromkeys(fingerprints, situation.release))
    return Stops(stops, sum(stop.name not in releases for stop in every))
