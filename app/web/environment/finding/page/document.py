"""One finding, as JSON."""

from typing import Any

from app.domain import runbook
from app.domain.findings import Severity
from app.domain.reports import ways as ways_report
from app.web.environment.document import document as environment_document
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.later.document import fixed_parts, later_parts
from app.web.environment.finding.parts import Parts
from app.web.environment.finding.ways.verify import verify_lines
from app.web.urls import pages as addresses

FORMAT = "driftboard-finding/1"


def document(facts: FindingFacts, parts: Parts) -> dict[str, Any]:
    """
    The page as JSON: the finding, where it is, and its ways out as `driftboard ways --format json` has them.

    `reported` is false for a pinned finding that this Driftboard does not find there any more; it has no ways.
    What is known later of a pinned one has addresses of its own.
    """
    finding = facts.finding
    of_environment = environment_document(facts.environment)
    about: dict[str, Any] = {
        name: of_environment[name]
        for name in ("project", "environment", "database", "schema", "label", "seen_at", "received_at")
        if name in of_environment
    }
    ways = ways_report.report(facts.situation, facts.ways, facts.dialect)
    return {
        "format": FORMAT,
        "reported": facts.is_reported,
        "code": finding.code.value,
        "name": finding.code.word,
        "subject": str(finding.subject),
        "related": [str(key) for key in finding.related],
        **({"names": list(finding.names)} if finding.names else {}),
        "sentence": runbook.sentence(finding, facts.circumstances) if facts.is_reported else None,
        "consequence": runbook.consequence(finding, facts.circumstances) if facts.is_reported else None,
        **about,
        "verdict": facts.drift.verdict.value,
        **fixed_parts(parts),
        **({} if facts.is_pinned else later_parts(parts)),
        "release": ways["release"],
        "history": ways["history"],
        "dialect": ways["dialect"],
        "ways": ways["ways"],
        "no_way": facts.why_none if _lacks_way(facts) else None,
        "verify": [{"command": line.command, "says": line.says} for line in verify_lines(facts)],
        "links": {
            "page": facts.live.page(),
            "pinned": None if facts.pinned is None else facts.pinned.page(),
            "environment": facts.address.environment.page(),
            **(
                {name: facts.address.part(f"{name}.json") for name in ("now", "why")}
                if facts.is_pinned
                else {}
            ),
            "runbook": addresses.runbook(finding.code.value),
        },
    }


def _lacks_way(facts: FindingFacts) -> bool:
    return facts.is_reported and not facts.ways and facts.finding.code.severity is not Severity.INFORMATION
