"""
Hands something to the dashboard: one POST with a token, which nobody else may see.

The token is sent to the user's address and to no other: no redirection is followed, and no proxy is used for this
machine itself. It is sent in plain text only where the user allows that.
"""

from __future__ import annotations

import urllib.request
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from driftboard_reporter import __version__, patience
from driftboard_reporter.address import checked, is_loopback
from driftboard_reporter.answer import exchange, printable
from driftboard_reporter.errors import PushError, Unanswered

LONGEST = 120
"""The most that one push may take with all its steps, in seconds: a dashboard that answers byte by byte ends none."""


class Pushed(NamedTuple):
    """What the dashboard made of a release: a sentence, and the fingerprint by which it knows the release."""

    sentence: str
    fingerprint: str


def push(text: str, url: str, *, token: str, plain: bool = False) -> Pushed:
    """Hand a manifest over. Raises `PushError`."""
    answer = post(text, url, what="manifest", token=token, plain=plain)
    fingerprint = str(answer.get("fingerprint", ""))
    if not fingerprint:
        raise PushError(
            f"{_dashboard(url)} answered, but not as a dashboard does; is this the right address?"
        )
    sentence = f"{answer.get('label')} is {fingerprint[:8]}: {page(url, answer)}"
    return Pushed(printable(sentence), fingerprint)


def page(url: str, answer: dict[str, Any]) -> str:
    """The address of the page that an answer names. It is at the address of the user, whatever the answer says."""
    path = str(answer.get("page", "/"))
    return urljoin(url, path if path.startswith("/") and not path.startswith("//") else "/")


def post(text: str, url: str, *, what: str, token: str, plain: bool) -> dict[str, Any]:
    """
    Hand something over; returns the members of the answer. `what` names it in a sentence.

    Raises `PushError`, and `Unanswered` where another push would most likely wait in vain too. Either comes within
    `LONGEST` seconds.
    """
    parts = checked(url, plain=plain)
    content = text.encode()
    request = urllib.request.Request(  # noqa: S310 - http and https alone pass `checked`
        url,
        data=content,
        headers={
            "Content-Type": "application/json",
            "Accept": "application/json, application/problem+json",
            "User-Agent": f"driftboard-reporter/{__version__}",
        },
        method="POST",
    )
    # An unredirected header is not sent on, should a library below follow a redirection after all.
    request.add_unredirected_header("Authorization", f"Bearer {token}")
    handlers: list[Any] = [_NoRedirection()]
    if is_loopback(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    size = f"{what} of {len(content)} bytes"
    opener = urllib.request.build_opener(*handlers)
    dashboard = _dashboard(url)
    try:
        return patience.within(LONGEST, lambda: exchange(opener, request, dashboard, size))
    except patience.Over:
        raise Unanswered(
            f"{dashboard} did not take and answer the {size} within {LONGEST} seconds."
        ) from None


def _dashboard(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the token is meant for the user's address alone."""

    def redirect_request(self, *_: Any) -> None:
        """Return no request, which makes the redirection an error."""
