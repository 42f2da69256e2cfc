"""The preview picture of a pinned pair."""

from app.web.compare.views import ComparePage
from app.web.pictures import Picture


def picture(page: ComparePage) -> Picture:
    """The sentence, and the parts of the bar."""
    place = " and ".join(side.link.text for side in page.sides)
    project = page.frame.project.text if page.frame.project else ""
    return Picture(place, page.head.words, project, tuple(part.text for part in page.bar)[:2])
