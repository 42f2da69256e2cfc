"""The box of the page that offers the finding to a channel."""

from dataclasses import dataclass

from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.share.message import message
from app.web.environment.finding.share.told import Told
from app.web.layout.views import Link
from app.web.urls.pages import below
from app.web.wording import messages

FILES = (
    ("the page", "/download.html"),
    ("the picture", "/preview.png"),
    ("Markdown", ".md"),
    ("Slack", ".slack.txt"),
)
"""What of a pinned finding is a file too, and what follows the page in its address."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """`link` is the address to copy; `markdown` and `slack` are whole texts. Only a pinned finding has `files`."""

    link: str
    markdown: str
    slack: str
    files: tuple[Link, ...] = ()


def share(facts: FindingFacts, told: Told, public: str) -> ShareView:
    """The box. `public` is the address of the dashboard, before the path of a page."""
    said = message(facts, told)
    return ShareView(
        said.href,
        messages.markdown(said, public),
        messages.slack(said, public),
        tuple(Link(name, below(said.href, ending)) for name, ending in FILES) if facts.pinned else (),
    )
