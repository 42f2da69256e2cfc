"""
The course of a finding in the store: the stages of its environment, and which of them show it.

On a pinned page the findings are told without what is known of the code.
"""

from dataclasses import dataclass
from functools import cached_property

from app.domain.course.beginning import Beginning, beginning
from app.domain.course.ending import Ending, ending
from app.domain.course.moves import Moves, moves
from app.domain.course.stage import Stage
from app.domain.drift import Drift
from app.domain.findings import Finding
from app.store.sessions import ReadSession
from app.web.facts.course.stages import Stages, stages_of
from app.web.facts.environment import EnvironmentFacts


@dataclass(frozen=True, eq=False)
class Course:
    """One finding through the stages of its environment."""

    stages: Stages
    finding: Finding

    def shows(self, stage: Stage) -> bool:
        """Whether the comparison of a stage shows the finding: the same code about the same migration."""
        drift = self.stages.drift(stage)
        return drift is not None and find(drift, self.finding) is not None

    @cached_property
    def beginning(self) -> Beginning | None:
        """With which stage the finding began."""
        return beginning(self.stages.newest_first, self.shows)

    @cached_property
    def ending(self) -> Ending | None:
        """With which stage it ended, where the newest does not show it."""
        return ending(self.stages.newest_first, self.shows)

    @property
    def moves_at_beginning(self) -> Moves:
        """The rows that came and went when it began."""
        found = self.beginning
        return Moves() if found is None else self._moves(found.previous, found.stage)

    @property
    def moves_at_ending(self) -> Moves:
        """The rows that came and went when it ended."""
        found = self.ending
        return Moves() if found is None else self._moves(found.previous, found.stage)

    def _moves(self, before: Stage | None, after: Stage) -> Moves:
        old = None if before is None else self.stages.history(before.history)
        new = self.stages.history(after.history)
        return Moves() if old is None or new is None else moves(old, new).of(self.finding)


def course_of(session: ReadSession, facts: EnvironmentFacts, finding: Finding) -> Course:
    """The course of a finding of a live or a pinned page."""
    return Course(stages_of(session, facts), finding)


def find(drift: Drift, finding: Finding) -> Finding | None:
    """The same finding in another comparison: the same code about the same migration."""
    wanted = (finding.code, finding.subject)
    return next((each for each in drift.findings if (each.code, each.subject) == wanted), None)
