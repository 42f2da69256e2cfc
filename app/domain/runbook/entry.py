"""The shape of one entry of the runbook."""

from dataclasses import dataclass

RECORD_ROW = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('{first.app_label}', '{first.name}', CURRENT_TIMESTAMP);"
)
DELETE_ROW = "DELETE FROM django_migrations WHERE app = '{subject.app_label}' AND name = '{subject.name}';"
"""The commands that several entries have."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: what to do, when it fits, and the commands that a person runs elsewhere."""

    title: str
    when: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What one code means and what to do about it.

    `sentence` and the commands are filled with a finding: `{subject}`, `{related}`, `{first}` (the first related
    migration), `{all}` (subject and related), `{app}` and `{count}` (of rows); and of what else the finding names
    `{names}`, `{tables}` (their number) and `{schema}` (the first one, as a URL has it). Where several migrations are
    related, or several things named, `sentence_of_many` takes the place of `sentence`; where files are named that
    Django passes over, `sentence_of_files` does. `blockers` names what blocks an environment, one and many: only
    what Django refuses has them.
    """

    title: str
    sentence: str
    consequence: str
    meaning: str
    checks: tuple[str, ...]
    ways: tuple[Way, ...]
    avoid: str = ""
    sentence_of_many: str = ""
    sentence_of_files: str = ""
    blockers: tuple[str, str] = ("", "")
