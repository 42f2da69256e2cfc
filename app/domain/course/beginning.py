"""With which stage a finding began."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.course.moves import Moves
from app.domain.course.stage import Arrival, Stage
from app.domain.english import absolute, count, date

MAX_STAGES = 12
"""No more stages than this are compared: each costs a comparison."""

Shows = Callable[[Stage], bool]
"""Whether the comparison of a stage shows the finding."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """
    The oldest stage of those without a gap that show the finding, and the one before it, which does not.

    `is_open` says that older stages were not looked at: it may have begun before.
    """

    stage: Stage
    previous: Stage | None = None
    is_open: bool = False

    @property
    def at(self) -> datetime:
        """From when on it is known to be there."""
        return self.stage.at

    @property
    def words(self) -> tuple[str, str]:
        """When it began, and with what: `19 Jun 2026, 08:55 UTC` and `, when v2.4 was first …`, without what moved."""
        stage = self.stage
        if self.is_open:
            asked = count(MAX_STAGES, "history or release", "histories and releases")
            rest = f": so it was in the last {asked}, and older ones were not looked at."
            return f"Before {absolute(stage.at)}", rest
        match stage.arrival:
            case Arrival.FIRST:
                return (
                    f"{absolute(stage.at)} or before",
                    ": so it was when this database was first looked at.",
                )
            case Arrival.RELEASE if stage.placement.is_told:
                return absolute(stage.at), f", when it was told that {stage.placement.name} runs here."
            case Arrival.RELEASE:
                return absolute(
                    stage.at
                ), f", when {stage.placement.name} was first compared with this history."
        return between(stage.before, stage.at), ""

    def moved(self, moves: Moves) -> str:
        """What came between the two looks: `: the row of users.0010 went between these two looks.`"""
        return f": {moves.sentence or 'a row was edited'} between these two looks."


def beginning(newest_first: Sequence[Stage], shows: Shows) -> Beginning | None:
    """
    With what a finding of the newest stage began; None where that one does not show it.

    Only `MAX_STAGES` are asked for.
    """
    oldest: Stage | None = None
    for stage in newest_first[:MAX_STAGES]:
        if not shows(stage):
            return None if oldest is None else Beginning(oldest, stage)
        oldest = stage
    if oldest is None:
        return None
    return Beginning(oldest, is_open=len(newest_first) > MAX_STAGES)


def between(early: datetime | None, late: datetime) -> str:
    """`19 Jun 2026, between 08:40 and 08:55 UTC`; one moment where the two are in one minute, or one is not known."""
    if early is None or absolute(early) == absolute(late):
        return absolute(late)
    if date(early) == date(late):
        early, late = early.astimezone(UTC), late.astimezone(UTC)
        return f"{date(late)}, between {early:%H:%M} and {late:%H:%M} UTC"
    return f"between {absolute(early)} and {absolute(late)}"
