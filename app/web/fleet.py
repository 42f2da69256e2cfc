"""The fleet: `/{project}` as it is, and pinned to a moment and a release."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.domain import fleet, runbook
from app.domain.fleet import Sighting
from app.web import addresses, facts, fleet_page, pinned, rendering, text
from app.web.addresses import EnvironmentAddress, Moment
from app.web.errors import Moved, NotFound
from app.web.facts import FleetFacts
from app.web.filters import Filters
from app.web.moments import Times
from app.web.sentences import line
from app.web.rendering import LIVE
from app.web.site import Site, SiteOf

router = APIRouter()

FORMAT = "driftboard-fleet/1"
PINNED = "/{project}/fleet/at/{moment}/against/{against}"
Wanted = Annotated[str | None, Query(alias="release")]
Without = Annotated[list[str], Query()]


@router.get("/{project}.json")
def live_twin(project: str, site: SiteOf, release: Wanted = None) -> Response:
    return rendering.twin(document(_live(site, project, release), wanted=release))


@router.get("/{project}")
def live(request: Request, project: str, site: SiteOf, release: Wanted = None) -> Response:
    found = _live(site, project, release)
    filters = Filters.of(request.query_params)
    headers = LIVE | rendering.pushed(fleet_page.clean_address(found, filters, wanted=release))
    return rendering.page(
        request, "pages/fleet.html", fleet_page.page(found, filters, wanted=release), headers=headers
    )


@router.get(PINNED + ".json")
def pinned_twin(  # noqa: PLR0913 - the parts of the address
    request: Request,
    project: str,
    moment: str,
    against: str,
    site: SiteOf,
    without: Without = [],  # noqa: B006
) -> Response:
    found = _pinned(site, request, project, moment, against, without, tail=".json")
    return rendering.twin(document(found), headers=_headers(found, site.now()))


@router.get(PINNED)
def pinned_page(  # noqa: PLR0913 - the parts of the address
    request: Request,
    project: str,
    moment: str,
    against: str,
    site: SiteOf,
    without: Without = [],  # noqa: B006
) -> Response:
    found = _pinned(site, request, project, moment, against, without)
    filters = Filters.of(request.query_params)
    pushed = rendering.pushed(fleet_page.clean_address(found, filters, wanted=None))
    return rendering.page(
        request,
        "pages/fleet.html",
        fleet_page.page(found, filters, wanted=None),
        headers={**_headers(found, site.now()), **pushed},
    )


def _live(site: Site, slug: str, wanted: str | None) -> FleetFacts:
    project = site.project(slug)
    with site.store.reading() as session:
        return facts.fleet(session, project, now=site.now(), wanted=wanted)


def _pinned(  # noqa: PLR0913 - the parts of the address
    site: Site, request: Request, slug: str, text_: str, against: str, without: list[str], *, tail: str = ""
) -> FleetFacts:
    project = site.project(slug)
    moment = Moment.parse(text_)
    if moment.start > site.now():
        raise NotFound(
            f"{text_} has not come yet.", explanation="A pinned page shows what was known at a moment."
        )
    last = moment.last.replace(microsecond=0)
    second = Moment.parse(addresses.second(last))
    with site.store.reading() as session:
        found = pinned.fleet(
            session, project, second, against, without=without, limit=site.settings.stale_after
        )
    release = found.chosen.release
    assert release is not None  # noqa: S101 - pinned.fleet has found it
    path = addresses.fleet(project.slug, last, label=found.chosen.label, release=release.fingerprint)
    if f"/{slug}/fleet/at/{text_}/against/{against}" != path:
        query = request.url.query
        raise Moved(path + tail + (f"?{query}" if query else ""))
    return found


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
        "sentence": fleet.headline(sightings, label=label) if release else "No release is known.",
        "counts": {verdict.value: number for verdict, number in fleet.counts(sightings).items()}
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
