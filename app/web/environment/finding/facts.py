"""What the page of one finding is made of."""

from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.runbook import Circumstances
from app.domain.ways import ProvenWay, Situation
from app.domain.ways.scripts import Dialect
from app.web.facts.environment import EnvironmentFacts
from app.web.urls.finding import FindingAddress


@dataclass(frozen=True, eq=False)
class FindingFacts:
    """
    One finding of an environment, live or pinned.

    `environment.now` is None on a pinned page, as everywhere. `situation` is what its ways out start from, and `ways`
    are those that hold here, in the order in which they are shown.
    With `is_reported` false the address is that of a pinned finding that this Driftboard does not find there any more.
    """

    environment: EnvironmentFacts
    drift: Drift
    finding: Finding
    address: FindingAddress
    situation: Situation
    ways: tuple[ProvenWay, ...] = ()
    is_reported: bool = True

    @property
    def circumstances(self) -> Circumstances:
        """What the comparison knows of the finding: which of its words fit."""
        return circumstances_of(self.drift, self.finding)

    @property
    def dialect(self) -> Dialect:
        """The SQL of the scripts."""
        return self.environment.dialect

    @property
    def is_pinned(self) -> bool:
        return self.environment.now is None
