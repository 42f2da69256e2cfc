"""The frame of a page of a project: title, top bar, icon, and the preview of a link to it."""

from app.config import Project
from app.domain.english import cut
from app.web.layout.navigation import navigation
from app.web.layout.views import Frame, Link, PinnedBar
from app.web.urls import pages as addresses
from app.web.wording.moments import Times

MAX_PREVIEW_TITLE = 70
"""The length of the title of a preview, in characters; longer ones are cut."""

MAX_PREVIEW_TEXT = 180
"""The length of the text of a preview, in characters; longer ones are cut."""


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
    The frame of a page; the tab of the browser shows `title` and the project's name.

    `current` is the entry of the top bar that the page belongs to. `tone` is the verdict that colours the icon, empty
    for the neutral icon. `share` and `description` are the title and the text of a preview, cut to what previews show.
    `twin` is the address of the page as JSON, `canonical` its pinned address.
    """
    home = addresses.home(project.slug)
    return Frame(
        title=f"{title.rstrip('.')} · {project.name}",
        project=Link(project.name, home),
        navigation=navigation(home, current=current),
        favicon=f"favicon-{tone}" if tone else "favicon",
        share=cut(share, MAX_PREVIEW_TITLE),
        description=cut(description, MAX_PREVIEW_TEXT, times.as_of),
        twin=twin,
        canonical=canonical,
        pinned=pinned,
    )


def frame_in(project: Project | None, title: str, *, current: str = "") -> Frame:
    """The frame of a page that is about nothing of a project, in the project that the reader comes from."""
    home = None if project is None else addresses.home(project.slug)
    return Frame(
        title=title,
        project=None if project is None or home is None else Link(project.name, home),
        navigation=navigation(home, current=current),
    )
