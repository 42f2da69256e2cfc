"""With which stage a finding was gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.course.beginning import MAX_STAGES, Shows, between
from app.domain.course.moves import Moves
from app.domain.course.stage import Arrival, Stage


@dataclass(frozen=True, slots=True)
class Ending:
    """The oldest stage without the finding since it was there last, and the one before it, which still showed it."""

    stage: Stage
    previous: Stage

    @property
    def is_by_rows(self) -> bool:
        """Whether other rows ended it, and not another release."""
        return self.stage.arrival is Arrival.HISTORY

    @property
    def moment(self) -> str:
        """When it ended: one moment, or two between which it did."""
        return between(self.stage.before, self.stage.at)

    def sentence(self, moves: Moves) -> str:
        """`Fixed 19 Jun 2026, 10:41 UTC, by recording users.0010.`"""
        if self.is_by_rows:
            return f"Fixed {self.moment}, by {moves.deed or 'an edit of its rows'}."
        return f"Fixed {self.moment}, with {self.stage.placement.name}."


def ending(newest_first: Sequence[Stage], shows: Shows) -> Ending | None:
    """
    With what a finding ended that the newest stage does not show; None where that is not known.

    Only `MAX_STAGES` are asked for.
    """
    newer: Stage | None = None
    for stage in newest_first[:MAX_STAGES]:
        if shows(stage):
            return None if newer is None else Ending(newer, stage)
        newer = stage
    return None
