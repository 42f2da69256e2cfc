"""The entries, said of one finding: its sentence, its checks and commands with whole keys; and the book as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from shlex import quote

from app.domain.findings import Code, Finding, Severity
from app.domain.keys import MigrationKey
from app.domain.runbook import ENTRIES, Entry, Way

__all__ = ["ENTRIES", "EXAMPLES", "entry_of", "listed", "markdown", "sentence"]

EXAMPLES = Finding(
    Code.MISSING_DEPENDENCY,
    MigrationKey("orders", "0001_initial"),
    (MigrationKey("users", "0010_add_unique_id_migration"),),
)
"""The keys with which the book speaks where it speaks of no environment."""

SQL = ("INSERT", "DELETE", "SELECT")

SEVERITIES = {
    Severity.BLOCKING: "Django refuses",
    Severity.TROUBLE: "Trouble that Django lets pass",
    Severity.INFORMATION: "Information",
}


def sentence(finding: Finding) -> str:
    """One finding in one sentence, with whole keys."""
    return _filled(ENTRIES[finding.code].sentence, finding)


def entry_of(finding: Finding) -> Entry:
    """The entry of a finding's code, with its keys in every sentence and command."""
    entry = ENTRIES[finding.code]
    return replace(
        entry,
        sentence=_filled(entry.sentence, finding),
        checks=tuple(one for check in entry.checks for one in _commands(check, finding)),
        ways=tuple(
            Way(
                way.title,
                _filled(way.when, finding),
                tuple(one for command in way.commands for one in _commands(command, finding)),
            )
            for way in entry.ways
        ),
    )


def _commands(text: str, finding: Finding) -> Iterator[str]:
    """One command, or, where it names `{first}`, one for each related key: all of them are needed."""
    if "{first" in text and len(finding.related) > 1:
        for other in finding.related:
            yield _command(text, replace(finding, related=(other,)))
    else:
        yield _command(text, finding)


def _filled(text: str, finding: Finding) -> str:
    count = 1 + len(finding.related)
    return text.format(
        subject=finding.subject,
        related=listed(finding.related),
        first=finding.related[0] if finding.related else finding.subject,
        app=finding.subject.app_label,
        count="1 row" if count == 1 else f"{count} rows",
    )


def _command(text: str, finding: Finding) -> str:
    """A command with the keys quoted as its language wants: a name comes from a database and may hold anything."""
    quoted = _in_sql if text.startswith(SQL) else _in_shell
    return _filled(
        text, replace(finding, subject=quoted(finding.subject), related=tuple(map(quoted, finding.related)))
    )


def _in_sql(key: MigrationKey) -> MigrationKey:
    return MigrationKey(*(part.replace("'", "''") for part in key))


def _in_shell(key: MigrationKey) -> MigrationKey:
    return MigrationKey(*map(quote, key))


def listed(keys: Sequence[object]) -> str:
    """`a.1`, `a.1 and b.1`, `a.1, b.1 and c.1`; nothing at all reads as `nothing else`."""
    words = [str(key) for key in keys]
    if not words:
        return "nothing else"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def markdown() -> str:
    """The whole book, docs/runbook.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Runbook"
    yield ""
    yield "Every finding by its code. A code never changes its meaning. Driftboard only reads: every command here is"
    yield "for a person to run elsewhere. The keys are an example's."
    severity = None
    for code in Code:
        if code.severity is not severity:
            severity = code.severity
            yield from ("", f"## D{severity}xx: {SEVERITIES[severity]}")
        entry = entry_of(replace(EXAMPLES, code=code))
        yield from ("", f"### {code.value} {entry.title}", "", f"*{entry.sentence}* {entry.consequence}", "")
        yield from (entry.meaning, "", "Check:", "")
        yield from (f"- {check}" for check in entry.checks)
        yield from ("", "Ways out:", "")
        for number, way in enumerate(entry.ways, 1):
            yield f"{number}. **{way.title}.** {way.when}"
            yield from (f"   `{command}`" for command in way.commands)
        if entry.avoid:
            yield from ("", f"What not to do: {entry.avoid}")
