"""The parts of the matrix, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Empty, Frame, Head, Link, VerdictView
from app.web.narrowing.views import NarrowingForm, Shown


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of a column: the name of its environment, or of how many it speaks; `cell` is where a cell leads."""

    name: str
    href: str
    spoken: str
    cell: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns with one verdict, and the number of their environments."""

    verdict: VerdictView
    environments: int
    columns: tuple[ColumnHead, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """
    Cells with the same content, side by side.

    A migration that is simply applied has a cell without content. Another has its `status`, with the name of its icon
    or the `number` of migrations to run, and `words` for who does not see them. `blank` says why there is no status.
    """

    times: int
    status: str = ""
    icon: str = ""
    number: str = ""
    words: str = ""
    blank: str = ""


@dataclass(frozen=True, slots=True)
class MigrationRow:
    """
    One migration. `key` is how addresses write it; its name comes in two parts, as a narrow page cuts the first.

    `gap` are the words of a row that stands for several, which are the same `where` it says.
    """

    key: str = ""
    start: str = ""
    end: str = ""
    irreversible: bool = False
    cells: tuple[Run, ...] = ()
    gap: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class AppView:
    """One app with the rows below it. `rows` is the address of both, open or folded, whichever it is not now."""

    id: str
    app: str
    migrations: int
    is_open: bool
    href: str
    rows: str
    cells: tuple[Run, ...]
    below: tuple[MigrationRow, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class SameApps:
    """The apps that are the same everywhere: how many, their migrations and names, and where they have rows."""

    sentence: str
    migrations: int
    names: str
    href: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a sign means: the name of its icon, or its letters."""

    word: str
    status: str = ""
    icon: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class SharedColumn:
    """The environments that share one column; `compare` is where the first of them is compared with another."""

    id: str
    title: str
    verdict: VerdictView
    environments: tuple[Link, ...]
    more: str
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The table itself. `width` is the number of its columns, `size` what it holds in words."""

    size: str
    width: int
    groups: tuple[ColumnGroup, ...]
    apps: tuple[AppView, ...]
    same: SameApps | None
    legend: tuple[LegendEntry, ...]
    left_out: tuple[str, ...]
    shared: tuple[SharedColumn, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The whole page. `open` are the apps whose migrations are shown, as the form sends them along."""

    frame: Frame
    head: Head
    newer: str | None
    form: NarrowingForm | None
    open: str
    shown: Shown | None
    table: Table | None
    notes: tuple[str, ...]
    forms: tuple[Link, ...]
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class AppRows:
    """The answer to htmx: the rows of one app, and which apps are open now."""

    app: AppView
    width: int
    open: str
