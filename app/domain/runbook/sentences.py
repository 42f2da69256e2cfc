"""The entries, said of one finding: its sentence, its checks and commands with whole keys; and the book as Markdown."""

from collections.abc import Iterator
from dataclasses import replace
from shlex import quote

from app.domain.english import count, listed
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.runbook.entries import ENTRIES
from app.domain.runbook.entry import Entry, Way

EXAMPLES = Finding(
    Code.MISSING_DEPENDENCY,
    MigrationKey("orders", "0001_initial"),
    (MigrationKey("users", "0010_add_unique_id_migration"),),
)
"""The keys with which the book speaks where it speaks of no environment."""

SQL = ("INSERT", "DELETE", "SELECT")


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
    return text.format(
        subject=finding.subject,
        related=listed(finding.related) or "nothing else",
        first=finding.related[0] if finding.related else finding.subject,
        app=finding.subject.app_label,
        count=count(1 + len(finding.related), "row"),
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
