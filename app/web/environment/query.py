"""The parameters of an environment's address."""

from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.web.urls.keys import key_of, text_of

VIEWS = ("window", "differs", "all")


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """Which part of the map the reader sees, around which migration, and whether as a table and with all rows."""

    view: str = "window"
    focus: MigrationKey | None = None
    table: bool = False
    rows: bool = False

    @classmethod
    def of(cls, *, view: str | None, focus: str | None, form: str | None, rows: str | None) -> "ViewOptions":
        """The options that the parameters say; a parameter that makes no sense is ignored."""
        try:
            key = key_of(focus) if focus else None
        except ValueError:
            key = None
        return cls(view if view in VIEWS else "window", key, form == "table", rows == "all")

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
        return {"view": self.view_text, "as": "table" if self.table else None}
