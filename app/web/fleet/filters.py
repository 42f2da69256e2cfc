"""The query parameters of a fleet: filters, grouping and order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from starlette.datastructures import QueryParams

from app.domain.fleet import Sighting
from app.web.facts.fleet import EnvironmentInfo
from app.web.fleet import search
from app.web.fleet.order import SORTS

FILTER_NAMES = ("verdict", "tier", "region", "finding")
"""The parameters that may occur several times: an environment matches if it has one of the values."""

GROUPS = {"verdict": "verdict", "cause": "cause", "tier": "tier", "region": "region"}
"""The values of `group`, each with its word in the form; the first is the default."""


@dataclass(frozen=True, slots=True)
class Filters:
    """
    The parameters of one page.

    `chosen` are the values of `FILTER_NAMES`, without names that have none. No environment matches an unknown value,
    and the page then names it. An unknown `group` or `sort` counts as the default.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = "verdict"
    sort: str = "worst"

    @classmethod
    def of(cls, query: QueryParams) -> "Filters":
        """The filters that a query string says; empty values count as absent."""
        chosen = {name: tuple(filter(None, query.getlist(name))) for name in FILTER_NAMES}
        return cls(
            query.get("q", "").strip(),
            {name: values for name, values in chosen.items() if values},
            _known_or_first(GROUPS, query.get("group")),
            _known_or_first(SORTS, query.get("sort")),
        )

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What narrows the list, each as name and value; the search is `q`."""
        pairs = [(name, value) for name, values in self.chosen.items() for value in values]
        return (("q", self.q), *pairs) if self.q else tuple(pairs)

    @property
    def text(self) -> str:
        """The filters for a sentence: `"billng", tier qa`."""
        return ", ".join(f'"{value}"' if name == "q" else f"{name} {value}" for name, value in self.pairs)

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

    def without(self, name: str, value: str) -> Self:
        """The same without one value of a filter, or without the search (`q`)."""
        if name == "q":
            return replace(self, q="")
        chosen = {
            each: tuple(v for v in values if (each, v) != (name, value))
            for each, values in self.chosen.items()
        }
        return replace(self, chosen={each: values for each, values in chosen.items() if values})

    def matches(self, sighting: Sighting, info: EnvironmentInfo) -> bool:
        """Whether an environment is shown: it has one value of each filter, and the words of `q` fit it."""
        values_by_name = {
            "verdict": {sighting.verdict.value},
            "tier": {info.tier},
            "region": {info.region},
            "finding": {finding.code.word for finding in (sighting.drift.findings if sighting.drift else ())},
        }
        if any(values_by_name[name].isdisjoint(values) for name, values in self.chosen.items()):
            return False
        return search.matches(self.q, sighting, info)


def _known_or_first(choices: Mapping[str, str], value: str | None) -> str:
    """The value if it is one of the choices, else the first choice, which is the default."""
    return value if value is not None and value in choices else next(iter(choices))
