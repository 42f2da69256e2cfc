"""The answer to the question how a database gets to a release."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.english import count, listed
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.upgrade.obstacle import Obstacle
from app.domain.ways.way import Step

MAX_NAMES = 4
"""A sentence names this many releases and counts the others."""


class Reach(StrEnum):
    """How a database gets to a release, the best first."""

    THERE = "there"
    """It is there: nothing is to run."""
    DIRECT = "direct"
    STONES = "stones"
    """Over other releases, the stepping stones."""
    UNKNOWN = "unknown"
    """Nobody can tell."""
    IMPOSSIBLE = "impossible"
    """Over no known release."""


@dataclass(frozen=True, eq=False)
class Leg:
    """
    One step of a path: a run of `migrate` on a release that is checked out, by its name.

    `plan` is what runs, in order; empty where Django only records a squash. `step` has the command, the rows that it
    finds, and what to expect.
    """

    name: str
    plan: tuple[MigrationKey, ...]
    step: Step
    mind: tuple[Finding, ...] = ()


@dataclass(frozen=True, eq=False)
class Attempt:
    """What was found of one release as the first step: `obstacle` is None where a run of it arrives."""

    name: str
    obstacle: Obstacle | None = None

    @property
    def sentence(self) -> str:
        """What is in the way, or that nothing is."""
        return f"{self.name} can be reached." if self.obstacle is None else self.obstacle.sentence(self.name)


@dataclass(frozen=True, eq=False)
class Upgrade:
    """
    How a database gets to the release named `goal`.

    `legs` are the steps, the last of them to the goal; none where there is no path, or nothing to run. `direct` is what
    a run of the goal alone does. `because` says why there is no path: it is `direct`, or of another release. `attempts`
    are the first steps that were tried besides, in the order in which they were. `tried` is the number of releases.
    `mind` are the findings that stay at the end and do not hinder.
    """

    goal: str
    reach: Reach
    direct: Attempt
    legs: tuple[Leg, ...] = ()
    because: Attempt | None = None
    attempts: tuple[Attempt, ...] = ()
    tried: int = 0
    mind: tuple[Finding, ...] = ()

    @property
    def stones(self) -> tuple[str, ...]:
        """The names of the releases to go to first, in order."""
        return tuple(leg.name for leg in self.legs[:-1])

    @property
    def headline(self) -> str:
        """`This database must go to v3.7 first.`"""
        match self.reach:
            case Reach.THERE:
                return f"This database is at {self.goal}: nothing is to run."
            case Reach.DIRECT:
                return f"This database can go to {self.goal} at once."
            case Reach.STONES:
                first, *others = self.stones
                then = f", then to {listed(others, MAX_NAMES)}" if others else ""
                return f"This database must go to {first} first{then}."
            case Reach.UNKNOWN:
                return f"Nobody can tell whether this database gets to {self.goal}."
        return f"No known release leads this database to {self.goal}."

    @property
    def reason(self) -> str:
        """Why it is so, in a few sentences; empty where nothing is to be said."""
        if self.reach is Reach.STONES:
            return f"{self.direct.sentence} {self._number}"
        if self.because is None:
            return self._number
        parts = [self.because.sentence]
        parts += [self.direct.sentence] if self.because is not self.direct and self.direct.obstacle else []
        return " ".join((*parts, self._tried))

    @property
    def _number(self) -> str:
        number = sum(len(leg.plan) for leg in self.legs)
        return f"{count(number, 'migration')} in all, none is skipped." if number else ""

    @property
    def _tried(self) -> str:
        if not self.tried:
            return "No other release that could be gone to first is known."
        return f"{count(self.tried, 'other release')} {'was' if self.tried == 1 else 'were'} tried."
