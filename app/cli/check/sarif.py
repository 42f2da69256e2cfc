"""
The answer as SARIF 2.1.0, the form of OASIS for what static analysis finds.

Each code is a rule, each harm a result. Environments of which nothing can be told are notifications of the run.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app import __version__
from app.cli.check.notes import Note, notes_of
from app.domain.english import visible
from app.domain.findings import Code
from app.domain.impact import Impact
from app.domain.impact.part import ImpactAnswer
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot
from app.domain.runbook import ENTRIES, consequence, example_of

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

MAX_RESULTS = 5_000
"""GitHub keeps so many results of one run."""

FINGERPRINT = "driftboardHarm/v1"


def sarif(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    """The log."""
    notes = list(notes_of(impact, spots))[:MAX_RESULTS]
    rules = sorted({note.rule for note in notes})
    run = {
        "tool": {
            "driver": {
                "name": "Driftboard",
                "semanticVersion": __version__,
                "rules": [_rule(Code(rule)) for rule in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "warning",
                        "message": {"text": visible(f"{each.environment}: {each.reason}")},
                    }
                    for each in impact.of_answer(ImpactAnswer.UNKNOWN)
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(note, rules.index(note.rule)) for note in notes],
    }
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    entry = ENTRIES[code]
    return {
        "id": code.value,
        "name": "".join(word.capitalize() for word in code.word.split("-")),
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.meaning},
        "help": {"text": f"{entry.meaning} {consequence(example_of(code))}"},
    }


def _result(note: Note, rule_index: int) -> dict[str, Any]:
    return {
        "ruleId": note.rule,
        "ruleIndex": rule_index,
        "level": "error" if note.is_error else "note",
        "message": {"text": note.text},
        "locations": [] if note.path is None else [_location(note.path, note.line)],
        "partialFingerprints": {FINGERPRINT: note.fingerprint},
    }


def _location(path: str, line: int | None) -> dict[str, Any]:
    """A file of the checkout; its path is a reference relative to the root, so it is escaped as one."""
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": line or 1},
        }
    }
