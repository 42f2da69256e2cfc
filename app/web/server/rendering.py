"""Templates and answers. The one module that knows htmx's headers and how Jinja is set up."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_forceescape, do_mark_safe

from app.web.server.cdn import BrowserFile

IMMUTABLE = {"Cache-Control": "private, max-age=31536000, immutable"}
LIVE = {"Cache-Control": "private, no-cache"}

FLAG = re.compile(r"(?<![\w-])--[a-z][\w-]*")


def environment(templates: Path, *, static: str, files: Iterable[BrowserFile]) -> Environment:
    """Jinja, strict: an unknown name is an error, everything is escaped. `static` is where the static files are."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["whole"] = whole
    made.globals["static"] = static
    made.globals["browser_files"] = tuple(files)
    return made


def whole(text: str) -> str:
    """Plain words as HTML in which no line ends within a flag: a browser may break `--fake` after its dashes."""
    return do_mark_safe(FLAG.sub(r'<span class="whole">\g<0></span>', str(do_forceescape(text))))


def page(
    request: Request, name: str, view: Any, *, status: int = 200, headers: Mapping[str, str] = LIVE
) -> Response:
    """A whole page, or a fragment that has an address of its own."""
    jinja: Environment = request.app.state.site.jinja
    return HTMLResponse(jinja.get_template(name).render(view=view), status_code=status, headers=dict(headers))


def twin(content: Mapping[str, Any], *, headers: Mapping[str, str] = LIVE) -> Response:
    """The JSON of a page."""
    return JSONResponse(content, headers=dict(headers))


def pushed(address: str) -> Mapping[str, str]:
    """What htmx writes into the address bar for this answer; nobody else looks at it."""
    return {"HX-Push-Url": address}


def wants_part(request: Request) -> bool:
    """Whether htmx asks, so that an error goes into the notice; such an answer says `Vary: HX-Request`."""
    return request.headers.get("HX-Request") == "true"
