"""The entry of one finding: its sentence, its checks and its commands, filled with the keys of the finding."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from shlex import quote
from urllib.parse import quote as url_quote

from app.domain.english import count, listed
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.runbook.entries import ENTRIES
from app.domain.runbook.entry import Entry, Way

EXAMPLE_FINDING = Finding(
    Code.MISSING_DEPENDENCY,
    MigrationKey("orders", "0001_initial"),
    (MigrationKey("users", "0010_add_unique_id_migration"),),
)
"""The finding whose keys the runbook names, as it belongs to no environment; its code is replaced."""

EXAMPLE_NAMES = {
    Code.TABLES_WITHOUT_ROWS: ("orders_line", "orders_order"),
    Code.TABLE_ELSEWHERE: ("acme",),
}
"""What the finding names besides in the runbook, for the codes that always name something."""

MAX_NAMES = 3
"""Further names are counted."""

PLAIN_SCHEMA = re.compile(r"[a-z_][a-z0-9_]*")
"""Matches the name of a schema that needs no quotes in a search path."""

SQL_KEYWORDS = ("INSERT", "UPDATE", "DELETE", "SELECT")
"""A command that begins with one of these is SQL, any other is for a shell."""


def example_of(code: Code) -> Finding:
    """The finding of this code whose keys the runbook names."""
    return replace(EXAMPLE_FINDING, code=code, names=EXAMPLE_NAMES.get(code, ()))


def sentence(
    finding: Finding, *, key_text: Callable[[MigrationKey], str] = str, most: int | None = None
) -> str:
    """
    A finding in one sentence, the same for pages, JSON, terminal and previews.

    `key_text` writes a key, by default the whole key. At most `most` related keys are named, the others are counted.
    """
    return _filled(_template(finding), finding, key_text=key_text, most=most)


def _template(finding: Finding) -> str:
    entry = ENTRIES[finding.code]
    if finding.names and entry.sentence_of_files:
        return entry.sentence_of_files
    is_of_many = max(len(finding.related), len(finding.names)) > 1
    return entry.sentence_of_many if is_of_many and entry.sentence_of_many else entry.sentence


def entry_of(finding: Finding) -> Entry:
    """The entry of the finding's code, with the keys of the finding in every sentence and command."""
    entry = ENTRIES[finding.code]
    return replace(
        entry,
        sentence=sentence(finding),
        checks=tuple(command for check in entry.checks for command in _commands(check, finding)),
        ways=tuple(
            Way(
                way.title,
                _filled(way.when, finding),
                tuple(command for template in way.commands for command in _commands(template, finding)),
            )
            for way in entry.ways
        ),
    )


def _commands(template: str, finding: Finding) -> Iterator[str]:
    """The command of a template; one for each related key if the template names `{first}`, as all are needed."""
    if "{first" in template and len(finding.related) > 1:
        for key in finding.related:
            yield _command(template, replace(finding, related=(key,)))
    else:
        yield _command(template, finding)


def _filled(
    text: str,
    finding: Finding,
    *,
    key_text: Callable[[MigrationKey], str] | None = None,
    most: int | None = None,
) -> str:
    """The text with its placeholders filled; without `key_text` a placeholder may ask for a part of a key."""
    related = finding.related if key_text is None else tuple(map(key_text, finding.related))
    subject = finding.subject if key_text is None else key_text(finding.subject)
    return text.format(
        subject=subject,
        related=listed(related, most) or "nothing else",
        all=listed((subject, *related), most),
        first=finding.related[0] if finding.related else finding.subject,
        app=finding.subject.app_label,
        count=count(1 + len(finding.related), "row"),
        names=listed(finding.names, MAX_NAMES),
        tables=count(len(finding.names), "table"),
        schema=_in_url(finding.names[0]) if finding.names else "",
    )


def _command(template: str, finding: Finding) -> str:
    """A command with the keys quoted for SQL or for a shell: a name comes from a database and may hold anything."""
    quote_key = _sql_quote if template.startswith(SQL_KEYWORDS) else _shell_quote
    subject, related = quote_key(finding.subject), tuple(map(quote_key, finding.related))
    return _filled(template, replace(finding, subject=subject, related=related))


def _in_url(schema: str) -> str:
    """The name of a schema as it stands after `?options=-csearch_path%3D` in a URL."""
    if PLAIN_SCHEMA.fullmatch(schema):
        return schema
    text = '"' + schema.replace('"', '""') + '"'
    return url_quote(text.replace("\\", "\\\\").replace(" ", "\\ "), safe="")


def _sql_quote(key: MigrationKey) -> MigrationKey:
    return MigrationKey(*(part.replace("'", "''") for part in key))


def _shell_quote(key: MigrationKey) -> MigrationKey:
    return MigrationKey(*map(quote, key))
