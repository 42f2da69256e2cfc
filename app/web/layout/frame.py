"""The frame of a page of a project: its title, the top bar, the icon, and what a preview of its link says."""

from app.config import Project
from app.domain.english import cut
from app.web.layout.navigation import navigation
from app.web.layout.views import Frame, Link, PinnedBar
from app.web.urls import pages as addresses
from app.web.wording.moments import Times

SHARE = 70
"""Characters of the title of a preview."""

DESCRIPTION = 180
"""Characters of the text of a preview."""


def frame(  # noqa: PLR0913 - all that a frame shows
    project: Project,
    title: str,
    *,
    current: str,
    share: str,
    description: str,
    times: Times,
    tone: str = "",
    twin: str,
    canonical: str | None = None,
    pinned: PinnedBar | None = None,
) -> Frame:
    """
    The frame of a page whose tab says `title` and the project's name.

    `current` is the entry of the top bar that is shown, `tone` the verdict of the icon, empty for the neutral one.
    `share` and `description` are cut to what previews show; `twin` is the page as JSON.
    """
    home = addresses.home(project.slug)
    return Frame(
        title=f"{title.rstrip('.')} · {project.name}",
        project=Link(project.name, home),
        navigation=navigation(home, current=current),
        favicon=f"favicon-{tone}" if tone else "favicon",
        share=cut(share, SHARE),
        description=cut(description, DESCRIPTION, times.as_of),
        twin=twin,
        canonical=canonical,
        pinned=pinned,
    )
