"""The readiness of a release as JSON, `driftboard-readiness/1`."""

from datetime import datetime
from typing import Any

from app.domain import runbook
from app.domain.drift.circumstances import circumstances_of
from app.domain.readiness import Readiness, Steps
from app.domain.readiness.steps import why_one_way
from app.web.facts.failure import failure_document
from app.web.facts.running import running_document
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.notes import first_thing, notes
from app.web.urls import segments
from app.web.wording import rich_text as text

FORMAT = "driftboard-readiness/1"


def document(facts: ReadinessFacts) -> dict[str, Any]:
    """The document, with every environment, whatever the filters are; in the order of their slugs."""
    outlook, release = facts.outlook, facts.release
    return {
        "format": FORMAT,
        "project": facts.project.slug,
        "moment": segments.iso(facts.at or facts.fleet.now),
        "page": facts.live.page(),
        "pinned": facts.pinned.page(),
        "release": {
            "label": facts.reference.label,
            "fingerprint": release.fingerprint,
            "django": release.django or None,
            "migrations": len(release.migrations),
            "since": None
            if facts.since is None
            else {"label": facts.since.label, "new": [str(key) for key in facts.since.steps.keys]},
        },
        "sentence": outlook.sentence,
        "counts": {answer.value: number for answer, number in outlook.counts.items()},
        "stops": [
            {
                "code": stop.finding.code.value,
                "name": stop.finding.code.word,
                "subject": str(stop.finding.subject),
                "related": [str(key) for key in stop.finding.related],
                "environments": list(stop.environments),
            }
            for stop in outlook.stops
        ],
        "one_way": [
            {"migration": str(key), "why": why_one_way(release.migrations[key]), "plans": number}
            for key, number in outlook.one_way
        ],
        "drops_data": [{"migration": str(key), "plans": number} for key, number in outlook.dropping],
        "environments": [_environment(facts, each) for each in outlook.environments],
    }


def _environment(facts: ReadinessFacts, each: Readiness) -> dict[str, Any]:
    slug, sighting = each.environment, each.sighting
    info = facts.infos[slug]
    return {
        "environment": slug,
        "tier": info.tier or None,
        "region": info.region or None,
        **_answer(each),
        "first_thing": text.flat(first_thing(facts, each)),
        "notes": [text.flat(note) for note in notes(facts, each)],
        **running_document(facts.fleet.running.get(slug), facts.fleet.standings.get(slug)),
        "base": each.base or None,
        "edited": [str(key) for key in each.edited],
        "comes_along": list(each.coming_along),
        "lacked_alone": [str(key) for key in facts.outlook.lacked_alone.get(slug, ())],
        "findings": _findings(each),
        "seen_at": _iso(sighting.seen_at),
        "failure": failure_document(sighting.failure),
        **(
            {
                "parts": [
                    {
                        "database": part.sighting.location.alias,
                        "schemas": list(part.sighting.schemas),
                        **_answer(part),
                        "first_thing": text.flat(first_thing(facts, part)),
                    }
                    for part in each.parts
                ]
            }
            if each.parts
            else {}
        ),
        "links": {"readiness": facts.address.environment(slug)},
    }


def _answer(each: Readiness) -> dict[str, Any]:
    """The answer, that of the last history where nobody saw it lately, and the plan, which only a yes has."""
    last = each.last_answer
    return {
        "answer": each.answer.value,
        "last_answer": None if last is None else last.value,
        "plan": None if each.steps is None else _plan(each.steps),
    }


def _plan(steps: Steps) -> dict[str, Any]:
    return {
        "steps": [str(key) for key in steps.plan],
        "one_way": [str(key) for key in steps.one_way],
        "first_one_way": steps.position(steps.one_way[0]) if steps.one_way else None,
        "drops_data": [str(key) for key in steps.dropping],
        "not_known": [str(key) for key in steps.unknown],
        "apps": dict(steps.apps),
        "way_back": steps.way_back or None,
    }


def _findings(each: Readiness) -> list[dict[str, Any]]:
    """The findings for which the answer is not yes, the one to tell first at the beginning."""
    prospect = each.prospect
    if prospect is None:
        return []
    return [
        {
            "code": finding.code.value,
            "name": finding.code.word,
            "subject": str(finding.subject),
            "related": [str(key) for key in finding.related],
            "sentence": runbook.sentence(finding, circumstances_of(prospect.drift, finding)),
        }
        for finding in prospect.grounds
    ]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else segments.iso(moment)
