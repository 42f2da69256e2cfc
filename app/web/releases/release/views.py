"""The parts of the page of one release, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Frame, Head, Link, VerdictView
from app.web.releases.views import EditCard, Strip
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class MigrationLine:
    """One migration of an unfolded app."""

    app: str
    name: str
    needs: tuple[Text, ...]
    operations: str
    marks: tuple[str, ...]
    irreversible: bool
    drops_data: bool


@dataclass(frozen=True, slots=True)
class AppRow:
    """
    One app of a release. `href` unfolds it, or folds it where `open` is true.

    `irreversible` counts the migrations that the release before had too, the two numbers after it new ones.
    """

    label: str
    href: str
    open: bool
    number: int
    strip: Strip
    last: tuple[str, ...]
    marks: tuple[str, ...]
    irreversible: int
    new_irreversible: int
    drops_data: int
    lines: tuple[MigrationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many environments have one verdict against this release."""

    verdict: VerdictView
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class SquashLine:
    """A squash, and whether the files that it replaces are still there."""

    key: Text
    words: str


@dataclass(frozen=True, slots=True)
class PointerLine:
    """A label, and the release that it points to or pointed to earlier."""

    label: str
    href: str
    fingerprint: str
    words: str
    added: Moment


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """The whole page. What may change with time is empty on a pinned one."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    since: Link | None
    since_sentence: Text
    fleet_sentence: str
    fleet_link: Link | None
    readiness: Link | None
    verdicts: tuple[VerdictCount, ...]
    impact: Link | None
    apps_note: str
    apps: tuple[AppRow, ...]
    unfold: Link
    squashes: tuple[SquashLine, ...]
    squashes_link: Link
    forks: tuple[Text, ...]
    forks_link: Link
    not_covered: str
    unreadable: tuple[str, ...]
    pointers: tuple[PointerLine, ...]
