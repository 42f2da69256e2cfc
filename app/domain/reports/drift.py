"""One comparison as a document (`driftboard-drift/1`), and as lines for a terminal."""

from dataclasses import asdict
from typing import Any

from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.drift.headline import headline
from app.domain.drift.whereabouts import whereabouts
from app.domain.english import visible
from app.domain.findings import VERDICT_WORDS
from app.domain.provenance import Explanation
from app.domain.reports import outcome, provenance
from app.domain.runbook import consequence, sentence, title

FORMAT = "driftboard-drift/1"

NO_EXPLANATION = Explanation()


def report(drift: Drift, explanation: Explanation = NO_EXPLANATION) -> dict[str, Any]:
    """
    The document. Keys of migrations are written `app.name`. Every list is sorted, except the plan.

    A finding that the explanation says something about also has the keys `why` and `origins`; one that is there in some
    runs of Django only has `by_chance`.
    """
    release = drift.release
    return {
        "format": FORMAT,
        "release": {
            "fingerprint": release.fingerprint,
            "django": release.django or None,
            "migrations": len(release.migrations),
            "unreadable": [
                {"file": entry.path, "line": entry.line, "reason": entry.reason}
                for entry in release.unreadable
            ],
            "apps_not_covered": list(drift.not_covered),
        },
        "history": {
            "fingerprint": drift.history.fingerprint,
            "rows": len(drift.history.rows),
            **_surroundings(drift),
        },
        "verdict": drift.verdict.value,
        **_leads(drift),
        "outcome": outcome.document(drift),
        "findings": [
            {
                "code": finding.code.value,
                "name": finding.code.word,
                "subject": str(finding.subject),
                "related": [str(key) for key in finding.related],
                **({"names": list(finding.names)} if finding.names else {}),
                **({"by_chance": True} if finding in drift.by_chance else {}),
                "sentence": sentence(finding, circumstances_of(drift, finding)),
                **provenance.report(explanation, finding),
            }
            for finding in drift.findings
        ],
        "statuses": {str(key): status.value for key, status in drift.statuses.items()},
    }


def _leads(drift: Drift) -> dict[str, Any]:
    """What the history has of newer releases, where it has something; `adds` is None where that is not known."""
    if not drift.leads:
        return {}
    return {
        "ahead": [
            {
                "release": lead.release,
                "has": lead.have,
                "adds": lead.added,
                "rows": [str(key) for key in lead.rows],
            }
            for lead in drift.leads
        ]
    }


def _surroundings(drift: Drift) -> dict[str, Any]:
    """What is around the table, and the sentence about it, which is empty where a finding tells it."""
    surroundings = drift.history.surroundings
    if surroundings is None:
        return {}
    sentence_about_place = whereabouts(drift, label=drift.release.label or "this release")
    facts = asdict(surroundings)
    lists = {name: list(value) for name, value in facts.items() if isinstance(value, tuple)}
    return {"surroundings": {**facts, **lists, "sentence": sentence_about_place}}


def plain(drift: Drift, explanation: Explanation = NO_EXPLANATION) -> str:
    """The text for a terminal: the sentence first, then each finding, then what Django does."""
    lines = [f"{VERDICT_WORDS[drift.verdict]}. {_headline(drift)}", ""]
    for finding in drift.findings:
        circumstances = circumstances_of(drift, finding)
        text = f"{sentence(finding, circumstances)} {consequence(finding, circumstances)}"
        lines += [f"{finding.code.value}  {title(finding, circumstances)}: {text}"]
        lines += [f"      {reason}" for reason in explanation.sentences(finding)]
    lines += [f"unreadable  {entry}" for entry in drift.release.unreadable]
    passed_over = {file.key.app_label for file in drift.release.passed_over}
    if passed_over.intersection(drift.not_covered):
        apps = ", ".join(app for app in drift.not_covered if app in passed_over)
        lines += [f"passed over  {apps}: these apps have files, and Django passes over them"]
    if not passed_over.issuperset(drift.not_covered):
        apps = ", ".join(app for app in drift.not_covered if app not in passed_over)
        lines += [f"not covered  {apps}: no files for these apps, so nothing is said of them"]
    if lines[-1]:
        lines.append("")
    lines += outcome.lines(drift)
    rows = f"{len(drift.history.rows):,} rows" if drift.history.has_table else "no django_migrations table"
    files = f"{len(drift.release.migrations):,} files"
    lines += [
        f"release {drift.release.fingerprint[:8]}  {files}, {drift.release.django_words}",
        f"history {drift.history.fingerprint[:8]}  {rows}",
    ]
    return "\n".join(map(visible, lines))


def _headline(drift: Drift) -> str:
    return headline(drift, label=drift.release.label or "this release").text
