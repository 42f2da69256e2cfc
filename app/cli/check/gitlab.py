"""The answer as a report of GitLab's code quality: a list of issues, each with a place and a fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.cli.check.notes import Note, notes_of
from app.domain.impact import Impact
from app.domain.impact.part import ImpactAnswer
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot

MAX_NOTES = 1_000
"""A report of more is cut, the least grave first."""

NO_FILE = "driftboard.toml"
"""Where an issue is hung up that no file of the checkout causes: the form asks for a path."""


def gitlab(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    """The report."""
    issues = [_issue(note) for note in list(notes_of(impact, spots))[:MAX_NOTES]]
    unknown = [_unknown(each.environment, each.reason) for each in impact.of_answer(ImpactAnswer.UNKNOWN)]
    return json.dumps([*issues, *unknown[:MAX_NOTES]], indent=2) + "\n"


def _issue(note: Note) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": f"driftboard-{note.rule}",
        "description": note.text,
        "categories": ["Compatibility"],
        "severity": "blocker" if note.is_error else "minor",
        "fingerprint": note.fingerprint,
        "location": {"path": note.path or NO_FILE, "lines": {"begin": note.line or 1}},
    }


def _unknown(environment: str, reason: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": "driftboard-unknown",
        "description": f"{environment}: {reason}",
        "categories": ["Compatibility"],
        "severity": "info",
        "fingerprint": hashlib.sha256(f"unknown\0{environment}".encode()).hexdigest(),
        "location": {"path": NO_FILE, "lines": {"begin": 1}},
    }
