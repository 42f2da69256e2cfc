"""The readiness of a release together with the filters of its page: which environments are shown, in which order."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from app.domain.readiness import Readiness
from app.domain.readiness.readiness import problems_first
from app.web.facts.fleet import EnvironmentInfo
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.filters import Filters
from app.web.wording.names import is_production, natural

ORDER_WORDS = "problems first, then the longest plan"
"""The order of the rows, in words."""


@dataclass(frozen=True, eq=False)
class Selection:
    """The facts of one page, with its filters."""

    facts: ReadinessFacts
    filters: Filters

    @cached_property
    def matches(self) -> tuple[Readiness, ...]:
        """The environments that the filters let through: problems first, then the longest plan, then production."""
        return self.facts.fleet.of_all("readiness matches", self._key, self._matches)

    def _matches(self) -> tuple[Readiness, ...]:
        matching = (
            each
            for each in self.facts.outlook.environments
            if self.filters.matches(each, self.info(each.environment))
        )
        return tuple(sorted(matching, key=self._rank))

    @cached_property
    def longest(self) -> int:
        """The number of steps of the longest plan among them."""
        return self.facts.fleet.of_all("readiness longest", self._key, self._longest)

    def _longest(self) -> int:
        return max((len(each.steps.plan) for each in self.matches if each.steps), default=0)

    @property
    def _key(self) -> Hashable:
        """What the environments that are shown depend on, beside the facts of the fleet."""
        return self.facts.reference.segment, self.filters.pairs

    def info(self, slug: str) -> EnvironmentInfo:
        """What `driftboard.toml` says of an environment."""
        return self.facts.infos[slug]

    def _rank(self, each: Readiness) -> tuple[object, ...]:
        slug = each.environment
        return (*problems_first(each), not is_production(self.info(slug).tier), natural(slug))

    def address(self, **changes: str | None) -> str:
        """This page with some filters changed; None takes a filter away."""
        return self.facts.address.page(self.filters.query(**changes))

    def with_filters(self, filters: Filters) -> str:
        """This page with other filters."""
        return self.facts.address.page(filters.query())
