"""
Where a dashboard is: `https://drift.example`, or the address of its project, as the reporter takes it.

A token is sent to this address and to no other, in plain text only where that is asked for.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from app.remote.errors import RemoteError

OF_PROJECT = re.compile(r"/api/projects/([a-z0-9]+(?:-[a-z0-9]+)*)/?")
PROJECT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

EXAMPLE = "it looks like https://drift.example"


@dataclass(frozen=True, slots=True)
class DashboardAddress:
    """Scheme, host and port of a dashboard, and the slug of the project that is asked about."""

    origin: str
    project: str
    is_this_machine: bool

    @classmethod
    def parse(cls, text: str, project: str | None, *, plain: bool = False) -> Self:
        """
        The address of a dashboard and its project, which the address may name itself: `…/api/projects/shop`.

        Raises `RemoteError` for what is no such address, and for `http://` to another machine unless it may be `plain`.
        """
        try:
            parts = urlsplit(text)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise RemoteError(f"The address of the dashboard is none: {EXAMPLE}.") from None
        if not (text.isascii() and text.isprintable()) or " " in text:
            raise RemoteError(f"The address of the dashboard has characters that no address has: {EXAMPLE}.")
        if parts.scheme not in ("http", "https") or not host:
            raise RemoteError(f"The address of the dashboard begins with https://: {EXAMPLE}.")
        if "@" in parts.netloc:
            raise RemoteError(
                "The address of the dashboard holds a user or a password: give the token in DRIFTBOARD_TOKEN."
            )
        named = OF_PROJECT.fullmatch(parts.path)
        if (parts.path.strip("/") and named is None) or parts.query or parts.fragment:
            raise RemoteError(f"The address of the dashboard ends with its host: {EXAMPLE}.")
        slug = project or (named[1] if named else "")
        if not PROJECT.fullmatch(slug):
            raise RemoteError("Name the project of the dashboard, as its addresses do: --project shop.")
        if named and named[1] != slug:
            raise RemoteError(f"The address of the dashboard is that of {named[1]}, and --project is {slug}.")
        is_this_machine = _is_loopback(host)
        if parts.scheme == "http" and not plain and not is_this_machine:
            raise RemoteError(
                f"The token would travel to {host} in plain text: use https://, or allow it with --allow-plain-http."
            )
        bracketed = f"[{host}]" if ":" in host else host
        origin = f"{parts.scheme}://{bracketed}" + (f":{port}" if port is not None else "")
        return cls(origin, slug, is_this_machine)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
