"""
The answer of the dashboard to what is pushed: what it says, or why there is none.

A dashboard that is busy or restarts is asked again.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
import urllib.error
import urllib.request
from typing import Any

from driftboard_reporter.errors import PushError, Unanswered

TIMEOUT = 30
"""The most that each step of a connection may take, in seconds."""

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


def exchange(
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
