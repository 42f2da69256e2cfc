"""Templates and documents as responses. Only this module knows the headers of htmx and the settings of Jinja."""

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_forceescape, do_mark_safe

from app.reader import go_on
from app.web.layout.navigation import project_switch
from app.web.layout.settings_notices import settings_notices
from app.web.server.cdn import BrowserFile
from app.web.server.door import WITHIN
from app.web.server.fragments import Fragments
from app.web.urls.pages import below, path_of

IMMUTABLE = {"Cache-Control": "private, max-age=31536000, immutable"}
LIVE = {"Cache-Control": "private, no-cache"}

HYPHENATED = re.compile(r"(?<![\w-])(?:--[a-z][\w-]*|(?=[\w-]{3,24}(?![\w-]))\w+(?:-\w+)+)")
"""An option of a command in a sentence, `--fake`, and the name of an environment that is not long, `sandbox-3`."""

WORD_END = re.compile(r"(?<=[_.])(?=[^_.])")
"""Where a word of a key ends and another begins. No character reference, such as `&amp;`, has one of these signs."""


def environment(templates: Path, *, static: str, files: Iterable[BrowserFile]) -> Environment:
    """Jinja: an unknown name is an error, everything is escaped. `static` is the address of the static files."""
    jinja = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    jinja.filters["whole"] = whole
    jinja.filters["breakable"] = breakable
    jinja.filters["below"] = below
    jinja.filters["number"] = "{:,}".format
    jinja.globals["project_switch"] = project_switch
    jinja.globals["static"] = static
    jinja.globals["browser_files"] = tuple(files)
    jinja.globals["kept"] = Fragments(jinja).html
    return jinja


def whole(text: str) -> str:
    """A text as HTML that keeps `--fake` and `sandbox-3` on one line; browsers may break them after their dashes."""
    return do_mark_safe(HYPHENATED.sub(r'<span class="whole">\g<0></span>', str(do_forceescape(text))))


def breakable(name: str) -> str:
    """A part of a key as HTML that may go on in a new line after each `_` and `.`, where it is too long for one."""
    return do_mark_safe(WORD_END.sub("<wbr>", str(do_forceescape(name))))


def page(
    request: Request, name: str, view: Any, *, status: int = 200, headers: Mapping[str, str] = LIVE
) -> Response:
    """
    A template as response: a whole page, or a fragment that has an address of its own.

    While the frame has something to say of the settings, no page is kept for ever.
    """
    go_on()
    jinja: Environment = request.app.state.dashboard.jinja
    current = request.app.state.dashboard.current
    listening = request.app.state.dashboard.listening
    is_open = WITHIN not in request.scope and listening is not None and listening.is_open(current.settings)
    notices = tuple(settings_notices(current.state))
    html = jinja.get_template(name).render(
        view=view,
        settings_notices=notices,
        is_open=is_open,
        public=public_url(request),
        here=_here(request),
        projects=current.settings.projects,
        path=request.scope["path"],
    )
    return _sent_once(request, html, status, {**headers, **(LIVE if notices or is_open else {})})


def _sent_once(request: Request, html: str, status: int, headers: Mapping[str, str]) -> Response:
    """A page, or 304 without content where the browser has this very page: its tag is a hash of all of it."""
    content = _encoded(html)
    if status != HTTPStatus.OK:
        return HTMLResponse(content, status, headers=dict(headers))
    tag = f'"{blake2b(content, digest_size=16).hexdigest()}"'
    if _has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**headers, "ETag": tag})
    return HTMLResponse(content, status, headers={**headers, "ETag": tag})


def _encoded(text: str) -> bytes:
    r"""A text as bytes. Half of a character, which UTF-8 cannot write, becomes `\ud800`: JSON reads it as it was."""
    return text.encode("utf-8", "backslashreplace")


def _here(request: Request) -> str:
    """The address of the page that is asked for: its path with its query."""
    query = request.scope["query_string"].decode("ascii", "ignore")
    return path_of(request.scope["path"]) + (f"?{query}" if query else "")


def public_url(request: Request) -> str:
    """The address of the dashboard, before the path of a page: that of the settings, else that of the request."""
    return request.app.state.dashboard.current.settings.public_url or str(request.base_url).rstrip("/")


def png(content: bytes, *, headers: Mapping[str, str] = LIVE) -> Response:
    """A picture as response."""
    return Response(content, media_type="image/png", headers=dict(headers))


def text(content: str, media_type: str, *, headers: Mapping[str, str] = LIVE) -> Response:
    """A text as response. It is not kept for ever, as the address of the dashboard in it may change."""
    return Response(_encoded(content), media_type=f"{media_type}; charset=utf-8", headers=dict(headers))


def twin(content: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] = LIVE) -> Response:
    """A document as response: the JSON of a page."""
    return _json(content, status, "application/json", headers)


def tagged(request: Request, content: Mapping[str, Any]) -> Response:
    """A document as response, or 304 without content where the client has this very one: its tag is a hash of it."""
    response = twin(content)
    tag = f'"{blake2b(bytes(response.body), digest_size=16).hexdigest()}"'
    if _has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**LIVE, "ETag": tag})
    response.headers["ETag"] = tag
    return response


def named_for_ever(request: Request, fingerprint: str, pieces: Iterable[str]) -> Response:
    """A document that its fingerprint names, sent piece by piece; 304 without content where the client has it."""
    headers = {**IMMUTABLE, "ETag": f'"{fingerprint}"'}
    if _has(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return StreamingResponse(map(_encoded, pieces), media_type="application/json", headers=headers)


def _has(request: Request, tag: str) -> bool:
    """Whether the client has the document with this tag."""
    return tag in re.findall(r'"[^"]*"', request.headers.get("If-None-Match", ""))


def problem(content: Mapping[str, Any], *, status: int) -> Response:
    """A problem document (RFC 9457) as response: the answer to a program whose request is refused."""
    return _json(content, status, "application/problem+json", LIVE)


def _json(content: Mapping[str, Any], status: int, media_type: str, headers: Mapping[str, str]) -> Response:
    document = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(_encoded(document), status, dict(headers), media_type)


def pushed_address(address: str) -> Mapping[str, str]:
    """The header that tells htmx which address to show in the address bar."""
    return {"HX-Push-Url": address}


IN_NOTICE = {
    "HX-Retarget": "#notice",
    "HX-Reswap": "innerHTML",
    "HX-Reselect": "unset",
    "HX-Push-Url": "false",
}
"""The headers that tell htmx to show an error in the notice and to leave page and address as they are."""


def wants_part(request: Request) -> bool:
    """Whether htmx sent the request: it wants a part of a page. The response then needs `Vary: HX-Request`."""
    return request.headers.get("HX-Request") == "true"
