"""
One question after the other to a dashboard, each with the token, each answer within limits of size and time.

No redirection is followed, certificates are checked, and a proxy of the environment is used but for this machine.
"""

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from app.config import Secret
from app.remote import answers
from app.remote.address import DashboardAddress
from app.remote.errors import RemoteError

TIMEOUT = 30
"""The most that each step of a connection may take, in seconds."""

SECONDS = 120
"""The most that one whole answer may take."""

PIECE = 65_536
"""An answer is read in pieces of so many bytes."""

MAX_ERROR_BYTES = 100_000
"""The rest of a longer error is not read."""

BUSY = (502, 503, 504)
"""The answers of a dashboard that is busy, and of a proxy before one that restarts."""

WAITS = (1.0, 3.0)
"""Before a busy dashboard is asked again, in seconds."""


class Connection:
    """Asks one dashboard about one project. Several threads may ask at once."""

    def __init__(self, address: DashboardAddress, token: Secret, *, waits: Sequence[float] = WAITS) -> None:
        self.address, self._token, self._waits = address, token, tuple(waits)
        handlers: list[Any] = [
            _NoRedirection(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        ]
        if address.is_this_machine:
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def get(self, *names: str, query: str = "", max_bytes: int) -> bytes:
        """
        The content of `/api/projects/shop/` and the names. Raises `RemoteError`.

        A dashboard that is busy is asked again.
        """
        path = "/".join(quote(name, safe="/") for name in names)
        url = f"{self.address.origin}/api/projects/{self.address.project}/{path}{query}"
        for wait in (*self._waits, None):
            try:
                return self._asked(url, max_bytes)
            except RemoteError as error:
                if wait is None or error.status not in BUSY:
                    raise
            time.sleep(wait)
        raise AssertionError  # the last round returns or raises

    def _asked(self, url: str, max_bytes: int) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - http and https alone are addresses of a dashboard
            url, headers={"Accept": "application/json, application/problem+json", "User-Agent": "driftboard"}
        )
        # An unredirected header is not sent on, should a library below follow a redirection after all.
        request.add_unredirected_header("Authorization", f"Bearer {self._token.reveal()}")
        origin = self.address.origin
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return _read(response, origin, max_bytes)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except urllib.error.URLError as error:
            raise RemoteError(f"{origin} cannot be reached: {_reason(error.reason)}.") from None
        except http.client.IncompleteRead:
            raise RemoteError(f"{origin} ended its answer before all of it was sent. Try it again.") from None
        except (OSError, http.client.HTTPException) as error:
            raise RemoteError(f"{origin} did not answer: {_reason(error)}.") from None

    def _refusal(self, error: urllib.error.HTTPError) -> RemoteError:
        origin, status = self.address.origin, error.code
        if 300 <= status < 400:
            return RemoteError(answers.redirection(origin, status), status=status)
        try:
            content = error.read(MAX_ERROR_BYTES)
        except (OSError, http.client.HTTPException):
            content = b""
        sentence = answers.refusal(origin, status, str(error.reason), content, token=self._token.reveal())
        return RemoteError(sentence, status=status)


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the token is meant for one address alone."""

    def redirect_request(self, *_: Any) -> None:
        """Return no request, which makes the redirection an error."""


def _read(response: http.client.HTTPResponse, origin: str, max_bytes: int) -> bytes:
    """The whole of an answer. Raises `RemoteError` for one that is too long or takes too long."""
    end = time.monotonic() + SECONDS
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > max_bytes:
            raise RemoteError(
                f"{origin} answers with more than {max_bytes:,} bytes, which no dashboard does there."
            )
        if time.monotonic() > end:
            raise RemoteError(f"{origin} took longer than {SECONDS} seconds for one answer.")
        pieces.append(piece)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _reason(error: object) -> str:
    """Why there is no answer, in a few words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted, {error.verify_message}"
    return str(getattr(error, "strerror", None) or error).rstrip(".") or type(error).__name__
