"""The runbook: every code by severity, and one page for each. It speaks of no environment; its keys are made up."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain import english
from app.domain.findings import SEVERITY_WORDS, Code, Severity
from app.domain.runbook import EXAMPLES
from app.web.findings.ways_out import EntryView, entry
from app.web.layout.frame import DESCRIPTION
from app.web.layout.navigation import navigation
from app.web.layout.views import Fact, Frame, Head, Link
from app.web.runbook.document import FORMAT, document
from app.web.runbook.views import Chapter, EntryPage, RunbookPage
from app.web.server import rendering
from app.web.server.errors import Moved, NotFound
from app.web.server.site import Site, SiteOf
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text

router = APIRouter()

EXAMPLE = "The keys are an example’s."


@router.get("/runbook.json")
def all_as_json() -> Response:
    return rendering.twin({"format": FORMAT, "entries": [document(code) for code in Code]})


@router.get("/runbook")
def all_codes(request: Request, site: SiteOf) -> Response:
    headline = f"{english.count(len(Code), 'code')}: what each means, how to check it, and the ways out."
    chapters = tuple(
        Chapter(f"d{severity}xx", f"D{severity}xx: {title}", _entries(severity))
        for severity, title in SEVERITY_WORDS.items()
    )
    frame = _frame(site, "Runbook", headline, twin=addresses.runbook() + ".json")
    facts = (Fact("A code never changes its meaning."), Fact(EXAMPLE))
    return rendering.page(
        request, "runbook/page.html", RunbookPage(frame, Head(text.plain(headline), facts), chapters)
    )


@router.get("/runbook/{asked}.json")
def one_as_json(asked: str) -> Response:
    return rendering.twin({"format": FORMAT} | document(_code(asked, ".json")))


@router.get("/runbook/{asked}")
def one_code(request: Request, asked: str, site: SiteOf) -> Response:
    code = _code(asked)
    shown = entry(replace(EXAMPLES, code=code))
    home = addresses.runbook()
    head = Head(
        shown.sentence,
        (Fact(shown.consequence), Fact(EXAMPLE)),
        name=f"{code.value} {shown.title}",
        crumbs=(Link("Runbook", home), Link(SEVERITY_WORDS[code.severity], f"{home}#d{code.severity}xx")),
    )
    frame = _frame(site, f"{code.value} {shown.title}", shown.meaning, twin=addresses.runbook(code) + ".json")
    return rendering.page(request, "runbook/entry_page.html", EntryPage(frame, head, shown))


def _code(asked: str, ending: str = "") -> Code:
    """The code of an address; its word, or other letters, move to the number."""
    for code in Code:
        if asked == code.value:
            return code
        if asked.lower() in (code.value.lower(), code.word):
            raise Moved(addresses.runbook(code.value) + ending)
    known = (entry(replace(EXAMPLES, code=code)) for code in Code)
    links = [Link(f"{one.code} {one.title}", one.href) for one in known]
    raise NotFound(f"There is no code {asked}.", explanation="These are known:", links=links)


def _entries(severity: Severity) -> tuple[EntryView, ...]:
    return tuple(entry(replace(EXAMPLES, code=code)) for code in Code if code.severity is severity)


def _frame(site: Site, title: str, description: str, *, twin: str) -> Frame:
    """The runbook belongs to no project; where there is one only, the top bar leads to it."""
    project, home = None, None
    if len(site.settings.projects) == 1:
        (only,) = site.settings.projects
        home = addresses.home(only.slug)
        project = Link(only.name, home)
    return Frame(
        title=title,
        project=project,
        navigation=navigation(home, current="Runbook"),
        share=title,
        description=english.cut(description, DESCRIPTION),
        twin=twin,
        canonical=twin.removesuffix(".json"),
    )
