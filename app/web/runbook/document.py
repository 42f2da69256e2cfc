"""The runbook, as JSON."""

from dataclasses import replace
from typing import Any

from app.domain.findings import Code
from app.domain.runbook import EXAMPLES
from app.web.findings.ways_out import entry
from app.web.wording import rich_text as text

FORMAT = "driftboard-runbook/1"


def document(code: Code) -> dict[str, Any]:
    """One entry as JSON."""
    shown = entry(replace(EXAMPLES, code=code))
    return {
        "code": code.value,
        "name": code.word,
        "severity": code.severity.name.lower(),
        "title": shown.title,
        "sentence": text.flat(shown.sentence),
        "consequence": shown.consequence,
        "meaning": shown.meaning,
        "checks": [" ".join(filter(None, (check.said, check.command))) for check in shown.checks],
        "ways": [
            {"title": way.title, "when": way.when, "commands": list(way.commands)} for way in shown.ways
        ],
        "avoid": shown.avoid or None,
        "page": shown.href,
    }
