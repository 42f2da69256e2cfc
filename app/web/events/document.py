"""A time line as JSON."""

from collections.abc import Mapping
from typing import Any

from app.domain.events.event import Damage, Event, LabelMove, VerdictChange
from app.domain.events.outage import Outage
from app.domain.events.sentences import note, sentence
from app.domain.events.table_change import TableChange
from app.domain.fleet.deployment import Deployment
from app.domain.history import Row
from app.domain.label import Label
from app.web.events.links import links
from app.web.facts.events.timeline import Timeline
from app.web.urls.events.address import EventsAddress
from app.web.urls.segments import iso

FORMAT = "driftboard-events/1"


def document(timeline: Timeline, address: EventsAddress) -> dict[str, Any]:
    """`driftboard-events/1`: the events of the page with every row and every environment, newest first."""
    older = timeline.older
    return {
        "format": FORMAT,
        "project": timeline.project.slug,
        "environment": timeline.environment,
        "kinds": [kind.value for kind in address.kinds],
        "from": address.begin.isoformat() if address.begin else None,
        "to": address.end.isoformat() if address.end else None,
        "moment": iso(timeline.now),
        "events": [_event(timeline, event) for event in timeline.events],
        "links": {
            "page": address.page(),
            "older": None if older is None else address.older(older).form(".json"),
            "feed": address.first().form(".atom"),
        },
    }


def _event(timeline: Timeline, event: Event) -> Mapping[str, Any]:
    location, pair = event.location, event.pair
    return {
        "id": event.identity,
        "kind": event.kind.value,
        "what": event.what.value,
        "at": iso(event.at),
        "since": None if event.since is None else iso(event.since),
        "environment": event.environment or None,
        "database": location.alias if event.environment else None,
        "schema": location.schema or None,
        "tables": 1 if pair is None else pair.tables,
        "sentence": sentence(event),
        "note": note(event) or None,
        "history": None if pair is None else {"before": pair.before, "after": pair.after},
        **_detail(event),
        "links": [{"text": link.text, "href": link.href} for link in links(timeline, event)],
    }


def _detail(event: Event) -> Mapping[str, Any]:
    """What an event has beside the others."""
    match event.detail:
        case TableChange() as change:
            edits = [{"before": _row(edit.before), "after": _row(edit.after)} for edit in change.edits]
            as_of = None if change.as_of is None else iso(change.as_of)
            return {"rows": change.rows, "changes": edits, "as_of": as_of}
        case VerdictChange() as change:
            return {
                "verdict": {"before": change.before.value, "after": change.after.value},
                "environments": list(change.environments),
                "releases": [_label(each) for each in change.releases],
            }
        case Outage() as outage:
            return {
                "cause": outage.cause.value,
                "outage": {
                    "since": iso(outage.since),
                    "until": None if outage.until is None else iso(outage.until),
                },
            }
        case Damage() as damage:
            return {"damaged": list(damage.histories)}
        case Deployment() as told:
            deployed_at = None if told.deployed_at is None else iso(told.deployed_at)
            return {"label": told.label, "commit": told.commit, "deployed_at": deployed_at}
        case LabelMove() as move:
            return {"label": move.label, "before": _label(move.before), "after": _label(move.after)}


def _row(row: Row | None) -> Mapping[str, Any] | None:
    if row is None:
        return None
    return {"app": row.key.app_label, "name": row.key.name, "applied": row.applied, "id": row.id}


def _label(label: Label | None) -> Mapping[str, Any] | None:
    if label is None:
        return None
    return {"label": label.label, "fingerprint": label.fingerprint, "commit": label.commit}
