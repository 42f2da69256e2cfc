"""The addresses of what is known later of a pinned finding; its page loads them as fragments."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain import runbook
from app.web.environment.finding.dependencies import PinnedFinding
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.frame import crumbs, finding_frame
from app.web.environment.finding.later import document
from app.web.environment.finding.later.now import NowBox, box, line
from app.web.environment.finding.later.views import LaterPage
from app.web.environment.finding.later.why import why_parts
from app.web.environment.finding.parts import Parts
from app.web.layout.now import with_line
from app.web.layout.views import Link
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.finding import PINNED_FINDING_PATH
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

router = APIRouter(route_class=OneThread)


def now_box(finding: PinnedFinding, site: CurrentSite) -> NowBox:
    """What is true now of a pinned finding."""
    with site.store.reading() as session:
        return box(session, finding, now=site.now())


def later_parts(finding: PinnedFinding, site: CurrentSite) -> Parts:
    """What is known now of a pinned finding, beside its page."""
    with site.store.reading() as session:
        return why_parts(session, finding, now=site.now())


Now = Annotated[NowBox, Depends(now_box)]
Later = Annotated[Parts, Depends(later_parts)]


@router.get(PINNED_FINDING_PATH + "/now.json")
def pinned_now_twin(now: Now) -> Response:
    return rendering.twin(document.now_document(now))


@router.get(PINNED_FINDING_PATH + "/now")
def pinned_now(request: Request, finding: PinnedFinding, now: Now) -> Response:
    return rendering.page(request, "finding/now_page.html", _page(finding, "now", box=now))


@router.get(PINNED_FINDING_PATH + "/why.json")
def pinned_why_twin(parts: Later) -> Response:
    return rendering.twin(document.later_parts(parts))


@router.get(PINNED_FINDING_PATH + "/why")
def pinned_why(request: Request, finding: PinnedFinding, parts: Later) -> Response:
    return rendering.page(request, "finding/why_page.html", _page(finding, "why", parts=parts))


def _page(
    facts: FindingFacts, name: str, *, box: NowBox | None = None, parts: Parts | None = None
) -> LaterPage:
    frame = replace(finding_frame(facts), twin=facts.address.part(f"{name}.json"))
    if box is not None:
        frame = with_line(frame, line(box))
    return LaterPage(frame, crumbs(facts), _back(facts), _sentence(facts), box, parts)


def _back(facts: FindingFacts) -> Link:
    return Link(f"{facts.finding.code.value} {facts.finding.subject}", facts.address.page())


def _sentence(facts: FindingFacts) -> Text:
    if not facts.is_reported:
        return text.with_keys(str(facts.finding.subject), [facts.finding.subject])
    return text.of(facts.finding, runbook.sentence(facts.finding, facts.circumstances))
