"""One comparison as a document, `driftboard-drift/1`: what the command line prints and the JSON twins answer."""

from typing import Any

from app.domain.drift import Drift
from app.domain.runbook import sentence

FORMAT = "driftboard-drift/1"


def report(drift: Drift) -> dict[str, Any]:
    """The document; keys of migrations are written `app.name`, every list is sorted but the plan."""
    release, outcome = drift.release, drift.outcome
    return {
        "format": FORMAT,
        "release": {
            "fingerprint": release.fingerprint,
            "django": release.django,
            "migrations": len(release.migrations),
            "unreadable": [
                {"file": entry.path, "line": entry.line, "reason": entry.reason} for entry in release.unreadable
            ],
            "apps_not_covered": list(drift.not_covered),
        },
        "history": {"fingerprint": drift.history.fingerprint, "rows": len(drift.history.rows)},
        "verdict": drift.verdict.value,
        "outcome": {
            "raises": outcome.raises,
            "messages": list(outcome.messages),
            "plan": None if outcome.plan is None else [str(key) for key in outcome.plan],
        },
        "findings": [
            {
                "code": finding.code.value,
                "name": finding.code.word,
                "subject": str(finding.subject),
                "related": [str(key) for key in finding.related],
                "sentence": sentence(finding),
            }
            for finding in drift.findings
        ],
        "statuses": {str(key): status.value for key, status in drift.statuses.items()},
    }
