"""A path that exists is never called impossible: held against every order of releases, on small drawn stories."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.history import History
from app.domain.release import Release
from app.domain.upgrade import Reach, Stop, Upgrade, upgrade
from app.domain.upgrade.arrival import arrival_at
from app.domain.upgrade.halt import Halt
from app.domain.ways import Situation
from tests.domain.upgrade.asked import numbered, situation_of
from tests.domain.upgrade.stories import stories

EXAMPLES = int(os.environ.get("UPGRADE_EXAMPLES", "80"))
VERSIONS = ("4.2", "5.2", "6.0")


def walks(situation: Situation, line: tuple[Release, ...]) -> bool:
    """Whether each of these runs arrives, one after another, and none but the last has nothing to do."""
    halt = Halt.at_start(situation.history)
    for position, release in enumerate(line):
        arrival = arrival_at(situation, release, halt)
        is_idle = arrival.after is halt and position + 1 < len(line)
        if not arrival.arrives or is_idle:
            return False
        halt = arrival.after
    return True


def shortest(situation: Situation, orders: Iterator[tuple[Release, ...]]) -> int | None:
    """The number of stones on the shortest of these paths that can be walked."""
    goal = situation.release
    return next((len(stones) for stones in orders if walks(situation, (*stones, goal))), None)


def in_order(releases: tuple[Release, ...]) -> Iterator[tuple[Release, ...]]:
    for number in range(len(releases) + 1):
        yield from combinations(releases, number)


def in_any_order(releases: tuple[Release, ...]) -> Iterator[tuple[Release, ...]]:
    for number in range(len(releases) + 1):
        yield from permutations(releases, number)


def check(found: Upgrade, stones: int | None) -> None:
    if stones is None:
        assert found.reach in (Reach.IMPOSSIBLE, Reach.UNKNOWN), found
    else:
        assert found.reach in (Reach.THERE, Reach.DIRECT, Reach.STONES), found
        assert len(found.stones) == stones


def test_what_is_found_is_what_trying_everything_finds():
    counts: Counter[Reach] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        rows, _, releases = data.draw(stories(django=data.draw(st.sampled_from(VERSIONS))))
        situation = situation_of(rows, releases)
        stops = numbered(releases[:-1])
        found = upgrade(situation, "goal", stops)
        counts[found.reach] += 1
        check(found, shortest(situation, in_order(releases[:-1])))
        anywhere = tuple(Stop(stop.name, stop.release) for stop in stops)
        check(upgrade(situation, "goal", anywhere), shortest(situation, in_any_order(releases[:-1])))

    agree()
    assert min(counts[reach] for reach in (Reach.DIRECT, Reach.STONES, Reach.IMPOSSIBLE)) >= EXAMPLES / 80, (
        counts
    )


def test_history_alone_is_no_story():
    assert shortest(situation_of(History(), (Release.of(()),)), in_order(())) == 0
