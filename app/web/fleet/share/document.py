"""The fleet as JSON, `driftboard-fleet/1`."""

from datetime import datetime
from typing import Any

from app.domain import runbook
from app.domain.drift.circumstances import circumstances_of
from app.domain.fleet import Sighting, verdict_counts
from app.domain.fleet.headline import headline
from app.web.facts.chosen import ChosenRelease
from app.web.facts.failure import failure_document
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.facts.running import running_document
from app.web.fleet.address import FleetAddress, pinned_address
from app.web.fleet.filters import Filters
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.environment import also_said, row_sentence
from app.web.wording.moments import Times

FORMAT = "driftboard-fleet/1"


MAX_ENVIRONMENTS = 1_000
"""A document has so many environments; `next` leads to the document with the ones after them."""


def document(facts: FleetFacts, *, release_text: str | None = None, page: int = 1) -> dict[str, Any]:
    """
    The document, with a thousand environments of the fleet; those after them are on the next page.

    `release_text` is the value of `release=`. Without a release, `pinned`, `release`, `counts` and each `verdict` are
    None. Where environments are held against different releases, `release` is None and `releases` has them all.
    """
    sightings = [facts.sightings[info.slug] for info in facts.environments]
    address = FleetAddress(facts, Filters(), release_text)
    several, has_release = facts.has_several_releases, facts.has_release
    return {
        "format": FORMAT,
        "project": facts.project.slug,
        "moment": _iso(facts.at or facts.now),
        "pinned": pinned_address(facts),
        "release": None if several else _release(facts.chosen),
        **({"releases": [_release(each) for each in facts.compared]} if several else {}),
        "sentence": headline(sightings, label=None if several else facts.chosen.word)
        if has_release
        else "No release is known.",
        "counts": {verdict.value: number for verdict, number in verdict_counts(sightings).items()}
        if has_release
        else None,
        "environments": [
            _environment(facts, info, facts.sightings[info.slug], address)
            for info in facts.environments[(page - 1) * MAX_ENVIRONMENTS : page * MAX_ENVIRONMENTS]
        ],
        "total": len(sightings),
        "next": address.twin_page(page + 1) if page * MAX_ENVIRONMENTS < len(sightings) else None,
    }


def _environment(
    facts: FleetFacts, info: EnvironmentInfo, sighting: Sighting, address: FleetAddress
) -> dict[str, Any]:
    history, failure, last_verdict = facts.histories.get(info.slug), sighting.failure, sighting.last_verdict
    times = Times(None if facts.at else facts.now)
    said = row_sentence(sighting, label=facts.release_of(info.slug).word, times=times)
    return {
        "environment": info.slug,
        "tier": info.tier or None,
        "region": info.region or None,
        "verdict": sighting.verdict.value if facts.has_release else None,
        "last_verdict": None if last_verdict is None else last_verdict.value,
        "sentence": text.flat(also_said(said, facts.mismatch(info.slug))),
        "against": _release(facts.release_of(info.slug)),
        **running_document(facts.running.get(info.slug), facts.standings.get(info.slug)),
        "seen_at": _iso(sighting.seen_at),
        "failure": failure_document(failure),
        "pending": sighting.pending,
        "history": None
        if history is None
        else {"fingerprint": history.fingerprint, "rows": len(history.rows)},
        "findings": [
            {
                "code": finding.code.value,
                "name": finding.code.word,
                "subject": str(finding.subject),
                "related": [str(key) for key in finding.related],
                **({"names": list(finding.names)} if finding.names else {}),
                "sentence": runbook.sentence(finding, circumstances_of(drift, finding)),
                "links": {"finding": address.finding(info.slug, finding)},
            }
            for drift in ([sighting.drift] if sighting.drift else [])
            for finding in drift.findings
        ],
        "page": EnvironmentAddress.live(facts.project.slug, info.slug, release=address.release_text).page(),
    }


def _release(chosen: ChosenRelease) -> dict[str, Any] | None:
    release = chosen.release
    if release is None:
        return None
    return {"label": chosen.label, "fingerprint": release.fingerprint, "django": release.django or None}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else segments.iso(moment)
