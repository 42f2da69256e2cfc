"""
The path over the fewest releases.

    the rows now  --v1.1-->  other rows  --v2.0-->  …        breadth first; each arrow is a run that arrives

What can be done next depends on the recorded keys alone, and on the files of rows that a step wrote. So what two paths
reach alike is gone on from once, and each release is tried once on it. A path only goes forwards (`stop`).
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from app.domain.english import count
from app.domain.release import Release
from app.domain.upgrade.answer import Attempt, Leg, Reach, Upgrade
from app.domain.upgrade.arrival import Arrival, arrival_at
from app.domain.upgrade.halt import Halt
from app.domain.upgrade.obstacle import Obstacle, ObstacleKind
from app.domain.upgrade.stop import Stop
from app.domain.ways import Situation
from app.domain.ways.simulation import command, typed, walk
from app.domain.ways.tenants import placed
from app.domain.ways.way import Moment, Run, Step

MAX_MIGRATIONS = 400_000
"""Runs of so many migrations together are tried, counting every file of each release; then the search ends."""

MAX_ATTEMPTS = 12
"""An answer has this many of the first steps that were tried."""

BOUND = "The search ended at its bound: {releases} tried, and none led there."

ABSENT = "Driftboard has only the newest releases at hand: {releases} not tried."

NOTHING_TO_RUN = "Django has nothing to run."


@dataclass(frozen=True, eq=False)
class _Path:
    """The runs that lead to a halt, and the number of the last release with one."""

    halt: Halt
    runs: tuple[tuple[Stop, Arrival], ...] = ()
    number: int = -1


class _BoundError(Exception):
    """So much was tried that the search ends."""


@dataclass(eq=False)
class _Search:
    """What was tried for one situation: each release once on each halt."""

    situation: Situation
    goal: Stop
    most: int
    arrivals: dict[Hashable, Arrival] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    migrations: int = 0
    doubts: list[Attempt] = field(default_factory=list)

    def arrival(self, stop: Stop, halt: Halt) -> Arrival:
        """The run of a release on a halt. Raises where the bound is reached."""
        key = (stop.release.fingerprint, halt.identity)
        if key not in self.arrivals:
            self.migrations += 1 + len(stop.release.migrations)
            if self.migrations > self.most and self.arrivals:
                raise _BoundError
            self.arrivals[key] = found = arrival_at(self.situation, stop.release, halt)
            if found.obstacle is not None and not found.obstacle.is_certain:
                self.doubts.append(Attempt(stop.name, found.obstacle))
        if stop is not self.goal:
            self.names[stop.name] = None
        return self.arrivals[key]

    def path(self, stops: Sequence[Stop]) -> _Path | None:
        """The path to the goal over the fewest of these releases; None where none leads there."""
        start = _Path(Halt.at_start(self.situation.history))
        reached = {start.halt.identity: start.number}
        level = [start]
        while level:
            for path in level:
                arrival = self.arrival(self.goal, path.halt)
                if arrival.arrives:
                    return _Path(arrival.after, (*path.runs, (self.goal, arrival)))
            following: list[_Path] = []
            for path in level:
                for longer in self._longer(path, stops):
                    identity = longer.halt.identity
                    if identity not in reached or longer.number < reached[identity]:
                        reached[identity] = longer.number
                        following.append(longer)
            level = following
        return None

    def _longer(self, path: _Path, stops: Sequence[Stop]) -> Iterator[_Path]:
        for stop in stops:
            if stop.number is not None and stop.number <= path.number:
                continue
            arrival = self.arrival(stop, path.halt)
            if arrival.arrives and arrival.after is not path.halt:
                number = path.number if stop.number is None else stop.number
                yield _Path(arrival.after, (*path.runs, (stop, arrival)), number)


def upgrade(
    situation: Situation,
    goal: str,
    stops: Sequence[Stop],
    *,
    absent: int = 0,
    most: int = MAX_MIGRATIONS,
) -> Upgrade:
    """
    How the history of a situation gets to its release, which is called `goal`, over the known releases of `stops`.

    Releases whose place nothing tells are tried only where the others lead nowhere. `most` bounds the work, in
    migrations, and `absent` releases are known and not at hand: what is not found for that is not called impossible.
    """
    search = _Search(situation, Stop(goal, situation.release), most)
    direct = Attempt(goal, search.arrival(search.goal, Halt.at_start(situation.history)).obstacle)
    numbered = [stop for stop in stops if stop.number is not None]
    bound = Obstacle(ObstacleKind.BOUND, text=ABSENT.format(releases=_releases(absent))) if absent else None
    try:
        path = search.path(numbered)
        if path is None and len(numbered) < len(stops):
            path = search.path(stops)
    except _BoundError:
        path = None
        bound = Obstacle(ObstacleKind.BOUND, text=BOUND.format(releases=_releases(len(search.names))))
    if path is not None:
        return _found(search, direct, path)
    because = direct
    if direct.obstacle and direct.obstacle.is_certain and (search.doubts or bound):
        because = Attempt(goal, bound) if bound else search.doubts[0]
    return Upgrade(
        goal,
        Reach.UNKNOWN if bound or search.doubts else Reach.IMPOSSIBLE,
        direct,
        because=because,
        attempts=tuple(_attempts(search, stops)),
        tried=len(search.names),
    )


def _releases(number: int) -> str:
    return f"{count(number, 'release')} {'was' if number == 1 else 'were'}"


def _found(search: _Search, direct: Attempt, path: _Path) -> Upgrade:
    """The answer where there is a path."""
    situation, goal = search.situation, search.goal.name
    legs, halt = [], Halt.at_start(situation.history)
    for stop, arrival in path.runs:
        legs.append(Leg(stop.name, arrival.plan, _step(situation, stop.release, halt), arrival.mind))
        halt = arrival.after
    mind = path.runs[-1][1].mind
    if len(legs) > 1:
        return Upgrade(goal, Reach.STONES, direct, tuple(legs), tried=len(search.names), mind=mind)
    if halt.history is situation.history:
        return Upgrade(goal, Reach.THERE, direct, mind=mind)
    return Upgrade(goal, Reach.DIRECT, direct, tuple(legs), mind=mind)


def _step(situation: Situation, release: Release, halt: Halt) -> Step:
    """The command of one run, with what to expect of it."""
    step = command(release)
    walked = walk(Moment(release, halt.history), (step,), situation.alias)
    if walked is None:
        step = replace(step, text=typed(Run(release), situation.alias), expect=NOTHING_TO_RUN)
        return placed((step,), situation)[0]
    return placed(walked[0], situation)[0]


def _attempts(search: _Search, stops: Sequence[Stop]) -> Iterator[Attempt]:
    """Yield what was found of the first steps."""
    start = Halt.at_start(search.situation.history).identity
    keys = ((stop, (stop.release.fingerprint, start)) for stop in stops)
    tried = ((stop, search.arrivals[key]) for stop, key in keys if key in search.arrivals)
    for stop, arrival in islice(tried, MAX_ATTEMPTS):
        yield Attempt(stop.name, arrival.obstacle)
