"""
Handing a manifest to the dashboard: one POST with a token, which nobody else may see.

The token comes from a variable or a file, never from the command line, which every process of the machine can read. It
is sent to the address that was given and to no other: not on to where a redirection leads, not through a proxy to
this machine itself, and in plain text only where that was allowed.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from driftboard_reporter import __version__
from driftboard_reporter.errors import PushError

TOKEN = "DRIFTBOARD_TOKEN"  # noqa: S105 - the variable's name
TIMEOUT = 30
"""Seconds for each step of the way."""

ANSWER = 65_536
"""So much of an answer is read, in bytes."""


def token(file: str | None) -> str:
    """The token in a file, else in the variable. Raises `PushError`, which never repeats it."""
    place = f"the file {file}" if file else f"the variable {TOKEN}"
    if file:
        try:
            with open(file, encoding="utf-8") as opened:  # noqa: PTH123 - the path as the user gave it
                found = opened.read(ANSWER)
        except OSError as error:
            raise PushError(f"The token cannot be read from {file}: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise PushError(f"The file {file} holds no token: it is not text.") from None
    else:
        found = os.environ.get(TOKEN, "")
    found = found.strip()
    if not found:
        raise PushError(
            f"There is no token in {place}; the dashboard asks for one (push_token in its settings)."
        )
    if not (found.isascii() and found.isprintable()) or " " in found:
        raise PushError(f"What stands in {place} is no token: it has characters that none has.")
    return found


def checked(url: str, *, plain: bool) -> SplitResult:
    """The parts of the dashboard's address, where a token may go there. Raises `PushError`."""
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


def push(text: str, url: str, *, token: str, plain: bool = False) -> str:
    """Hand the manifest over; what the dashboard made of it, in a sentence. Raises `PushError`."""
    parts = checked(url, plain=plain)
    where = f"{parts.scheme}://{parts.netloc}"
    content = text.encode()
    request = urllib.request.Request(  # noqa: S310 - http and https alone pass `checked`
        url,
        data=content,
        headers={
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": f"driftboard-reporter/{__version__}",
        },
        method="POST",
    )
    # Not kept when a request is sent on, should something under us do so.
    request.add_unredirected_header("Authorization", f"Bearer {token}")
    handlers: list[Any] = [_Straight()]
    if _is_loopback(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=TIMEOUT) as response:
            answer = _members(response.read(ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            raise PushError(_refused(error, where)) from None
    except urllib.error.URLError as error:
        raise PushError(f"{where} cannot be reached: {_reason(error.reason, len(content))}.") from None
    except (OSError, http.client.HTTPException) as error:
        raise PushError(f"{where} did not answer: {_reason(error, len(content))}.") from None
    fingerprint = str(answer.get("fingerprint", ""))
    if not fingerprint:
        raise PushError(f"{where} answered, but not as a dashboard does; is this the right address?")
    page = urljoin(url, str(answer.get("page", "/")))
    return _shown(f"{answer.get('label')} is {fingerprint[:8]}: {page}")


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the token is meant for the address that was given."""

    def redirect_request(self, *_: Any) -> None:
        """Nothing further is asked; the redirection is an error."""


def _refused(error: urllib.error.HTTPError, where: str) -> str:
    if 300 <= error.code < 400:
        return f"{where} sends on to another address ({error.code}), and a token goes nowhere else; give that one."
    said = str(_members(error.read(ANSWER)).get("sentence", "")) or f"It says no more than {error.reason}."
    return f"{where} refuses ({error.code}): {_shown(said)}"


def _shown(text: str) -> str:
    """A text from elsewhere, fit to be printed."""
    return "".join(character if character.isprintable() else " " for character in text[:1000])


def _members(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _reason(error: object, size: int) -> str:
    """Why there is no answer, in a few words."""
    if isinstance(error, (BrokenPipeError, ConnectionResetError)):
        return f"it closed the connection while the manifest of {size} bytes was sent, which may be too large for it"
    return str(getattr(error, "strerror", None) or error).rstrip(".") or type(error).__name__


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
