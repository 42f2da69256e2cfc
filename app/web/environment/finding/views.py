"""The parts of the page of a finding, as its templates show them."""

from dataclasses import dataclass

from app.web.environment.finding.parts import Parts
from app.web.environment.finding.ways.view import WayView
from app.web.layout.views import Frame, Head, VerdictView


@dataclass(frozen=True, slots=True)
class FindingPage:
    """The whole page. `scope` says what the environment cannot do; `now` is the address of what is true now."""

    frame: Frame
    head: Head
    scope: str
    parts: Parts
    ways: tuple[WayView, ...]
    now: str | None


@dataclass(frozen=True, slots=True)
class NowPage:
    """What is true now of a pinned finding: the box, and the page around it for who has no JavaScript."""

    frame: Frame
    head: Head
    verdict: VerdictView
