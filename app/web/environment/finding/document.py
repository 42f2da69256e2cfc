"""One finding, as JSON."""

from typing import Any

from app.domain import runbook
from app.domain.reports import ways as ways_report
from app.web.environment.document import document as environment_document
from app.web.environment.finding.facts import FindingFacts


def document(facts: FindingFacts) -> dict[str, Any]:
    """The page as JSON: the finding, its ways out, and the environment that has it."""
    finding = facts.finding
    of_environment = environment_document(facts.environment)
    return {
        "format": "driftboard-finding/1",
        "code": finding.code.value,
        "word": finding.code.word,
        "subject": str(finding.subject),
        "related": [str(key) for key in finding.related],
        "sentence": runbook.sentence(finding, facts.circumstances),
        **{name: of_environment[name] for name in ("project", "environment", "database", "label")},
        **ways_report.report(facts.situation, facts.ways, facts.dialect),
    }
