"""The parts of the page of one environment before a release, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Frame, Head, Link
from app.web.wording.rich_text import TextPart


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan: its number, its key, what it does, and whether it is one-way or drops data."""

    number: int
    key: TextPart
    operations: str
    one_way: str = ""
    drops_data: bool = False
    not_known: bool = False


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan in one sentence and its steps; `more` are shown on demand. `name` is that of the database or schema."""

    name: str
    sentence: str
    steps: tuple[PlanStep, ...] = ()
    more: tuple[PlanStep, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvironmentPage:
    """
    The page of one environment before a release: the plan of each of its databases or schemas.

    `upgrade` leads to how an environment that cannot take it gets there; None elsewhere.
    """

    frame: Frame
    head: Head
    plans: tuple[PlanView, ...]
    upgrade: Link | None = None
