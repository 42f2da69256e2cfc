"""A message as JSON, without its picture."""

import json
from datetime import datetime
from typing import Any

from app.domain.findings import Verdict
from app.domain.fleet.announcement import Announcement, ToldChange


def dumps(message: Announcement) -> str:
    """The message as it is stored."""
    return json.dumps(
        {
            "entries": [_entry(entry) for entry in message.entries],
            "counts": {verdict.value: number for verdict, number in message.counts.items()},
            "projects": list(message.projects),
            "href": message.href,
        }
    )


def loads(text: str, picture: bytes | None = None) -> Announcement:
    """The message that was stored."""
    content = json.loads(text)
    entries = tuple(
        ToldChange(
            **{
                **entry,
                "verdict": Verdict(entry["verdict"]),
                "at": datetime.fromisoformat(entry["at"]),
            }
        )
        for entry in content["entries"]
    )
    counts = {Verdict(value): number for value, number in content["counts"].items()}
    return Announcement(entries, counts, tuple(content["projects"]), content["href"], picture)


def _entry(entry: ToldChange) -> dict[str, Any]:
    return {
        "project": entry.project,
        "environment": entry.environment,
        "verdict": entry.verdict.value,
        "title": entry.title,
        "words": entry.words,
        "said": entry.said,
        "release": entry.release,
        "at": entry.at.isoformat(),
        "href": entry.href,
    }
