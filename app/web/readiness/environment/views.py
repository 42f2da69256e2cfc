"""The parts of the page of one environment before a release, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Frame, Head, Link
from app.web.wording.rich_text import Text, TextPart


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan: its number, its key, what it does, and whether it is one-way or drops data."""

    number: int
    key: TextPart
    operations: str
    one_way: str = ""
    drops_data: bool = False
    not_known: bool = False
    end_of_way_back: str = ""
    """What the line says that is drawn after the point of no return."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan in one sentence and its steps; `more` are shown on demand. `name` is that of the database or schema."""

    name: str
    sentence: str
    steps: tuple[PlanStep, ...] = ()
    more: tuple[PlanStep, ...] = ()


@dataclass(frozen=True, slots=True)
class StepBack:
    """One step back: its key, and whether it is one-way, drops data, is not known, or is of the older release too."""

    number: int
    key: TextPart
    one_way: bool = False
    drops_data: bool = False
    not_known: bool = False
    comes_along: bool = False


@dataclass(frozen=True, slots=True)
class JudgedView:
    """A migration that old code does not know, and what it does to old code."""

    key: TextPart
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """The migrations with one answer; `more` are shown on demand, `left_out` are in the JSON alone."""

    judgement: str
    title: str
    steps: tuple[JudgedView, ...]
    more: tuple[JudgedView, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class WayBackView:
    """
    The way back of one database or schema: one sentence, then both ways.

    `commands` is one text to copy; empty where nothing is to be typed. `end` is the sentence of the point of no return.
    """

    number: int
    title: str
    sentence: Text
    end: Text = ()
    back: tuple[Text, ...] = ()
    commands: str = ""
    steps: tuple[StepBack, ...] = ()
    more: tuple[StepBack, ...] = ()
    old_title: str = ""
    old: tuple[Text, ...] = ()
    groups: tuple[JudgedGroup, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OlderForm:
    """The choice of the release to go back to: where it leads, the one that is chosen, the labels."""

    action: str
    chosen: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A database or a schema, or the whole environment: its plan, and the way back where one can be told of."""

    plan: PlanView
    way_back: WayBackView | None


@dataclass(frozen=True, slots=True)
class EnvironmentPage:
    """
    The page of one environment before a release: plan and way back of each of its databases or schemas.

    `twin` is the way back as JSON, empty where none is told of. `upgrade` leads to how an environment that cannot take
    it gets there; None elsewhere.
    """

    frame: Frame
    head: Head
    parts: tuple[PartView, ...]
    older: OlderForm | None
    note: str
    twin: str
    upgrade: Link | None = None
