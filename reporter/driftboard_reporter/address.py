"""The addresses of the dashboard, from the one that the user gives: `https://…/api/projects/shop`."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from driftboard_reporter.errors import PushError
from driftboard_reporter.tokens import TOKEN

OF_PROJECT = re.compile(r"(.*/api/projects/[^/?#]+?)(?:/releases)?/?")
ENVIRONMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The name of an environment, as driftboard.toml has it."""


def releases(url: str) -> str:
    """Where a release goes. An address of another form is taken as it is."""
    match = OF_PROJECT.fullmatch(url)
    return f"{match[1]}/releases" if match else url


def of_environment(url: str, environment: str, what: str) -> str:
    """Where the `what` of an environment go, `histories` or `deployments`. Raises `PushError`."""
    match = OF_PROJECT.fullmatch(url)
    if not match:
        raise PushError("The address to push to is that of the project: https://…/api/projects/PROJECT.")
    if not ENVIRONMENT.fullmatch(environment):
        raise PushError(
            f"{environment} is no name of an environment: one has lower-case letters, digits and single dashes."
        )
    return f"{match[1]}/environments/{environment}/{what}"


def checked(url: str, *, plain: bool) -> SplitResult:
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
    if parts.scheme == "http" and not plain and not is_loopback(host):
        raise PushError(
            f"A token would travel to {host} in plain text; use https://, or allow it with --allow-plain-http."
        )
    return parts


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
