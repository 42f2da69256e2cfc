"""The parts of the page of a blast radius, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.left_out import LeftOut
from app.web.layout.views import Frame, Head, Link, VerdictView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class EditLine:
    """
    One edit: the file with its line, what was done there, and the commit.

    `commit` is the short id, empty where it is not known; `href` is where people read it.
    """

    position: str
    words: Text
    commit: str = ""
    href: str = ""
    author: str = ""
    moment: Moment | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class CauseCard:
    """
    One thing that becomes worse, the edits that make it so, and the environments that have it.

    `weight` is the verdict whose colour it has, `word` says what happens. `more` counts environments without a name.
    """

    weight: str
    word: str
    code: Link
    said: Text
    edits: tuple[EditLine, ...]
    environments: tuple[Link, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class EnvironmentRow:
    """One environment: what runs there, its verdict with that and with the candidate, why, where it is compared."""

    slug: str
    href: str
    runs: str
    base: VerdictView
    candidate: VerdictView
    said: Text
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Environments that fare alike; `number` of them, of which the first are shown. `says`: one has a sentence."""

    id: str
    title: str
    number: int
    rows: tuple[EnvironmentRow, ...]
    left_out: LeftOut | None = None

    @property
    def says(self) -> bool:
        return any(row.said for row in self.rows)


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """
    The page. `why` is the address from which a pinned page loads the commits; empty where they are there.

    `moving` are dependencies that stand for something else now, `moving_more` counts those that are not shown.
    """

    frame: Frame
    head: Head
    newer: str | None
    causes: tuple[CauseCard, ...]
    causes_left_out: LeftOut | None
    why: str
    groups: tuple[Group, ...]
    moving: tuple[Text, ...]
    moving_left_out: LeftOut | None
    command: str
    exit_codes: str
    files: tuple[Link, ...]
