"""The fleet: `/{project}` as it is, and pinned to a moment and a release."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain import runbook
from app.domain.fleet import Sighting, counts
from app.domain.fleet.headline import headline
from app.web.facts import live as facts
from app.web.facts import pinned
from app.web.facts.live import FleetFacts
from app.web.fleet import page as fleet_page
from app.web.fleet.address import FleetAddress, pinned_path
from app.web.fleet.filters import Filters
from app.web.server import rendering
from app.web.server.errors import Moved, NotFound
from app.web.server.site import SiteOf
from app.web.urls import environment as addresses
from app.web.urls.environment import EnvironmentAddress, Moment
from app.web.wording import rich_text as text
from app.web.wording.environment import line
from app.web.wording.moments import Times

router = APIRouter()

FORMAT = "driftboard-fleet/1"
PINNED_PATH = "/{project}/fleet/at/{moment}/against/{against}"


def as_now(request: Request, site: SiteOf) -> FleetFacts:
    """Every environment of the project as it is now."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return facts.fleet(session, project, now=site.now(), wanted=_wanted(request))


def as_pinned(request: Request, site: SiteOf) -> FleetFacts:
    """What the pinned address names."""
    parts = request.path_params
    project = site.project(parts["project"])
    moment = Moment.parse(parts["moment"])
    if moment.start > site.now():
        said = "A pinned page shows what was known at a moment."
        raise NotFound(f"{parts['moment']} has not come yet.", explanation=said)
    last = moment.last.replace(microsecond=0)
    second = Moment.parse(addresses.second(last))
    without = request.query_params.getlist("without")
    limit = site.settings.stale_after
    with site.store.reading() as session:
        found = pinned.fleet(session, project, second, parts["against"], without=without, limit=limit)
    address = pinned_path(found)
    path = f"/{parts['project']}/fleet/at/{parts['moment']}/against/{parts['against']}"
    if path != address:
        tail = ".json" if request.url.path.endswith(".json") else ""
        raise Moved(address + tail + (f"?{request.url.query}" if request.url.query else ""))
    return found


def _wanted(request: Request) -> str | None:
    return request.query_params.get("release") or None


Now = Annotated[FleetFacts, Depends(as_now)]
Pinned = Annotated[FleetFacts, Depends(as_pinned)]


@router.get("/{project}.json")  # noqa: FAST003 - read by as_now
def live_twin(request: Request, found: Now) -> Response:
    return rendering.twin(document(found, wanted=_wanted(request)))


@router.get("/{project}")  # noqa: FAST003 - read by as_now
def live_page(request: Request, found: Now) -> Response:
    return _page(request, found, wanted=_wanted(request), headers=rendering.LIVE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(found: Pinned, site: SiteOf) -> Response:
    return rendering.twin(document(found), headers=_headers(found, site.now()))


@router.get(PINNED_PATH)
def pinned_page(request: Request, found: Pinned, site: SiteOf) -> Response:
    return _page(request, found, wanted=None, headers=_headers(found, site.now()))


def _page(request: Request, found: FleetFacts, *, wanted: str | None, headers: Mapping[str, str]) -> Response:
    filters = Filters.of(request.query_params)
    pushed = rendering.pushed(FleetAddress(found, filters, wanted).page)
    view = fleet_page.page(found, filters, wanted=wanted)
    return rendering.page(request, "fleet/page.html", view, headers={**headers, **pushed})


def _headers(found: FleetFacts, now: datetime) -> Mapping[str, str]:
    """A second that has not ended yet may still bring something."""
    return rendering.IMMUTABLE if found.now < now else rendering.LIVE


def document(found: FleetFacts, *, wanted: str | None = None) -> dict[str, Any]:
    """The fleet as JSON, `driftboard-fleet/1`."""
    release, label = found.chosen.release, found.chosen.label
    sightings = [found.sightings[place.slug] for place in found.places]
    times = Times(None if found.at else found.now)
    pin = None
    if release is not None:
        without = [("without", slug) for slug in found.removed]
        pin = addresses.fleet(
            found.project.slug, found.at or found.now, label=label, release=release.fingerprint, query=without
        )
    return {
        "format": FORMAT,
        "project": found.project.slug,
        "moment": _iso(found.at or found.now),
        "pinned": pin,
        "release": None
        if release is None
        else {"label": label, "fingerprint": release.fingerprint, "django": release.django},
        "sentence": headline(sightings, label=label) if release else "No release is known.",
        "counts": {verdict.value: number for verdict, number in counts(sightings).items()}
        if release
        else None,
        "environments": [_environment(found, one, label, times, wanted) for one in sightings],
    }


def _environment(
    found: FleetFacts, one: Sighting, label: str, times: Times, wanted: str | None
) -> dict[str, Any]:
    drift = one.drift
    place = next(place for place in found.places if place.slug == one.environment)
    history = found.histories.get(one.environment)
    has_verdict = found.chosen.release is not None
    return {
        "environment": one.environment,
        "tier": place.tier or None,
        "region": place.region or None,
        "verdict": one.verdict.value if has_verdict else None,
        "last_verdict": None if one.last is None else one.last.value,
        "sentence": text.flat(line(one, label=label, times=Times(None) if found.at else times)),
        "seen_at": _iso(one.seen_at),
        "failure": None
        if one.failure is None
        else {"cause": one.failure.cause.value, "since": _iso(one.failure.since)},
        "pending": one.pending,
        "history": None
        if history is None
        else {"fingerprint": history.fingerprint, "rows": len(history.rows)},
        "findings": [
            {
                "code": finding.code.value,
                "name": finding.code.word,
                "subject": str(finding.subject),
                "related": [str(key) for key in finding.related],
                "sentence": runbook.sentence(finding),
            }
            for finding in (drift.findings if drift else ())
        ],
        "page": EnvironmentAddress.live(found.project.slug, one.environment, release=wanted).page(),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else addresses.iso(moment)
