"""The addresses of the fleet, the runbook and "Go to…", and query strings."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, urlencode

from app.web.urls.labels import pinned_segment
from app.web.urls.segments import second

PINNED_FLEET_PATH = "/{project}/fleet/at/{moment}/against/{against}"
"""The pattern of the routes of a pinned fleet."""

HALVES = "backslashreplace"
"""What becomes of halves of characters."""

Query = Iterable[tuple[str, str | None]]


def runbook(code: str | None = None) -> str:
    """The page of the runbook, or its page of one code."""
    return "/runbook" if code is None else f"/runbook/{code}"


def home(project: str) -> str:
    """The page of the live fleet, which is the home page of a project."""
    return f"/{project}"


def go(project: str | None = None, text: str = "") -> str:
    """The page that finds anything by its name, in one project or in all; with a text what it finds for that."""
    return with_query("/go" if project is None else f"/{project}/go", [("q", text)])


def fleet(project: str, moment: datetime, *, label: str, release: str, query: Query = ()) -> str:
    """The page of a pinned fleet: what had been received by that second, against one release."""
    against = pinned_segment(label, release)
    path = PINNED_FLEET_PATH.format(project=project, moment=second(moment), against=against)
    return path + query_string(query)


def query_string(query: Query) -> str:
    r"""
    `?name=value&…` without the parameters that have no value; empty if none is left.

    Half of a character, which no address holds, is written `\ud800`, as on the pages.
    """
    pairs = [(name, value) for name, value in query if value]
    return f"?{urlencode(pairs, errors=HALVES)}" if pairs else ""


def path_of(text: str) -> str:
    """The path of a request as addresses write it."""
    return quote(text, safe="/=~:@!$&'()*+,;", errors=HALVES)


def below(address: str, name: str) -> str:
    """What stands below a page under this name, with the page's query string: `/preview.png`, `.md`."""
    path, mark, query = address.partition("?")
    return f"{path}{name}{mark}{query}"


def with_query(path: str, query: Query) -> str:
    """A path with its query string."""
    return path + query_string(query)
