"""The parts of the table, as its templates show them."""

from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.environment.links import StatusView
from app.web.layout.left_out import LeftOut
from app.web.wording.moments import Moment


@dataclass(frozen=True, slots=True)
class RowLink:
    """
    A link to one migration, and its status where it is in trouble; else None.

    `href` is a query string: that of this page around the migration. A table of everything has thousands of them.
    """

    app: str
    name: str
    href: str
    trouble: StatusView | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """
    One migration (`link`), or a run of migrations that the map folds (`run`, `href`, `title`).

    `more_needs` and `more_needed_by` count what the cells leave out; the panel of the migration has it. `finding` is
    the page of the first finding about the migration; None where there is none. `other` is the status in the other
    environment, where one is shown and has the migration.
    """

    key: MigrationKey
    status: StatusView
    link: RowLink | None = None
    irreversible: bool = False
    recorded: Moment | None = None
    needs: tuple[RowLink, ...] = ()
    more_needs: int = 0
    needed_by: tuple[RowLink, ...] = ()
    more_needed_by: int = 0
    finding: str | None = None
    other: StatusView | None = None
    run: str = ""
    href: str = ""
    title: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the style sheet draws the sign of its status: the icons of a thousand such rows would be heavy."""
        return self.status.value in (Status.APPLIED.value, Status.PENDING.value)


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """One status that the table can be narrowed to; the value is empty for all of them."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TableFilter:
    """
    The form that narrows the table of everything.

    `hidden_fields` are the other parameters of the address. `shown` says how many rows are left and is empty where
    nothing is narrowed; `clear` is the address of the whole table. `problems` say which words select nothing.
    """

    action: str
    hidden_fields: tuple[tuple[str, str], ...]
    words: str
    choices: tuple[StatusChoice, ...]
    placeholder: str
    shown: str
    clear: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """
    The rows of the table and its form. `panel` is the address of a migration's panel with `{key}` in it.

    `left_out` says how many more rows there are than a page shows. `other` is the name of the other environment.
    """

    rows: tuple[TableRow, ...]
    filter: TableFilter
    panel: str
    left_out: LeftOut | None = None
    other: str = ""
