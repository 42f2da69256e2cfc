"""The addresses of the fleet and the runbook, and what follows a path."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from app.web.urls.segments import second, short, word

Query = Iterable[tuple[str, str | None]]


def runbook(code: str | None = None) -> str:
    """The runbook, or its page of one code."""
    return "/runbook" if code is None else f"/runbook/{code}"


def home(project: str) -> str:
    """The live fleet."""
    return f"/{project}"


def fleet(project: str, moment: datetime, *, label: str, release: str, query: Query = ()) -> str:
    """The pinned fleet: what had been received by that second, against one release."""
    path = f"/{project}/fleet/at/{second(moment)}/against/{word(label)}~{short(release)}"
    return path + query_string(query)


def query_string(query: Query) -> str:
    """`?name=value&…`; parameters without a value are left out, and nothing at all is empty."""
    pairs = [(name, value) for name, value in query if value]
    return f"?{urlencode(pairs)}" if pairs else ""


def with_query(path: str, query: Query) -> str:
    """A path and its parameters; empty ones are left out."""
    return path + query_string(query)
