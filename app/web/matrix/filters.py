"""The query parameters of the matrix: what narrows it, and which apps are open."""

from dataclasses import dataclass, replace
from typing import Self

from starlette.datastructures import QueryParams

from app.domain.fleet import Sighting
from app.web.facts.fleet import EnvironmentInfo
from app.web.narrowing.narrowing import Narrowing, chosen_in
from app.web.urls.matrix import open_value, opened

FILTER_NAMES = ("verdict", "tier", "region", "finding")
"""The parameters that may occur several times: an environment matches if it has one of the values."""

SHOWS = {"differs": "what differs", "all": "everything"}
"""The values of `show`, each with its word in the form; the first is the default."""

MAX_OPEN = 40
"""So many apps of an address are opened."""


@dataclass(frozen=True, slots=True)
class Filters(Narrowing):
    """The parameters of one page. `open` are the labels of the apps whose migrations are shown."""

    show: str = "differs"
    open: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryParams) -> "Filters":
        """The filters that a query string says; empty values count as absent, an unknown `show` as the default."""
        return cls(
            query.get("q", "").strip(),
            chosen_in(query, FILTER_NAMES),
            "all" if query.get("show") == "all" else "differs",
            opened(",".join(query.getlist("open")))[:MAX_OPEN],
        )

    @property
    def everything(self) -> bool:
        """Whether what is the same everywhere has rows too."""
        return self.show == "all"

    @property
    def query(self) -> list[tuple[str, str | None]]:
        """The query parameters; defaults have an empty value, which addresses leave out."""
        return [
            ("q", self.q),
            *self.values,
            ("show", "all" if self.everything else None),
            ("open", open_value(self.open)),
        ]

    def with_open(self, apps: tuple[str, ...]) -> Self:
        """The same with these apps open."""
        return replace(self, open=apps[:MAX_OPEN])

    def opening(self, app: str, *, fold: bool = False) -> Self:
        """The same with one app open, or folded."""
        others = tuple(each for each in self.open if each != app)
        return replace(self, open=others if fold else (*others, app))

    def matches(self, sighting: Sighting, info: EnvironmentInfo) -> bool:
        """Whether an environment has one value of each filter; the search is not looked at."""
        values_by_name = {
            "verdict": {sighting.verdict.value},
            "tier": {info.tier},
            "region": {info.region},
            "finding": {code.word for code in sighting.codes} if "finding" in self.chosen else set(),
        }
        return self.admits(values_by_name)
