"""The parts of the page of a difference, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Fact, Frame, Head, Link
from app.web.releases.views import DifferenceForm, EditCard, Strip
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class AppDifferenceRow:
    """An app that differs between two releases."""

    label: str
    strip: Strip
    changes: Text


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A migration key with a few quiet words."""

    key: Text
    words: str = ""
    irreversible: bool = False
    drops_data: bool = False


@dataclass(frozen=True, slots=True)
class KeyLines:
    """A list of migration keys with a title; `more` are shown on demand."""

    title: str
    lines: tuple[KeyLine, ...]
    more: tuple[KeyLine, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoingBackView:
    """What must be unapplied to go back: how and what stops it, and the migrations in their order."""

    title: str
    says: tuple[Text, ...]
    lines: tuple[KeyLine, ...]
    more: tuple[KeyLine, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """The whole page. The form and the blocked environments are on live pages only."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    cards_title: str
    back: GoingBackView | None
    rows: tuple[AppDifferenceRow, ...]
    same_note: str
    lists: tuple[KeyLines, ...]
    facts: tuple[Fact, ...]
    not_compared: tuple[str, ...]
    swap: Link
    form: DifferenceForm | None
