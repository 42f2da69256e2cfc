"""The parts of the page of readiness, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.left_out import LeftOut
from app.web.layout.views import Choice, Empty, Frame, Head, Link
from app.web.narrowing.views import NarrowingForm, Shown
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer: `value` and `word`, and the verdict whose icon and colour it has."""

    value: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class BarPart:
    """
    One answer of the bar: a link that filters by it, or takes that filter away if it is `current`.

    `share` is its part of all environments, in tenths, at least one.
    """

    answer: AnswerView
    number: int
    share: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One line of a box: the icon, what it is about, why, and where; `title` names the environments."""

    icon: str
    said: Text
    where: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box over the table; `empty` is what it says without lines, `more` how many lines are left out."""

    id: str
    title: str
    lines: tuple[BoxLine, ...]
    empty: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class PlanBar:
    """
    The bar of a plan: its number of steps and its length, in permille of the longest plan.

    `one_way` are the stretches of one-way steps, each with its start and its length, in permille too.
    """

    steps: int
    length: int
    one_way: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """
    One environment.

    `plan` is None where there is no plan to count on. `one_way` is the number of its one-way steps. `notes` are
    further things to know. `unfolds` is the address of its plan, `number` its place among the rows, `compare` where it
    is compared with another.
    """

    number: int
    slug: str
    href: str
    answer: AnswerView
    place: str
    plan: PlanBar | None
    one_way: int
    first_thing: Text
    notes: tuple[Text, ...]
    now_on: str
    unfolds: str
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """The form that leads to the readiness of another release; `note` says what is left out of its choices."""

    action: str
    choices: tuple[Choice, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ReadinessPage:
    """
    The whole page.

    `newer` is the address that a live page asks for changes. `show_more` leads to the page with all rows, `left_out`
    says how many are in the JSON alone. `command` asks the same in a terminal. `files` are
    the same as JSON, CSV and Markdown.
    """

    frame: Frame
    head: Head
    newer: str | None
    bar: tuple[BarPart, ...]
    boxes: tuple[Box, ...]
    releases: ReleaseForm | None
    form: NarrowingForm | None
    shown: Shown | None
    rows: tuple[ReadinessRow, ...]
    show_more: Link | None
    left_out: LeftOut | None
    order: str
    command: str
    exit_codes: str
    files: tuple[Link, ...]
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class NoRelease:
    """What stands where a project has no release yet."""

    frame: Frame
    head: Head
    empty: Empty
