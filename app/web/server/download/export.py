"""A pinned page for a command: as one file, or as what stands below its address."""

import json
import re

from starlette.types import ASGIApp

from app.web.server.download.answer import Answer, answer_of
from app.web.server.download.single_file import NotPinned, pictures_in, single_file
from app.web.urls.pages import below

MAX_REDIRECTS = 3

CANONICAL = re.compile(r"<link rel=\"canonical\" href=\"([^\"]*)\"")


async def exported(app: ASGIApp, address: str, ending: str, *, public: str) -> bytes | str:
    """
    The content of a file, or a sentence that says why there is none and what to do.

    `ending` is what follows the address of the page: empty for the page itself. `public` is the address of the
    dashboard, empty where nobody says it.
    """
    page = await answer_of(app, address)
    for _ in range(MAX_REDIRECTS):
        if page.status in (307, 308):
            address = page.headers["location"]
            page = await answer_of(app, address)
    if not page.is_page:
        return await _problem(app, address, page)
    html = page.content.decode("utf-8")
    pictures = {picture: (await answer_of(app, picture)).content for picture in pictures_in(html)}
    try:
        file = single_file(html, address, public=public, pictures=pictures)
    except NotPinned:
        return _not_pinned(html)
    if not ending:
        return file.encode("utf-8")
    below_it = await answer_of(app, below(address, ending))
    if below_it.status != 200:
        return f"Only a finding has that: {address} is another page. Take .html or .png."
    return below_it.content


async def _problem(app: ASGIApp, address: str, page: Answer) -> str:
    """The sentence of an error: that of the same address as JSON."""
    answer = await answer_of(app, below(address, ".json"))
    is_document = answer.headers.get("content-type") == "application/json"
    document = json.loads(answer.content) if is_document else {}
    said = document.get("sentence") or f"The dashboard answers {page.status} there."
    return f"{said} Take the address from “Copy pinned link” of a page."


def _not_pinned(html: str) -> str:
    canonical = CANONICAL.search(html)
    pinned = f" As it is now, it is pinned at {canonical[1].replace('&amp;', '&')}" if canonical else ""
    return f"Only a pinned page can be exported: what another one shows changes.{pinned}"
