"""What the partials of the release pages show: plain values, each of one partial."""

from dataclasses import dataclass

from app.web.layout.views import Choice, Link
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class ReleaseListRow:
    """A label in the list; `weight` is blocked, drifted where something was edited, or empty; `diff` leads to that."""

    label: str
    href: str
    fingerprint: str
    weight: str
    word: str
    sentence: Text
    counts: str
    diff: Link | None
    size: str
    meant: str
    added: Moment


@dataclass(frozen=True, slots=True)
class DiffForm:
    """Two pickers of labels: what changed from one to the other."""

    action: str
    before: tuple[Choice, ...]
    after: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """
    A bar with a cell for each migration, `width` cells wide; the places of those that are more than quiet.

    `name` says it in words.
    """

    width: int
    cells: int
    name: str
    new: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    irreversible: tuple[int, ...] = ()
    squash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MigrationLine:
    """One migration of an unfolded app."""

    app: str
    name: str
    needs: tuple[Text, ...]
    operations: str
    marks: tuple[str, ...]
    irreversible: bool


@dataclass(frozen=True, slots=True)
class AppRow:
    """One app of a release; `href` unfolds it, or folds it where `open` is set."""

    label: str
    href: str
    open: bool
    number: int
    strip: Strip
    last: tuple[str, ...]
    marks: tuple[str, ...]
    irreversible: int
    lines: tuple[MigrationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffRow:
    """An app that differs between two releases."""

    label: str
    strip: Strip
    says: Text


@dataclass(frozen=True, slots=True)
class KeyLines:
    """A list of keys with a title, each with a few quiet words; the rest on demand."""

    title: str
    lines: tuple["KeyLine", ...]
    more: tuple["KeyLine", ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key."""

    key: Text
    words: str = ""
    irreversible: bool = False
