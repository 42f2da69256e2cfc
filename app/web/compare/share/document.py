"""Two sides as JSON."""

from typing import Any

from app.domain.pair import sentences
from app.domain.pair.track import tracks
from app.web.compare.facts import CompareFacts, Side
from app.web.urls.segments import iso

FORMAT = "driftboard-pair/1"


def document(facts: CompareFacts) -> dict[str, Any]:
    """`driftboard-pair/1`: everything that the page shows, and what it leaves out. Without a pair only the sides."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "project": facts.project.slug,
        "first": _side(facts.first),
        "second": _side(facts.second),
        "release": facts.chosen.word or None,
        "links": {
            "page": facts.address.page(),
            "pinned": None if facts.pinned is None else facts.pinned.page(),
        },
    }
    pair = facts.pair
    if pair is None:
        return content
    names = facts.names
    return content | {
        "sentence": sentences.headline(pair, names),
        "in_both": {"first": pair.both_in_first, "second": pair.both_in_second},
        "only_first": list(map(str, pair.only_first)),
        "only_second": list(map(str, pair.only_second)),
        "unknown": [str(key) for key in (*pair.only_first, *pair.only_second) if pair.is_unknown(key)],
        "through_squash": sorted(map(str, pair.through_squash)),
        "other_order": [
            {
                "migration": str(order.child),
                "needs": str(order.parent),
                "in_order": "first" if order.first else "second",
            }
            for order in pair.other_orders
        ],
        "same_up_to": list(map(str, pair.frontier)),
        "apps": [
            {
                "app": track.label,
                "first": track.first_count,
                "second": track.second_count,
                "sentence": sentences.track_words(pair, track, names),
            }
            for track in tracks(pair)
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    snapshot = side.snapshot
    return {
        "environment": side.slug,
        "database": side.location.alias,
        "schema": side.location.schema,
        "history": side.fingerprint or None,
        "rows": None if snapshot is None else len(snapshot.history.rows),
        "received_at": None if snapshot is None else iso(snapshot.received_at),
        "verdict": None if side.sighting is None else side.sighting.verdict.value,
    }
