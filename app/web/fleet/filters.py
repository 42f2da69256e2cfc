"""The query parameters of a fleet: filters, grouping and order."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from app.domain.fleet import Sighting
from app.web.facts.fleet import EnvironmentInfo
from app.web.fleet import search
from app.web.fleet.order import SORTS
from app.web.narrowing.narrowing import Narrowing, chosen_in

FILTER_NAMES = ("verdict", "tier", "region", "finding")
"""The parameters that may occur several times: an environment matches if it has one of the values."""

GROUPS = {"verdict": "verdict", "cause": "cause", "tier": "tier", "region": "region"}
"""The values of `group`, each with its word in the form; the first is the default."""


@dataclass(frozen=True, slots=True)
class Filters(Narrowing):
    """The parameters of one page. An unknown `group` or `sort` counts as the default."""

    group: str = "verdict"
    sort: str = "worst"

    @classmethod
    def of(cls, query: QueryParams) -> "Filters":
        """The filters that a query string says; empty values count as absent."""
        return cls(
            query.get("q", "").strip(),
            chosen_in(query, FILTER_NAMES),
            _known_or_first(GROUPS, query.get("group")),
            _known_or_first(SORTS, query.get("sort")),
        )

    def query(self, **changes: str | None) -> list[tuple[str, str | None]]:
        """The query parameters, some of them changed; defaults have an empty value, and None stands for no value."""
        pairs: list[tuple[str, str | None]] = [("q", changes.get("q", self.q))]
        for name in FILTER_NAMES:
            if name in changes:
                pairs.append((name, changes[name]))
            else:
                pairs += [(name, value) for value in self.chosen.get(name, ())]
        pairs.append(("group", "" if self.group == "verdict" else self.group))
        pairs.append(("sort", "" if self.sort == "worst" else self.sort))
        return pairs

    def matches(self, sighting: Sighting, info: EnvironmentInfo) -> bool:
        """Whether an environment is shown: it has one value of each filter, and the words of `q` fit it."""
        values_by_name = {
            "verdict": {sighting.verdict.value},
            "tier": {info.tier},
            "region": {info.region},
            "finding": {code.word for code in sighting.codes} if "finding" in self.chosen else set(),
        }
        return self.admits(values_by_name) and search.matches(self.q, sighting, info)


def _known_or_first(choices: Mapping[str, str], value: str | None) -> str:
    """The value if it is one of the choices, else the first choice, which is the default."""
    return value if value is not None and value in choices else next(iter(choices))
