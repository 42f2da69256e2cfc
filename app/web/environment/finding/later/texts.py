"""The texts of a pinned finding as files: made when they are asked for, with what is known then."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.environment.finding.dependencies import PinnedFinding, PinnedParts
from app.web.environment.finding.later.why import why_parts
from app.web.environment.finding.share.message import message
from app.web.environment.finding.share.told import Told
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.finding import PINNED_FINDING_PATH
from app.web.wording import messages
from app.web.wording.messages import Message

router = APIRouter(route_class=OneThread)


def pinned_message(finding: PinnedFinding, parts: PinnedParts, site: CurrentSite) -> Message:
    """
    The message of a pinned finding, with what is known by now of its cause and of other environments.

    Raises `NotFound` for one that this Driftboard does not report any more.
    """
    if not finding.is_reported:
        raise NotFound("Driftboard does not report this finding any more, so there is no text of it.")
    with site.store.reading() as session:
        later = Told.of(why_parts(session, finding, now=site.now()))
    return message(finding, Told(Told.of(parts).since, later.commit, later.also))


PinnedMessage = Annotated[Message, Depends(pinned_message)]


@router.get(PINNED_FINDING_PATH + ".md")
def pinned_markdown(request: Request, said: PinnedMessage) -> Response:
    return rendering.text(messages.markdown(said, rendering.public_url(request)), "text/markdown")


@router.get(PINNED_FINDING_PATH + ".slack.txt")
def pinned_slack(request: Request, said: PinnedMessage) -> Response:
    return rendering.text(messages.slack(said, rendering.public_url(request)), "text/plain")
