"""Which commands end with an error where `migrate` does: Django is asked, for every kind of error."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.drift import compare
from app.domain.findings import Code, Severity
from app.domain.keys import MigrationKey
from app.domain.outcome.locked_commands import LockedCommands, locked_commands
from app.domain.release import Release
from tests.build import key, release
from tests.oracle.django_process import court, question_about
from tests.oracle.strategies import releases, rows
from tests.oracle.test_against_django import history

EXAMPLES = int(os.environ.get("LOCKED_EXAMPLES", "10"))
"""Of each version; LOCKED_EXAMPLES=5000 for a long run."""

VERSIONS = ("3.2", "4.2", "5.2", "6.0", "6.1")
SCRIPT = Path(__file__).with_name("locked_commands_script.py")
TWIN = {"makemigrations --check": "makemigrations"}
"""Commands of which nothing of their own is said: they do as another one does."""


def asked(
    version: str, shown: Release, recorded: list[MigrationKey], *, seed: int = 0
) -> dict[str, str | None]:
    return court(version, SCRIPT).ask(question_about(shown, recorded, seed=seed))


def check(answers: dict[str, str | None], ours: LockedCommands, context: object) -> None:
    """Django's answer is what is said, or one of two where chance is said to decide."""
    for command, error in answers.items():
        said = TWIN.get(command, command)
        if said == "migrate" or said in ours.by_chance:
            continue
        assert (said in ours.locked) == (error is not None), (command, error, ours, context)


NESTED = ("a: 1 < 2 < 3", "a: s2 = 1+2", "a: s3 = s2+3")
CASES = [
    (Code.MISSING_DEPENDENCY, VERSIONS, ("a: 1 < 2", "b: 1 @a.2"), "a.1 b.1"),
    (Code.MISSING_PARENT, VERSIONS, ("a: 1 @b.9", "b: 1"), "a.1"),
    (Code.MISSING_PARENT, VERSIONS, ("a: s = 1+2", "b: 1 @a.2"), "a.1"),
    (Code.CYCLE, VERSIONS, ("a: 1 @b.1", "b: 1 @a.1"), ""),
    (Code.FORKED, VERSIONS, ("a: 1 < 2", "a: 3 @a.1"), "a.1"),
    (Code.SQUASH_CIRCLE, ("6.0", "6.1"), ("a: x = y", "a: y = x"), ""),
    (Code.SQUASH_CIRCLE, ("3.2", "4.2", "5.2"), ("a: 1", "a: s = 1+s", "b: 1 @a.s"), ""),
    (Code.SQUASH_CIRCLE, ("3.2", "4.2", "5.2"), ("a: 1", "a: s = 1+s", "b: 1 @a.s"), "a.1 a.s b.1"),
    (Code.SQUASH_CIRCLE, ("3.2", "4.2"), ("a: 1", "a: s = 1+s", "a: 2 @a.1"), "a.1 a.s a.2"),
    (Code.UNKNOWN_APP, VERSIONS, ("a: 1 @u.__first__", "b: 1"), ""),
    (Code.UNDEFINED, ("4.2", "5.2"), NESTED, "a.1 a.2 a.s2 a.3"),
]
"""For each code of Django's refusals a release and rows: the core says that code of them."""


def situations() -> Iterator[tuple[str, Code, Release, list[MigrationKey]]]:
    for code, versions, lines, recorded in CASES:
        for version in versions:
            made = release(*lines, django=version)
            yield version, code, made, [key(text) for text in recorded.split()]


@pytest.mark.parametrize("version", VERSIONS)
def test_of_every_code_django_is_asked(version: str):
    for of_version, code, shown, recorded in situations():
        if of_version == version:
            drift = compare(shown, history(recorded))
            assert code in {finding.code for finding in drift.findings}, (code, drift.findings)
            answers = asked(version, shown, recorded)
            check(answers, locked_commands(shown, history(recorded)), (code, shown))


def test_every_code_that_blocks_is_among_them():
    blocking = {code for code in Code if code.severity is Severity.BLOCKING}

    assert {code for code, *_ in CASES} == blocking


@pytest.mark.parametrize("version", VERSIONS)
def test_django_and_we_name_the_same_commands(version: str):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        shown = data.draw(releases(django=version))
        recorded = data.draw(rows(shown))
        answers = asked(version, shown, recorded, seed=data.draw(st.integers(0, 999)))
        check(answers, locked_commands(shown, history(recorded)), (answers, shown, recorded))

    agree()
