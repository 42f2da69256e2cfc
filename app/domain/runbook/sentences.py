"""The entry of one finding: its sentence, its checks and its commands, filled with the keys of the finding."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from shlex import quote
from urllib.parse import quote as url_quote

from app.domain.english import count, listed
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.runbook.circumstances import GENERAL, Circumstances, Variant
from app.domain.runbook.entries import ENTRIES
from app.domain.runbook.entry import CHECK, RECORD_ROW, Entry, Way
from app.domain.runbook.variants import VARIANTS

EXAMPLE_FINDING = Finding(
    Code.MISSING_DEPENDENCY,
    MigrationKey("orders", "0001_initial"),
    (MigrationKey("users", "0010_add_unique_id_migration"),),
)
"""The finding whose keys the runbook names, as it belongs to no environment; its code is replaced."""

EXAMPLE_NAMES = {
    Code.TABLES_WITHOUT_ROWS: ("orders_line", "orders_order"),
    Code.TABLE_ELSEWHERE: ("acme",),
    Code.NEWER_RELEASE: ("orders.0002_add_status",),
}
"""What the finding names besides in the runbook, for the codes that always name something."""

MAX_NAMES = 3
"""Further names are counted."""

MAX_KEYS = 24
"""A sentence names so many related keys and counts the others; the finding has them all."""

SAME_IN_EVERY_RUN = frozenset({Code.SILENT_SKIP, Code.STALE_SQUASH_ROW, Code.HOLLOW_SQUASH_ROW})
"""The codes whose sentence tells of rows alone. Chance may decide what Django does about them, never what they are."""

PLAIN_SCHEMA = re.compile(r"[a-z_][a-z0-9_]*")
"""Matches the name of a schema that needs no quotes in a search path."""

SQL_KEYWORDS = ("INSERT", "UPDATE", "DELETE", "SELECT")
"""A command that begins with one of these is SQL, any other is for a shell."""


def example_of(code: Code) -> Finding:
    """The finding of this code whose keys the runbook names."""
    return replace(EXAMPLE_FINDING, code=code, names=EXAMPLE_NAMES.get(code, ()))


def sentence(
    finding: Finding,
    circumstances: Circumstances = GENERAL,
    *,
    key_text: Callable[[MigrationKey], str] = str,
    most: int = MAX_KEYS,
) -> str:
    """
    A finding in one sentence, the same for pages, JSON, terminal and previews.

    `key_text` writes a key, by default the whole key. At most `most` related keys are named, the others are counted.
    """
    entry = _template_of(finding, circumstances)
    text = _filled(_template(entry, finding), finding, circumstances, key_text=key_text, most=most)
    if not circumstances.is_certain:
        return f"If what could not be read changes nothing: {text}"
    is_of_some_runs = circumstances.is_by_chance and finding.code not in SAME_IN_EVERY_RUN
    return f"In some runs: {text}" if is_of_some_runs else text


def title(finding: Finding, circumstances: Circumstances = GENERAL) -> str:
    """What a finding is called, over its sentence."""
    name = _template_of(finding, circumstances).title
    return f"{name}, by chance" if circumstances.is_by_chance else name


def consequence(finding: Finding, circumstances: Circumstances = GENERAL) -> str:
    """What Django does about a finding, in one sentence after that of the finding."""
    if not circumstances.is_certain:
        return "Whether it is so shows when everything can be read."
    text = _template_of(finding, circumstances).consequence
    if not circumstances.is_by_chance or circumstances.variant is Variant.WHILE_CHANCE_DECIDES:
        return text
    return f"In some runs {text}" if finding.code in SAME_IN_EVERY_RUN else f"Then {text}"


def _template_of(finding: Finding, circumstances: Circumstances) -> Entry:
    return VARIANTS.get((finding.code, circumstances.variant), ENTRIES[finding.code])


def _template(entry: Entry, finding: Finding) -> str:
    if finding.names and entry.sentence_of_files:
        return entry.sentence_of_files
    is_of_many = max(len(finding.related), len(finding.names)) > 1
    return entry.sentence_of_many if is_of_many and entry.sentence_of_many else entry.sentence


def entry_of(finding: Finding, circumstances: Circumstances = GENERAL) -> Entry:
    """
    The entry of a finding, with its keys in every sentence and command.

    Of a finding of one comparison the `circumstances` choose the words and fill what is known; the general entry leaves
    it between `<` and `>`.
    """
    entry = _template_of(finding, circumstances)
    all_missing = replace(finding, related=circumstances.missing or finding.related)

    def commands(templates: Iterable[str], finding: Finding) -> tuple[str, ...]:
        filled = (command for text in templates for command in _commands(text, finding, circumstances))
        return tuple(dict.fromkeys(filled))

    return replace(
        entry,
        title=title(finding, circumstances),
        sentence=sentence(finding, circumstances),
        consequence=consequence(finding, circumstances),
        checks=commands(entry.checks, finding),
        ways=tuple(
            Way(
                _filled(way.title, finding, circumstances, most=MAX_KEYS),
                _filled(way.when, finding, circumstances, most=MAX_KEYS),
                commands(way.commands, all_missing if RECORD_ROW in way.commands else finding),
            )
            for way in entry.ways
        ),
    )


def _commands(template: str, finding: Finding, circumstances: Circumstances) -> Iterator[str]:
    """The commands of a template: one for each related key, or for each id, if the template names one of them."""
    if "{first" in template and len(finding.related) > 1:
        for key in finding.related:
            yield _command(template, replace(finding, related=(key,)), circumstances)
    elif "{greater_id}" in template and len(circumstances.greater_ids) > 1:
        for id_ in circumstances.greater_ids:
            yield _command(template, finding, replace(circumstances, greater_ids=(id_,)))
    else:
        yield _command(template, finding, circumstances)


def _filled(
    text: str,
    finding: Finding,
    circumstances: Circumstances = GENERAL,
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
        before=circumstances.before or "<the migration before>",
        greater_id=next(iter(circumstances.greater_ids), "<the greater id>"),
        recorded=listed(circumstances.recorded) or "none of them",
        surplus=circumstances.surplus or "<the file of the copy>",
        file=circumstances.file,
        squash=circumstances.squash,
    )


def _command(template: str, finding: Finding, circumstances: Circumstances) -> str:
    """A command with the keys quoted for SQL or for a shell: a name comes from a database and may hold anything."""
    command = CHECK.fullmatch(template)
    is_sql = (command["command"] if command else template).startswith(SQL_KEYWORDS)
    quote_key = _sql_quote if is_sql else _shell_quote
    file = quote(f"*/migrations/{finding.subject.name}.py")
    subject, related = quote_key(finding.subject), tuple(map(quote_key, finding.related))
    quoted = replace(
        circumstances,
        before=quote(circumstances.before) if circumstances.before else "",
        surplus=quote(circumstances.surplus) if circumstances.surplus else "",
    )
    return _filled(
        template.replace("{pathspec}", file.replace("{", "{{").replace("}", "}}")),
        replace(finding, subject=subject, related=related),
        quoted,
    )


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
