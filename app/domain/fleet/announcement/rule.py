"""Which changes a rule asks for."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from app.domain.findings import Verdict
from app.domain.fleet.announcement.change import UNJUDGED, VerdictChange


@dataclass(frozen=True, slots=True)
class RuleScope:
    """
    The environments and verdicts of a rule; an empty tuple stands for all.

    `environments` are names and globs. With `first` the first verdict of an environment is told too.
    """

    projects: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    first: bool = False

    def has_project(self, project: str) -> bool:
        """Whether the rule is about this project."""
        return not self.projects or project in self.projects

    def has(self, project: str, environment: str, tier: str) -> bool:
        """Whether the rule is about this environment."""
        return (
            self.has_project(project)
            and (not self.tiers or tier in self.tiers)
            and (not self.environments or any(fnmatchcase(environment, glob) for glob in self.environments))
        )

    def asks_for(self, change: VerdictChange) -> bool:
        """
        Whether the rule tells of this change: to one of its verdicts, or away from one.

        Who was told that an environment is blocked is told when that is over, also when it was unseen in between.
        """
        if change.before is None and not self.first:
            return False
        if not self.verdicts or change.after in self.verdicts or change.before in self.verdicts:
            return True
        return change.judged in self.verdicts and change.before in UNJUDGED and change.after not in UNJUDGED
