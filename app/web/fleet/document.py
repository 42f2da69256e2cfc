"""The fleet, as JSON."""

from datetime import datetime
from typing import Any

from app.domain import runbook
from app.domain.fleet import Sighting, counts
from app.domain.fleet.headline import headline
from app.web.facts.live import FleetFacts
from app.web.urls import pages as addresses
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.environment import line
from app.web.wording.moments import Times

FORMAT = "driftboard-fleet/1"


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
    return None if moment is None else segments.iso(moment)
