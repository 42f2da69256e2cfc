"""The box of the page that offers the finding to a channel."""

from dataclasses import dataclass

from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.share.message import message
from app.web.urls.pages import below
from app.web.wording import messages

MARKDOWN, SLACK = ".md", ".slack.txt"
"""What the addresses of the texts end with."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """`markdown` and `slack` are the whole texts, `markdown_file` and `slack_file` the addresses of the same texts."""

    markdown: str
    slack: str
    markdown_file: str
    slack_file: str


def share(facts: FindingFacts, public: str) -> ShareView | None:
    """The box; None where no pinned address names the finding. `public` is the address of the dashboard."""
    said = message(facts)
    if said is None:
        return None
    return ShareView(
        messages.markdown(said, public),
        messages.slack(said, public),
        below(said.href, MARKDOWN),
        below(said.href, SLACK),
    )
