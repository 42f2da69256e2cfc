"""One comparison as a document, `driftboard-drift/1`: what the command line prints and the JSON twins answer."""

from typing import Any

from app.domain.drift import Drift
from app.domain.findings import Severity, Verdict
from app.domain.provenance import Explanation
from app.domain.reports import provenance
from app.domain.runbook import ENTRIES, sentence

FORMAT = "driftboard-drift/1"


NOT_EXPLAINED = Explanation()


def report(drift: Drift, explained: Explanation = NOT_EXPLAINED) -> dict[str, Any]:
    """
    The document; keys of migrations are written `app.name`, every list is sorted but the plan.

    A finding of which the history of the code knows something has the keys `why` and `origins` besides.
    """
    release, outcome = drift.release, drift.outcome
    return {
        "format": FORMAT,
        "release": {
            "fingerprint": release.fingerprint,
            "django": release.django,
            "migrations": len(release.migrations),
            "unreadable": [
                {"file": entry.path, "line": entry.line, "reason": entry.reason}
                for entry in release.unreadable
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
                **provenance.report(explained, finding),
            }
            for finding in drift.findings
        ],
        "statuses": {str(key): status.value for key, status in drift.statuses.items()},
    }


def plain(drift: Drift, explained: Explanation = NOT_EXPLAINED) -> str:
    """The same for a terminal: the sentence first, then each finding, then what Django does."""
    outcome = drift.outcome
    lines = [headline(drift), ""]
    for finding in drift.findings:
        entry = ENTRIES[finding.code]
        lines += [f"{finding.code.value}  {entry.title}: {sentence(finding)} {entry.consequence}"]
        lines += [f"      {said}" for said in explained.sentences(finding)]
    lines += [f"unreadable  {entry}" for entry in drift.release.unreadable]
    if drift.not_covered:
        lines += [
            f"not covered  {', '.join(drift.not_covered)}: no files for these apps, so nothing is said of them"
        ]
    if lines[-1]:
        lines.append("")
    if outcome.raises:
        one = "" if len(outcome.messages) == 1 else ", one of these, by chance"
        lines += [
            f"Django raises {outcome.raises}{one}:",
            *(f"  {message}" for message in outcome.messages),
            "",
        ]
    elif outcome.plan:
        lines += ["Django would run:", *(f"  {n:3}. {key}" for n, key in enumerate(outcome.plan, 1)), ""]
    django = drift.release.django
    rows = f"{len(drift.history.rows)} rows" if drift.history.table else "no django_migrations table"
    lines += [
        f"release {drift.release.fingerprint[:8]}  {len(drift.release.migrations)} files, Django {django}",
        f"history {drift.history.fingerprint[:8]}  {rows}",
    ]
    return "\n".join(lines)


def headline(drift: Drift) -> str:
    """What is the matter, in one sentence."""
    plan = drift.outcome.plan or ()
    to_run = f"{len(plan)} migration{'' if len(plan) == 1 else 's'} to run"
    irreversible = sum(drift.release.migrations[key].irreversible for key in plan)
    counting = [f for f in drift.findings if f.code.severity is not Severity.INFORMATION]
    match drift.verdict:
        case Verdict.BLOCKED if drift.outcome.alternatives:
            return "Blocked. What Django does here depends on chance."
        case Verdict.BLOCKED:
            first = drift.findings[0] if drift.findings else None
            return "Blocked. Django refuses every migrate" + (f": {sentence(first)}" if first else ".")
        case Verdict.UNSEEN:
            count = len(drift.release.unreadable)
            return (
                f"Not known. {count} place{'' if count == 1 else 's'} of the release could not be read, "
                "and they could change the answer."
            )
        case Verdict.DRIFTED if drift.outcome.alternatives:
            return f"Drifted. What Django runs here depends on chance: {sentence(counting[0])}"
        case Verdict.DRIFTED:
            return f"Drifted, {to_run}: {sentence(counting[0])}"
        case Verdict.BEHIND:
            return f"Behind. {to_run}" + (f", {irreversible} of them one way." if irreversible else ".")
        case _:
            return "In step. Nothing to run."
