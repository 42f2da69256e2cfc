"""The pages of what is known later, as their templates show them."""

from dataclasses import dataclass

from app.web.environment.finding.later.now import NowBox
from app.web.environment.finding.parts import Parts
from app.web.layout.views import Frame, Link
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class LaterPage:
    """One of the pages: `back` leads to the finding, `sentence` that of the finding. It has a `box` or `parts`."""

    frame: Frame
    crumbs: tuple[Link, ...]
    back: Link
    sentence: Text
    box: NowBox | None = None
    parts: Parts | None = None
