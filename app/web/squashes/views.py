"""The parts of the page of squashes, as its templates show them."""

from dataclasses import dataclass

from app.domain.squashes.commands import GateStep
from app.web.layout.left_out import LeftOut
from app.web.layout.views import Empty, Frame, Head, Link
from app.web.narrowing.views import NarrowingForm
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """How many environments are in one phase; the first of them are links, the others are counted in `more`."""

    value: str
    word: str
    meaning: str
    number: int
    environments: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about the environments that hold a gate for one reason."""

    words: str
    environments: tuple[Link, ...]
    more: str
    commands: tuple[str, ...]
    runbook: Link | None


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate: what is taken away, whether it can be, why, and what is done. `answer` names its colour and sign."""

    title: str
    answer: str
    word: str
    icon: str
    sentence: Text
    condition: str
    steps: tuple[GateStep, ...]
    remedies: tuple[Remedy, ...]
    rows: Text


@dataclass(frozen=True, slots=True)
class SquashCard:
    """One squash. `standing` names its colour and its sign, `href` leads to the migration in the release."""

    id: str
    key: Text
    standing: str
    word: str
    icon: str
    sentence: Text
    code: Text
    phases: tuple[PhaseLine, ...]
    gates: tuple[GateView, ...]


@dataclass(frozen=True, slots=True)
class SquashesPage:
    """The whole page."""

    frame: Frame
    head: Head
    form: NarrowingForm | None
    shown: str
    cards: tuple[SquashCard, ...]
    left_out: LeftOut | None
    notes: tuple[str, ...]
    forms: tuple[Link, ...]
    empty: Empty | None
