"""The runbook as JSON, `driftboard-runbook/1`."""

from typing import Any

from app.domain.findings import Code
from app.web.findings.ways_out import general_entry
from app.web.wording import rich_text as text

FORMAT = "driftboard-runbook/1"


def document(code: Code) -> dict[str, Any]:
    """One entry, filled with the keys of the example."""
    view = general_entry(code)
    return {
        "code": code.value,
        "name": code.word,
        "severity": code.severity.name.lower(),
        "title": view.title,
        "sentence": text.flat(view.sentence),
        "consequence": view.consequence,
        "meaning": view.meaning,
        "checks": [" ".join(filter(None, (check.text, check.command))) for check in view.checks],
        "ways": [{"title": way.title, "when": way.when, "commands": list(way.commands)} for way in view.ways],
        "avoid": view.avoid or None,
        "page": view.href,
    }
