"""The sentence about the way back once a plan has run."""

from dataclasses import replace

import pytest

from app.domain.outcome.way_back import way_back
from app.domain.release import Operation
from tests.build import key, release

YES, NO, UNKNOWN = (Operation("RunPython", reversible=each) for each in (True, False, None))


@pytest.mark.parametrize(
    ("operations", "drops", "sentence"),
    [
        ([YES], 0, "There is a way back: it can be unapplied."),
        ([YES, YES], 0, "There is a way back: all 2 can be unapplied."),
        ([YES, YES], 1, "There is a way back: all 2 can be unapplied, without the data that 1 drops."),
        ([YES, YES], 2, "There is a way back: all 2 can be unapplied, without the data that 2 drop."),
        ([YES, UNKNOWN], 1, "Whether there is a way back is not known of 1 migration."),
        ([UNKNOWN, NO], 0, "There is no full way back: a.2 is irreversible."),
        ([YES, NO, NO], 0, "There is no full way back: a.2 is irreversible, the first of 2."),
    ],
)
def test_the_way_back_is_said_as_far_as_the_files_say(operations, drops, sentence):
    plan = [key(f"a.{number}") for number in range(1, len(operations) + 1)]
    files = release("a: " + " < ".join(each.name for each in plan))
    migrations = {
        each: replace(files.migrations[each], operations=(operation,))
        for each, operation in zip(plan, operations, strict=True)
    }

    assert way_back(replace(files, migrations=migrations), plan, plan[:drops]) == sentence


def test_an_empty_migration_can_be_unapplied():
    assert way_back(release("a: 1"), [key("a.1")], ()) == "There is a way back: it can be unapplied."
