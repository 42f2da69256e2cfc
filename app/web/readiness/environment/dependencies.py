"""What the routes of one environment before a release depend on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.domain.readiness import Readiness
from app.web.readiness import dependencies
from app.web.readiness.facts import ReadinessFacts
from app.web.server.errors import NotFound


@dataclass(frozen=True, eq=False)
class OneEnvironment:
    """One environment among all before a release."""

    facts: ReadinessFacts
    readiness: Readiness


def live_environment(request: Request, facts: dependencies.Live) -> OneEnvironment:
    """The environment of a live address; raises `NotFound`."""
    return _of(facts, request.path_params["environment"])


def pinned_environment(request: Request, facts: dependencies.Pinned) -> OneEnvironment:
    """The environment of a pinned address; raises `NotFound`."""
    return _of(facts, request.path_params["environment"])


def _of(facts: ReadinessFacts, slug: str) -> OneEnvironment:
    found = facts.outlook.by_slug.get(slug)
    if found is None:
        raise NotFound(f"There is no environment {slug} in {facts.project.slug}.")
    return OneEnvironment(facts, found)


Live = Annotated[OneEnvironment, Depends(live_environment)]
Pinned = Annotated[OneEnvironment, Depends(pinned_environment)]
