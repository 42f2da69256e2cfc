"""The addresses of the dashboard, from the one that the user gives: `https://…/api/projects/shop`."""

from __future__ import annotations

import re

from driftboard_reporter.errors import PushError

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
