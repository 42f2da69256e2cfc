"""Which new migrations are irreversible or drop data; those that the earlier release had are not among them."""

from dataclasses import replace

from app.domain.difference import difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.new_steps import NewSteps, step_words
from app.domain.release import Operation, Release
from app.domain.reports.difference import plain
from tests.build import key, release

CODE, GONE = Operation("RunPython", None, False), Operation("RemoveField", "x.y", True)


def doing(code: Release, operation: Operation, *keys: str) -> Release:
    migrations = {
        one.key: replace(one, operations=(operation,)) if str(one.key) in keys else one
        for one in code.migrations.values()
    }
    return replace(code, migrations=migrations)


def test_old_ones_are_not_counted():
    before = doing(release("a: 1"), CODE, "a.1")
    after = doing(doing(release("a: 1 < 2 < 3"), CODE, "a.1", "a.2"), GONE, "a.3")

    steps = NewSteps(difference(before, after))

    assert (steps.keys, steps.irreversible) == ((key("a.2"), key("a.3")), (key("a.2"),))
    assert steps.dropping == {key("a.3")}
    assert steps.words == ("1 irreversible", "1 drops data")
    assert step_words(1_200, 2) == ("1,200 irreversible", "2 drop data")
    assert step_words(0, 0) == ()
    text = plain(difference(before, after), ReleaseNames("v1", "v2"))
    assert "added         a.2  irreversible\n              a.3  drops data\n" in text


def test_a_squash_is_new_only_where_something_that_it_replaces_is_new():
    before = release("a: 1 < 2")

    old = NewSteps(difference(before, release("a: 1to2 = 1+2")))
    new = NewSteps(difference(before, release("a: 1to3 = 1+2+3")))

    assert (old.keys, new.keys) == ((), (key("a.1to3"),))


def test_the_migrations_of_an_app_with_another_label_run_again():
    def code(label: str) -> Release:
        return doing(
            release(f"{label}: 1 < 2"), replace(CODE, fingerprint="a" * 16), f"{label}.1", f"{label}.2"
        )

    steps = NewSteps(difference(code("mfa"), code("accounts_mfa")))

    assert steps.irreversible == (key("accounts_mfa.1"), key("accounts_mfa.2"))
