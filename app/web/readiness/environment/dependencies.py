"""What the routes of one environment before a release depend on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.domain.readiness import Readiness
from app.domain.release import Release
from app.web.facts.releases.reference import reference_of
from app.web.readiness import dependencies
from app.web.readiness.facts import ReadinessFacts
from app.web.server.errors import NotFound
from app.web.server.site import CurrentSite, Site
from app.web.urls.labels import pinned_segment
from app.web.urls.releases import live_segment


@dataclass(frozen=True, eq=False)
class OlderRelease:
    """
    The release to which the way back leads: what people call it, and its segment in an address, live and pinned.

    `is_chosen` says that the address names it; else it is the one that runs there.
    """

    name: str
    release: Release
    segment: str
    pin: str
    is_chosen: bool = False


@dataclass(frozen=True, eq=False)
class OneEnvironment:
    """One environment among all before a release; `older` is None where nobody knows which release runs there."""

    facts: ReadinessFacts
    readiness: Readiness
    older: OlderRelease | None = None

    @property
    def back(self) -> str:
        """The segment of the release that the address names for the way back; empty where it names none."""
        if self.older is None or not self.older.is_chosen:
            return ""
        return self.older.segment if self.facts.at is None else self.older.pin


def live_environment(request: Request, facts: dependencies.Live, site: CurrentSite) -> OneEnvironment:
    """The environment of a live address, `back=` the release of its way back; raises `NotFound` and `Ambiguous`."""
    return _of(request, facts, site)


def pinned_environment(request: Request, facts: dependencies.Pinned, site: CurrentSite) -> OneEnvironment:
    """The same of a pinned address, whose `back=` has a fingerprint; raises `NotFound` and `Ambiguous`."""
    back = request.query_params.get("back") or ""
    if back and "~" not in back:
        raise NotFound(
            f"back={back} may lead to another release tomorrow.",
            explanation="On a page that is pinned to a moment, back= has a fingerprint: v1.1~4be19d02aa.",
        )
    return _of(request, facts, site)


def _of(request: Request, facts: ReadinessFacts, site: Site) -> OneEnvironment:
    slug, back = request.path_params["environment"], request.query_params.get("back") or ""
    found = facts.outlook.by_slug.get(slug)
    if found is None:
        raise NotFound(f"There is no environment {slug} in {facts.project.slug}.")
    if back:
        with site.store.reading() as session:
            named = reference_of(session, facts.project, back)
        older = OlderRelease(named.label, named.release, named.segment, named.pin, is_chosen=True)
        return OneEnvironment(facts, found, older)
    if found.since is None:
        return OneEnvironment(facts, found)
    running = found.since.before
    pin = pinned_segment(found.base, running.fingerprint)
    return OneEnvironment(facts, found, OlderRelease(found.base, running, live_segment(found.base), pin))


Live = Annotated[OneEnvironment, Depends(live_environment)]
Pinned = Annotated[OneEnvironment, Depends(pinned_environment)]
