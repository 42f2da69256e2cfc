"""What narrows a list, as the query of its address says it: `?q=billing&tier=qa&tier=staging`."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Self

from starlette.datastructures import QueryParams


@dataclass(frozen=True, slots=True)
class Narrowing:
    """
    The words that are searched for, and the values of each filter, by its name; filters without a value are left out.

    What has one of the values of each filter is shown. Nothing has an unknown value, and the page then names it.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All of it, each as name and value; the search is `q`."""
        return (("q", self.q), *self.values) if self.q else self.values

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The values of the filters, each with the name of its filter."""
        return tuple((name, value) for name, values in self.chosen.items() for value in values)

    @property
    def text(self) -> str:
        """The filters for a sentence: `"billng", tier qa`."""
        return ", ".join(f'"{value}"' if name == "q" else f"{name} {value}" for name, value in self.pairs)

    def without(self, name: str, value: str) -> Self:
        """The same without one value of a filter, or without the search (`q`)."""
        if name == "q":
            return replace(self, q="")
        chosen = {
            each: tuple(v for v in values if (each, v) != (name, value))
            for each, values in self.chosen.items()
        }
        return replace(self, chosen={each: values for each, values in chosen.items() if values})

    def admits(self, values_by_name: Mapping[str, AbstractSet[str]]) -> bool:
        """Whether something with these values has one of each filter; the search is not looked at."""
        return not any(values_by_name[name].isdisjoint(values) for name, values in self.chosen.items())


def chosen_in(query: QueryParams, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The values of these filters in a query string; an empty one counts as absent."""
    values = {name: tuple(dict.fromkeys(filter(None, query.getlist(name)))) for name in names}
    return {name: each for name, each in values.items() if each}
