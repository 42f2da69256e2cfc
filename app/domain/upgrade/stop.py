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
