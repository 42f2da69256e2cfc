"""The parameters of an environment's address."""

from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.map import AppKind
from app.domain.status import Status
from app.web.urls.keys import key_of, text_of

VIEWS = ("window", "differs", "all")
MAX_DIGITS = 9
"""Of a row's position."""
MAX_WORDS_LENGTH = 1_200
"""Words that select are cut after this many characters: two keys of 511 and what joins them have room."""
MAX_SLUG_LENGTH = 300
"""The name of the other environment is cut after this many."""


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """
    Which part of the map the reader sees, around which migration, and whether as a table and with which rows.

    `first_row` is the position of the first recorded row that is shown, counted from 1; None shows none. `words` select
    migrations, `status` narrows the table of everything. `lanes` is the kind of hidden apps that have lanes too.
    `beside` names another environment, or one history of it, whose statuses are shown too.
    """

    view: str = "window"
    focus: MigrationKey | None = None
    table: bool = False
    first_row: int | None = None
    words: str = ""
    status: Status | None = None
    lanes: str | None = None
    beside: str | None = None

    @classmethod
    def of(  # noqa: PLR0913 - a parameter of the address each
        cls,
        *,
        view: str | None,
        focus: str | None,
        form: str | None,
        rows: str | None,
        words: str | None = None,
        status: str | None = None,
        lanes: str | None = None,
        beside: str | None = None,
    ) -> "ViewOptions":
        """The options that the parameters say; a parameter that makes no sense is ignored."""
        try:
            key = key_of(focus) if focus else None
        except ValueError:
            key = None
        return cls(
            view if view in VIEWS else "window",
            key,
            form == "table",
            _first_row(rows or ""),
            (words or "").strip()[:MAX_WORDS_LENGTH],
            Status(status) if status in tuple(Status) else None,
            lanes if lanes in tuple(AppKind) else None,
            (beside or "")[:MAX_SLUG_LENGTH] or None,
        )

    @property
    def focus_text(self) -> str | None:
        """The value of `focus=`."""
        return None if self.focus is None else text_of(self.focus)

    @property
    def view_text(self) -> str | None:
        """The value of `view=`; None for the default."""
        return None if self.view == "window" else self.view

    @property
    def link_query(self) -> dict[str, str | None]:
        """The parameters that links within the page keep."""
        query = {"view": self.view_text, "as": "table" if self.table else None, **self.map_query}
        return query | {"status": self.status.value} if self.status and self.narrows else query

    @property
    def map_query(self) -> dict[str, str | None]:
        """Of these, what map and table have in common whatever the view is."""
        return {"lanes": self.lanes, "q": self.words or None, "with": self.beside}

    @property
    def narrows(self) -> bool:
        """Whether the table of everything is narrowed; a view that folds shows what is selected by itself."""
        return self.table and self.view == "all" and bool(self.words or self.status)


def _first_row(text: str) -> int | None:
    """The position of the first row that `rows=` asks for: `all` begins with the first one; else None."""
    if text == "all":
        return 1
    is_position = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return max(1, int(text)) if is_position else None
