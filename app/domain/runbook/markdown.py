"""The whole runbook as Markdown: `docs/runbook.md`."""

from collections.abc import Iterator

from app.domain.findings import SEVERITY_WORDS, Code
from app.domain.runbook.sentences import entry_of, example_of


def markdown() -> str:
    """The text of `docs/runbook.md`, sorted by code."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Runbook"
    yield ""
    yield "Every finding by its code. A code never changes its meaning. Driftboard only reads: every command here is"
    yield "for a person to run elsewhere. The migration names are examples."
    severity = None
    for code in Code:
        if code.severity is not severity:
            severity = code.severity
            yield from ("", f"## D{severity}xx: {SEVERITY_WORDS[severity]}")
        entry = entry_of(example_of(code))
        yield from ("", f"### {code.value} {entry.title}", "", f"*{entry.sentence}* {entry.consequence}", "")
        yield from (entry.meaning, "", "Check:", "")
        yield from (f"- {check}" for check in entry.checks)
        yield from ("", "Ways out:", "")
        for number, way in enumerate(entry.ways, 1):
            yield f"{number}. **{way.title}.** {way.when}"
            yield from (f"   `{command}`" for command in way.commands)
        if entry.avoid:
            yield from ("", f"What not to do: {entry.avoid}")
