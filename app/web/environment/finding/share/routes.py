"""The preview picture of a pinned finding, and its texts as files."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment.finding.dependencies import PinnedFinding
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.share import preview
from app.web.environment.finding.share.message import message
from app.web.environment.finding.share.view import MARKDOWN, SLACK
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.rendering import IMMUTABLE
from app.web.urls.finding import PINNED_FINDING_PATH
from app.web.wording import messages
from app.web.wording.messages import Message

router = APIRouter()


@router.get(PINNED_FINDING_PATH + "/preview.png")
def pinned_picture(finding: PinnedFinding) -> Response:
    return rendering.png(kept_png(preview.picture(finding)), headers=IMMUTABLE)


@router.get(PINNED_FINDING_PATH + MARKDOWN)
def pinned_markdown(request: Request, finding: PinnedFinding) -> Response:
    text = messages.markdown(_message(finding), rendering.public_url(request))
    return rendering.text(text, "text/markdown")


@router.get(PINNED_FINDING_PATH + SLACK)
def pinned_slack(request: Request, finding: PinnedFinding) -> Response:
    text = messages.slack(_message(finding), rendering.public_url(request))
    return rendering.text(text, "text/plain")


def _message(facts: FindingFacts) -> Message:
    """The message of a pinned finding, which always has one: its address names history and release."""
    said = message(facts)
    assert said is not None  # noqa: S101 - for the type checker
    return said
