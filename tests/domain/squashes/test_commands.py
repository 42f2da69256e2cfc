"""What is typed where a gate is open, and in an environment that holds one."""

from dataclasses import replace

from app.domain.release import Release
from app.domain.squashes import Gate, lives
from app.domain.squashes.commands import MAX_FILES, GateStep, remedy, steps
from app.domain.squashes.gates import Reason
from tests.build import release
from tests.domain.squashes.situations import (
    WITH_FILES,
    WITHOUT_FILES,
    WITHOUT_REPLACES,
    life,
    of_parts,
    sighting,
)


def with_paths(made: Release) -> Release:
    migrations = (replace(each, path=f"my code/{each.key.name}.py") for each in made.migrations.values())
    return Release.of(migrations, django=made.django)


def test_the_files_are_deleted_with_git():
    found = life(WITH_FILES, "recorded")

    first, second = steps(with_paths(WITH_FILES), found, found.gate(Gate.FILES))
    assert first == GateStep("Delete the files.", ("git rm -- 'my code/1.py' 'my code/2.py'",))
    assert second.text == "a.3 and b.1 need what it replaces: let them need a.s instead."


def test_without_paths_the_files_are_named():
    found = life(WITH_FILES, "recorded")

    assert steps(WITH_FILES, found, found.gate(Gate.FILES))[0] == GateStep("Delete the files of a.1 and a.2.")


def test_very_many_files_are_named_in_part():
    number = MAX_FILES + 1
    chain = " < ".join(str(each) for each in range(1, number + 1))
    many = release(f"a: {chain}", f"a: s = {'+'.join(str(each) for each in range(1, number + 1))}")
    (found,) = lives(many, [sighting("fresh", many)])

    assert steps(with_paths(many), found, found.gate(Gate.FILES)) == (
        GateStep("Delete the files of a.1, a.10, a.11, a.12, a.13, a.2 and 7 more."),
    )


def test_replaces_goes_with_the_files_or_after_them():
    found = life(WITH_FILES, "recorded")
    texts = [step.text for step in steps(with_paths(WITH_FILES), found, found.gate(Gate.REPLACES))]
    assert texts[0] == "Delete the replaced files, before or in the same change."
    assert texts[-1] == "Take replaces out of my code/s.py."

    found = life(WITHOUT_FILES, "recorded")
    assert steps(WITHOUT_FILES, found, found.gate(Gate.REPLACES)) == (GateStep("Take replaces out of a.s."),)


def test_rows_are_pruned_in_each_database():
    seen = of_parts("two", WITHOUT_REPLACES, default="a.1 a.s a.3 b.1", reports="a.1 a.s a.3 b.1")
    (found,) = lives(WITHOUT_REPLACES, [seen], known=(WITH_FILES,))

    (step,) = steps(WITHOUT_REPLACES, found, found.gate(Gate.ROWS))
    assert step.commands == (
        "python manage.py migrate a --prune",
        "python manage.py migrate a --prune --database=reports",
    )


def test_a_gate_that_is_not_open_has_no_steps():
    found = life(WITH_FILES, "half")

    assert steps(WITH_FILES, found, found.gate(Gate.FILES)) == ()


def test_who_holds_a_gate_migrates():
    found = life(WITH_FILES, "half")

    assert remedy(found, Reason.HALF_APPLIED) == ("python manage.py migrate a",)
    assert remedy(found, Reason.NOT_RECORDED) == ("python manage.py migrate",)
    assert remedy(found, Reason.UNSEEN) == ()
