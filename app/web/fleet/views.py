"""The parts of the fleet page, as its templates show them."""

from dataclasses import dataclass

from app.web.fleet.lists.views import Group
from app.web.layout.views import Empty, Frame, Head, Link, VerdictView
from app.web.narrowing.views import NarrowingForm, Shown


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One environment of the strip, or several that follow each other, where there are very many.

    `first` is true where a verdict begins, but for the first cell of all. `dim` says that the filters leave it out.
    """

    href: str
    name: str
    verdict: str
    first: bool
    dim: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One verdict under the strip: a link that filters by it, or takes that filter away if it is `current`."""

    verdict: VerdictView
    number: int
    meaning: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class FleetPage:
    """
    The whole page.

    Without a release there is no strip, and the rows have no verdict. `newer` is the address that a live page asks for
    changes. `apps_head` and `seen_head` are the headings of the bars and of the moments. `has_releases`: it is said of
    at least one environment which release runs there. `why` is the address that a pinned page asks for the reasons of
    its causes. `files` are the list as CSV and Markdown, and the fleet as JSON.
    """

    frame: Frame
    head: Head
    newer: str | None
    follow: str | None
    warning: str
    strip: tuple[Cell, ...]
    counts: tuple[Count, ...]
    form: NarrowingForm | None
    shown: Shown | None
    groups: tuple[Group, ...]
    empty: Empty | None
    apps_head: str
    seen_head: str
    has_releases: bool = False
    why: str | None = None
    files: tuple[Link, ...] = ()
