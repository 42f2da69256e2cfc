"""The parts of a time line, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Choice, Empty, Frame, Head, Link
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class EventLine:
    """
    One event.

    `place` names the database or the schema where an environment has several. `between` says between which two looks it
    happened. `rows` are what changed in each row, `rows_more` how many stand in the JSON alone. `environments` are
    those of a change of many, `more` how many others there are. `lines` are the events that this one stands for.
    """

    kind: str
    icon: str
    at: Moment
    environment: Link | None
    place: str
    sentence: Text
    note: str
    between: str
    links: tuple[Link, ...]
    rows: tuple[Text, ...] = ()
    rows_words: str = ""
    rows_more: str = ""
    environments: tuple[Link, ...] = ()
    more: str = ""
    lines: tuple["EventLine", ...] = ()
    lines_words: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day in UTC; `link` is the page of that day alone, `note` says that it is yet to come."""

    id: str
    link: Link
    note: str
    lines: tuple[EventLine, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The filters: the kinds, and the first and the last day; `clear` takes them away, empty where there are none."""

    action: str
    kinds: tuple[Choice, ...]
    begin: str
    end: str
    clear: str


@dataclass(frozen=True, slots=True)
class EventsPage:
    """The whole page. `older` and `newest` lead to other parts of it; `feed` is its Atom feed."""

    frame: Frame
    head: Head
    form: Form
    days: tuple[Day, ...]
    empty: Empty | None
    older: Link | None
    newest: Link | None
    feed: str
    forms: tuple[Link, ...]
