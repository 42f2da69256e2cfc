"""
Hands something to the dashboard: one POST with a token, which nobody else may see.

The token comes from a variable or a file, never from the command line, which every process of the machine can read. It
is sent to the user's address and to no other: no redirection is followed, and no proxy is used for this machine itself.
It is sent in plain text only where the user allows that.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import re
import socket
import time
import urllib.error
import urllib.request
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from driftboard_reporter import __version__, patience
from driftboard_reporter.errors import PushError, Unanswered

TOKEN = "DRIFTBOARD_TOKEN"  # noqa: S105 - the variable's name
TIMEOUT = 30
"""The most that each step of a connection may take, in seconds."""

LONGEST = 120
"""The most that one push may take with all its steps, in seconds: a dashboard that answers byte by byte ends none."""

BUSY = (429, 502, 503, 504)
"""The answers of a dashboard that is busy, and of a proxy before one that restarts."""

WAITS = (1, 3)
"""Before a busy dashboard is asked again, in seconds."""

LONGEST_WAIT = 30
"""A dashboard that asks for a longer wait is not asked again, in seconds."""

TIMEOUTS = (TimeoutError, socket.timeout)
"""Two kinds before Python 3.10."""

CLOSED = (BrokenPipeError, ConnectionResetError)
"""A server that was reached hung up."""

MAX_ANSWER_BYTES = 4_000_000
"""The rest of a longer answer is not read."""

MAX_TOKEN_LENGTH = 65_536
"""The rest of a longer file with a token is not read, in characters."""


def token(file: str | None) -> str:
    """The token in a file, else in the variable. Raises `PushError`, whose message never holds it."""
    origin = f"the file {file}" if file else f"the variable {TOKEN}"
    if file:
        try:
            with open(file, encoding="utf-8") as opened:  # noqa: PTH123 - the path as the user gave it
                token = opened.read(MAX_TOKEN_LENGTH)
        except OSError as error:
            raise PushError(f"The token cannot be read from {file}: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise PushError(f"The file {file} holds no token: it is not text.") from None
    else:
        token = os.environ.get(TOKEN, "")
    token = token.strip()
    if not token:
        raise PushError(f"There is no token in {origin}; `driftboard tokens create PROJECT` makes one.")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise PushError(f"What stands in {origin} is no token: it has characters that none has.")
    return token


def checked_address(url: str, *, plain: bool) -> SplitResult:
    """The parts of the dashboard's address. Raises `PushError` where no token may be sent there."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        parts.port  # noqa: B018 - raises for what is no number
    except ValueError:
        raise PushError("The address to push to is no address.") from None
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise PushError("The address to push to has characters that no address has.")
    if parts.scheme not in ("http", "https") or not host:
        raise PushError("The address to push to begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise PushError(f"The address to push to holds a user or a password; give the token in {TOKEN}.")
    if parts.scheme == "http" and not plain and not _is_loopback(host):
        raise PushError(
            f"A token would travel to {host} in plain text; use https://, or allow it with --allow-plain-http."
        )
    return parts


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
    parts = checked_address(url, plain=plain)
    content = text.encode()
    request = urllib.request.Request(  # noqa: S310 - http and https alone pass `checked_address`
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
    if _is_loopback(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    size = f"{what} of {len(content)} bytes"
    opener = urllib.request.build_opener(*handlers)
    dashboard = _dashboard(url)
    try:
        return patience.within(LONGEST, lambda: _exchange(opener, request, dashboard, size))
    except patience.Over:
        raise Unanswered(
            f"{dashboard} did not take and answer the {size} within {LONGEST} seconds."
        ) from None


def _exchange(
    opener: urllib.request.OpenerDirector, request: urllib.request.Request, dashboard: str, size: str
) -> dict[str, Any]:
    """The members of the answer to a request. Raises `PushError`."""
    try:
        with _open(opener, request) as response:
            return _members(_content(response))
    except urllib.error.HTTPError as error:
        with error:
            kind = Unanswered if error.code in BUSY else PushError
            raise kind(_rejection(error, dashboard)) from None
    except urllib.error.URLError as error:
        kind = Unanswered if isinstance(error.reason, TIMEOUTS) else PushError
        failed = "did not answer" if isinstance(error.reason, CLOSED) else "cannot be reached"
        raise kind(f"{dashboard} {failed}: {_reason(error.reason, size)}.") from None
    except TIMEOUTS as error:
        raise Unanswered(f"{dashboard} did not answer: {_reason(error, size)}.") from None
    except http.client.IncompleteRead:
        raise PushError(
            f"{dashboard} broke off within its answer to the {size}; the same again is stored once."
        ) from None
    except (OSError, http.client.HTTPException) as error:
        raise PushError(f"{dashboard} did not answer: {_reason(error, size)}.") from None
    except ValueError:  # http.client reads a chunk of no length
        raise PushError(f"{dashboard} answered, but not in HTTP.") from None


def _content(response: Any) -> bytes:
    """The bytes of an answer. Raises `IncompleteRead` for half of one, which `read` with a length does not."""
    content: bytes = response.read(MAX_ANSWER_BYTES)
    if response.length and len(content) < MAX_ANSWER_BYTES:
        raise http.client.IncompleteRead(content, response.length)
    return content


def _open(
    opener: urllib.request.OpenerDirector, request: urllib.request.Request, waits: tuple[int, ...] = WAITS
) -> Any:
    """The answer to a request. A dashboard that is busy or restarts is asked again: the same twice is stored once."""
    try:
        return opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        wait = _wait(error, waits)
        if wait is None:
            raise
        error.close()
    time.sleep(wait)
    return _open(opener, request, waits[1:])


def _wait(error: urllib.error.HTTPError, waits: tuple[int, ...]) -> int | None:
    """How long to wait before the same is asked again, in seconds; None where it is not asked again."""
    if error.code not in BUSY or not waits:
        return None
    said = error.headers.get("Retry-After", "")
    wait = max(waits[0], int(said) if re.fullmatch("[0-9]{1,9}", said) else 0)
    return wait if wait <= LONGEST_WAIT else None


def _dashboard(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the token is meant for the user's address alone."""

    def redirect_request(self, *_: Any) -> None:
        """Return no request, which makes the redirection an error."""


def _rejection(error: urllib.error.HTTPError, dashboard: str) -> str:
    """The sentence for an answer that is an error or a redirection."""
    if 300 <= error.code < 400:
        return f"{dashboard} sends on to another address ({error.code}), and a token goes nowhere else; give that one."
    try:
        members = _members(error.read(MAX_ANSWER_BYTES))
    except (OSError, http.client.HTTPException, ValueError):
        members = {}
    sentence = str(
        members.get("detail")
        or members.get("sentence")
        or f"It says no more than {error.reason or error.code}."
    )
    return f"{dashboard} refuses ({error.code}): {printable(sentence)}"


def printable(text: str) -> str:
    """The first 1,000 characters of a foreign text, with a space for each that is not printable."""
    return "".join(character if character.isprintable() else " " for character in text[:1000])


def _members(content: bytes) -> dict[str, Any]:
    """The members of a JSON object; none where the content is not one."""
    try:
        value = json.loads(content, parse_int=_whole)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _whole(digits: str) -> int:
    """A whole number; its first digits alone, as the older Pythons would read very many for minutes."""
    return int(digits[:20])


def _reason(error: object, size: str) -> str:
    """Why there is no answer, in a few words."""
    if isinstance(error, CLOSED):
        return f"it closed the connection on the {size}, as servers do with what is too large or comes without TLS"
    return printable(str(getattr(error, "strerror", None) or error)).rstrip(".") or type(error).__name__


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
