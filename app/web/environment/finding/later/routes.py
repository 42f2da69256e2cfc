"""The addresses of what is known later of a pinned finding; its page loads them as fragments."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain import runbook
from app.web.environment.finding.dependencies import PinnedFinding
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.frame import crumbs, finding_frame
from app.web.environment.finding.later.now import box
from app.web.environment.finding.later.views import LaterPage
from app.web.environment.finding.later.why import why_parts
from app.web.layout.views import Link
from app.web.server import rendering
from app.web.server.site import CurrentSite
from app.web.urls.finding import PINNED_FINDING_PATH
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

router = APIRouter()


@router.get(PINNED_FINDING_PATH + "/now")
def pinned_now(request: Request, finding: PinnedFinding, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        found = box(session, finding, now=site.now())
    page = LaterPage(finding_frame(finding), crumbs(finding), _back(finding), _sentence(finding), found)
    return rendering.page(request, "finding/now_page.html", page)


@router.get(PINNED_FINDING_PATH + "/why")
def pinned_why(request: Request, finding: PinnedFinding, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        parts = why_parts(session, finding, now=site.now())
    page = LaterPage(finding_frame(finding), crumbs(finding), _back(finding), _sentence(finding), parts=parts)
    return rendering.page(request, "finding/why_page.html", page)


def _back(facts: FindingFacts) -> Link:
    return Link(f"{facts.finding.code.value} {facts.finding.subject}", facts.address.page())


def _sentence(facts: FindingFacts) -> Text:
    if not facts.is_reported:
        return text.with_keys(str(facts.finding.subject), [facts.finding.subject])
    return text.of(facts.finding, runbook.sentence(facts.finding, facts.circumstances))
