"""How the reader looks at an environment: the parameters of its address."""

from dataclasses import dataclass

from app.domain.keys import MigrationKey

VIEWS = ("window", "differs", "all")


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """How the reader looks at it: the parameters of the address."""

    view: str = "window"
    focus: MigrationKey | None = None
    table: bool = False
    rows: bool = False

    @classmethod
    def of(cls, *, view: str | None, focus: str | None, form: str | None, rows: str | None) -> "ViewOptions":
        """Read the parameters; what makes no sense counts as not given."""
        try:
            key = MigrationKey.parse(focus) if focus else None
        except ValueError:
            key = None
        return cls(view if view in VIEWS else "window", key, form == "table", rows == "all")

    @property
    def kept(self) -> dict[str, str | None]:
        """What links within the page keep."""
        return {"view": None if self.view == "window" else self.view, "as": "table" if self.table else None}
