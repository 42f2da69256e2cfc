"""The shape of one entry of the runbook."""

import re
from dataclasses import dataclass

RECORD_ROW = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('{first.app_label}', '{first.name}', CURRENT_TIMESTAMP);"
)
RECORD_SUBJECT = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('{subject.app_label}', '{subject.name}', CURRENT_TIMESTAMP);"
)
DELETE_ROW = "DELETE FROM django_migrations WHERE app = '{subject.app_label}' AND name = '{subject.name}';"
"""The commands that several entries have."""

CHECK = re.compile(
    r"(?:(?P<text>.*): )?(?P<command>(?:[A-Z]+=\S+ )?(?:python|git) .*|(?:SELECT|SHOW) .*;)", re.DOTALL
)
"""Matches a check that has a command: a text and a colon, or nothing, and the command. It changes nothing."""


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

    A check is a text, or a text that ends with a colon and a command. What stands between `<` and `>` in a command is
    for the reader to fill in. The texts are filled with a finding: `{subject}`, `{related}`, `{first}` (the first
    related migration), `{all}` (subject and related), `{app}` and `{count}` (of rows); with what else it names:
    `{names}`, `{tables}` (their number) and `{schema}` (the first one, as a URL has it); and with `Circumstances`.
    `{pathspec}` finds the file of the subject in Git. Where several migrations are related, or several things named,
    `sentence_of_many` takes the place of `sentence`; where files are named that Django passes over, `sentence_of_files`
    does. `blockers` names what blocks an environment, one and many: only what Django refuses has them.
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


MERGE = Way(
    "Make a merge migration",
    "The two do not touch the same things, and the app is your own.",
    ("python manage.py makemigrations --merge {app}",),
)
"""A way out of two entries."""
