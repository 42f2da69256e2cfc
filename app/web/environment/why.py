"""Why one environment is as it is: a page of its own, of which pinned pages show the part that they may not keep."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment.dependencies import LIVE_PATH, PINNED_PATH, Found, Now, Pinned
from app.web.environment.head import frame, head
from app.web.environment.query import ViewOptions
from app.web.findings.reasons import Reasons, known, reasons
from app.web.layout.views import Frame, Head, Link
from app.web.server import rendering
from app.web.server.site import Site, SiteOf
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

router = APIRouter()


@dataclass(frozen=True, slots=True)
class WhyPage:
    """What is known of the findings of one environment; `nothing` says so where that is all."""

    frame: Frame
    head: Head
    reasons: Reasons
    nothing: Text


@router.get(PINNED_PATH + "/why")
def pinned_why(request: Request, found: Pinned, site: SiteOf) -> Response:
    return rendering.page(request, "environment/why_page.html", _page(found, site))


@router.get(LIVE_PATH + "/why")
def live_why(request: Request, found: Now, site: SiteOf) -> Response:
    return rendering.page(request, "environment/why_page.html", _page(found, site))


def _page(found: Found, site: Site) -> WhyPage:
    facts, address = found
    with site.store.reading() as session:
        said = known(session, facts.project.slug, facts.drift, where=facts.place.slug)
    shown = reasons(facts, said)
    back = Link(facts.place.slug, address.page())
    about = head(facts, ViewOptions.of(view=None, focus=None, form=None, rows=None))
    return WhyPage(
        frame(facts, address),
        Head(about.headline, about.facts, about.verdict, about.name, (*about.crumbs, back)),
        shown,
        text.plain("" if shown.reasons else "The history of the code says nothing about it."),
    )
