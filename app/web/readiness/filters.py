"""The query parameters of the page of readiness: which environments it shows."""

from dataclasses import dataclass
from typing import Self

from starlette.datastructures import QueryParams

from app.domain.readiness import Readiness
from app.web.facts.fleet import EnvironmentInfo
from app.web.narrowing.narrowing import Narrowing, chosen_in

FILTER_NAMES = ("answer", "tier")
"""The parameters that may occur several times: an environment matches if it has one of the values."""

ALL_ROWS = "all"
"""The value of `rows` with which the page shows the rows that it otherwise offers to show."""

MAX_WORDS = 12
"""Further words of a search are not looked at."""


@dataclass(frozen=True, slots=True)
class Filters(Narrowing):
    """The parameters of one page."""

    shows_all: bool = False

    @classmethod
    def of(cls, query: QueryParams) -> Self:
        """The filters that a query string says; empty values count as absent."""
        chosen = chosen_in(query, FILTER_NAMES)
        return cls(query.get("q", "").strip(), chosen, query.get("rows") == ALL_ROWS)

    def query(self, **changes: str | None) -> list[tuple[str, str | None]]:
        """The query parameters, some of them changed; None takes one away."""
        pairs: list[tuple[str, str | None]] = [("q", changes.get("q", self.q))]
        for name in FILTER_NAMES:
            values = (changes[name],) if name in changes else self.chosen.get(name, ())
            pairs += [(name, value) for value in values]
        return [*pairs, ("rows", changes.get("rows", ALL_ROWS if self.shows_all else None))]

    def matches(self, each: Readiness, info: EnvironmentInfo) -> bool:
        """Whether an environment is shown: it has one value of each filter, and every word of `q` fits it."""
        if not self.admits({"answer": {each.answer.value}, "tier": {info.tier}}):
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
