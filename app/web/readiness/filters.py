"""The query parameters of the page of readiness: which environments it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from starlette.datastructures import QueryParams

from app.domain.readiness import Readiness
from app.web.facts.fleet import EnvironmentInfo

FILTER_NAMES = ("answer", "tier")
"""The parameters that may occur several times: an environment matches if it has one of the values."""

ALL_ROWS = "all"
"""The value of `rows` with which the page shows the rows that it otherwise offers to show."""

MAX_WORDS = 12
"""Further words of a search are not looked at."""


@dataclass(frozen=True, slots=True)
class Filters:
    """
    The parameters of one page; `chosen` are the values of `FILTER_NAMES`, without names that have none.

    No environment matches an unknown value, and the page then names it.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shows_all: bool = False

    @classmethod
    def of(cls, query: QueryParams) -> Self:
        """The filters that a query string says; empty values count as absent."""
        chosen = {name: tuple(filter(None, query.getlist(name))) for name in FILTER_NAMES}
        return cls(
            query.get("q", "").strip(),
            {name: values for name, values in chosen.items() if values},
            query.get("rows") == ALL_ROWS,
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
        """The query parameters, some of them changed; None takes one away."""
        pairs: list[tuple[str, str | None]] = [("q", changes.get("q", self.q))]
        for name in FILTER_NAMES:
            values = (changes[name],) if name in changes else self.chosen.get(name, ())
            pairs += [(name, value) for value in values]
        return [*pairs, ("rows", changes.get("rows", ALL_ROWS if self.shows_all else None))]

    def without(self, name: str, value: str) -> Self:
        """The same without one value of a filter, or without the search (`q`)."""
        if name == "q":
            return replace(self, q="")
        chosen = {
            each: tuple(v for v in values if (each, v) != (name, value))
            for each, values in self.chosen.items()
        }
        return replace(self, chosen={each: values for each, values in chosen.items() if values})

    def matches(self, each: Readiness, info: EnvironmentInfo) -> bool:
        """Whether an environment is shown: it has one value of each filter, and every word of `q` fits it."""
        values = {"answer": each.answer.value, "tier": info.tier}
        if any(values[name] not in chosen for name, chosen in self.chosen.items()):
            return False
        words = self.q.lower().split()[:MAX_WORDS]
        return all(_fits(word, each, info) for word in words)


def _fits(word: str, each: Readiness, info: EnvironmentInfo) -> bool:
    """Whether a word is part of the name, the tier, the region, or of a migration that it would run or lacks."""
    if any(word in text.lower() for text in (info.slug, info.tier, info.region)):
        return True
    grounds = each.prospect.grounds if each.prospect else ()
    named = (key for finding in grounds for key in (finding.subject, *finding.related))
    return any(word in str(key).lower() for keys in (named, each.lacks or ()) for key in keys)
