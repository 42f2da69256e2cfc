"""What is true now of a pinned finding, as its template shows it."""

from dataclasses import dataclass

from app.web.layout.views import Frame, Head, VerdictView


@dataclass(frozen=True, slots=True)
class NowPage:
    """What is true now of a pinned finding: the box, and the page around it for who has no JavaScript."""

    frame: Frame
    head: Head
    verdict: VerdictView
