"""A command under "How to check" leaves rows, schema and files as they were."""

import os
import re

import pytest

from app.domain.findings import Code
from app.domain.runbook import CHECK, entry_of, example_of
from tests.advice.entries import check_commands, entry_shown, filled
from tests.advice.situations import SITUATIONS

VERSIONS = os.environ.get("ADVICE_DJANGO", "5.2").split()
REFUSED = frozenset({"D101", "D102", "D104", "D104 same number", "D104 stale copy"})
"""The situations in which Django refuses; so a command for looking may end with its error."""


@pytest.mark.parametrize("django", VERSIONS)
@pytest.mark.parametrize("name", SITUATIONS)
def test_a_command_for_looking_changes_nothing(made, tmp_path, name, django):
    situation, project = made(name, django, tmp_path)
    before = project.contents()

    for command in check_commands(entry_shown(situation, project)):
        typed = project.run(filled(situation, command))

        assert project.contents() == before, command
        assert "usage:" not in typed.stderr, typed.stderr
        if name not in REFUSED and "makemigrations" not in command:
            assert typed.returncode == 0, (command, typed.stderr)


def test_whatever_looks_like_a_command_in_a_check_is_one():
    for code in Code:
        for check in entry_of(example_of(code)).checks:
            if re.search(r"manage\.py|\bSELECT\b|\bgit ", check):
                assert CHECK.fullmatch(check), check


def test_every_check_that_has_a_command_has_a_situation():
    codes = {code for code in Code if check_commands(entry_of(example_of(code)))}

    with_situation = {situation.code for situation in SITUATIONS.values()}
    assert codes - with_situation == {Code.TABLE_ELSEWHERE}  # it is PostgreSQL's: test_documents has it
