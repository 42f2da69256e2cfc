"""
The endpoints of the runbook: all codes by severity, and a page for each.

It belongs to no environment, so its sentences name the migrations of an example.
"""

from dataclasses import replace
from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Project
from app.domain import english
from app.domain.findings import SEVERITY_WORDS, Code
from app.web.findings.ways_out import general_entry
from app.web.layout.frame import MAX_PREVIEW_TEXT, frame_in
from app.web.layout.views import Fact, Frame, Head, Link
from app.web.pictures import kept_png
from app.web.runbook import preview
from app.web.runbook.dependencies import Origin
from app.web.runbook.document import FORMAT, document
from app.web.runbook.seen import seen_now
from app.web.runbook.views import Chapter, EntryPage, RunbookPage
from app.web.server import rendering
from app.web.server.errors import Moved, NotFound
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text

router = APIRouter(route_class=OneThread)

EXAMPLE_NOTE = "The migration names are examples."
HEADLINE = f"{english.count(len(Code), 'code')}: what each means, how to check it, and the ways out."
"""The sentence over all codes."""


@router.get("/runbook.json")
def all_as_json() -> Response:
    return rendering.twin({"format": FORMAT, "entries": [document(code) for code in Code]})


@router.get("/runbook")
def all_codes(request: Request, project: Origin) -> Response:
    frame = _frame(project, "Runbook", HEADLINE, twin=addresses.runbook() + ".json")
    facts = (Fact("A code never changes its meaning."), Fact(EXAMPLE_NOTE))
    return rendering.page(
        request, "runbook/page.html", RunbookPage(frame, Head(text.plain(HEADLINE), facts), _chapters())
    )


@router.get("/runbook/preview.png")
def picture_of_all() -> Response:
    return rendering.png(kept_png(preview.picture_of_all(HEADLINE)))


@router.get("/runbook/{code_text}/preview.png")
def picture_of_one(code_text: str) -> Response:
    return rendering.png(kept_png(preview.picture(_code(code_text, "/preview.png"))))


@router.get("/runbook/{code_text}.json")
def one_as_json(code_text: str) -> Response:
    return rendering.twin({"format": FORMAT} | document(_code(code_text, ".json")))


@router.get("/runbook/{code_text}")
def one_code(request: Request, code_text: str, site: CurrentSite, project: Origin) -> Response:
    code = _code(code_text)
    view = general_entry(code)
    home = addresses.runbook()
    head = Head(
        view.sentence,
        (Fact(view.consequence), Fact(EXAMPLE_NOTE)),
        name=f"{code.value} {view.title}",
        crumbs=(Link("Runbook", home), Link(SEVERITY_WORDS[code.severity], f"{home}#d{code.severity}xx")),
    )
    frame = _frame(
        project, f"{code.value} {view.title}", view.meaning, twin=addresses.runbook(code) + ".json"
    )
    with site.store.reading() as session:
        seen = seen_now(session, site, code)
    return rendering.page(request, "runbook/entry_page.html", EntryPage(frame, head, view, seen))


def _code(code_text: str, ending: str = "") -> Code:
    """
    The code that an address names.

    Raises `Moved` to the canonical address for a code in small letters or by its word, such as `missing-dependency`;
    `NotFound` for an unknown one. `ending` is what follows the code in the address.
    """
    for code in Code:
        if code_text == code.value:
            return code
        if code_text.lower() in (code.value.lower(), code.word):
            raise Moved(addresses.runbook(code.value) + ending)
    entries = (general_entry(code) for code in Code)
    links = [Link(f"{view.code} {view.title}", view.href) for view in entries]
    raise NotFound(f"There is no code {code_text}.", explanation="These are known:", links=links)


@cache
def _chapters() -> tuple[Chapter, ...]:
    """All codes by severity: the same for everybody, so they are made once."""
    return tuple(
        Chapter(
            f"d{severity}xx",
            f"D{severity}xx: {title}",
            tuple(general_entry(code) for code in Code if code.severity is severity),
        )
        for severity, title in SEVERITY_WORDS.items()
    )


def _frame(project: Project | None, title: str, description: str, *, twin: str) -> Frame:
    """The frame of a page of the runbook; the top bar leads to the project that the reader comes from."""
    return replace(
        frame_in(project, title, current="Runbook"),
        share=title,
        description=english.cut(description, MAX_PREVIEW_TEXT),
        twin=twin,
        canonical=twin.removesuffix(".json"),
    )
