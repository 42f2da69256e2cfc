"""Which list of a fleet is open, and at which of its pages: the parameters `open` and `page`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NUMBER = re.compile(r"0|[1-9][0-9]{0,6}")


@dataclass(frozen=True, slots=True)
class Opening:
    """The name of the open list, empty for none, and its page, counted from 1; 0 is the list while it is closed."""

    name: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Opening":
        """The one of a query string; a page that is no number is the first."""
        return cls(query.get("open", ""), page_number(query.get("page", "")))

    @property
    def query(self) -> list[tuple[str, str]]:
        """The parameters; none where no list is open. The first page is the default."""
        if not self.name:
            return []
        return [("open", self.name), *([("page", str(self.page))] if self.page > 1 else [])]


NOTHING_OPEN = Opening()


def page_number(text: str) -> int:
    """The number of a page as an address says it; the first for anything else."""
    return int(text) if NUMBER.fullmatch(text) else 1
