"""Which commands end with an error beside `migrate`, and in which words. `tests/oracle` asks Django the same."""

import pytest

from app.domain.outcome.locked_commands import LockedCommands, is_looked_at, locked_commands
from tests.build import history, release

FORMS = ("migrate --plan", "migrate --check", "migrate --fake")
BLOCKED = release("a: 1 < 2", "b: 1 @a.2")


def of(*lines: str, rows: str = "", django: str = "5.2", **more) -> LockedCommands:
    return locked_commands(release(*lines, django=django), history(*rows.split()), **more)


def test_a_missing_row_stops_what_looks_at_rows():
    found = of("a: 1 < 2", "b: 1 @a.2", rows="a.1 b.1")

    assert found.locked == (*FORMS, "makemigrations")
    assert found.open == ("showmigrations", "showmigrations --plan", "sqlmigrate")
    assert found.sentence == (
        "Also for --plan, --check, --fake and makemigrations. "
        "showmigrations looks normal and exits with 0: do not trust it here."
    )


def test_makemigrations_runs_where_it_does_not_look_at_the_database():
    found = of("a: 1 < 2", "b: 1 @a.2", rows="a.1 b.1", is_looked_at=False)

    assert found.locked == FORMS
    assert "makemigrations does not end with it." in found.sentence
    assert is_looked_at(BLOCKED, "default")
    assert not is_looked_at(BLOCKED, "other")
    assert is_looked_at(release("a: 1", settings={"DATABASE_ROUTERS": "2"}), "other")


def test_a_missing_file_stops_every_command():
    found = of("a: 1 @b.9", "b: 1")

    assert (found.open, found.by_chance) == ((), ())
    assert found.sentence == (
        "Also for --plan, --check, --fake, makemigrations, showmigrations, showmigrations --plan and sqlmigrate."
    )


def test_a_plan_is_printed_before_a_lost_squash_is_missed():
    found = of("a: 1", "a: s = 1+s", "b: 1 @a.s", rows="a.1 a.s b.1")

    assert found.locked == ("migrate --fake", "makemigrations", "showmigrations --plan")
    assert found.open == ("migrate --plan", "migrate --check", "showmigrations", "sqlmigrate")


def test_a_check_with_nothing_to_run_goes_on_before_django_4_2():
    lines, rows = ("a: 1", "a: s = 1+s", "a: 2 @a.1"), "a.1 a.s a.2"

    assert "migrate --check" in of(*lines, rows=rows, django="3.2").locked
    assert "migrate --check" in of(*lines, rows=rows, django="4.2").open
    assert "migrate --check" in of("a: 1", rows="a.1", django="3.2").open
    assert "migrate --check" in of("a: 1", django="3.2").open


@pytest.mark.parametrize(
    ("lines", "django", "is_open"),
    [
        (("a: x = y", "a: y = x"), "6.1", ("sqlmigrate",)),
        (("a: 1", "a: s = 1+s", "b: 1 @a.s"), "5.2", ("showmigrations", "sqlmigrate")),
        (("a: 1 @u.__first__", "b: 1"), "5.2", ()),
        (("a: 1", "a: s @b.1 = 1+s", "b: 1 @a.s < 2"), "5.2", ()),
    ],
)
def test_what_only_builds_the_graph_may_still_run(
    lines: tuple[str, ...], django: str, is_open: tuple[str, ...]
):
    assert of(*lines, django=django).open == is_open


def test_what_chance_decides_is_said_so():
    found = of("a: 1 < 2 < 3", "a: s2 = 1+2", "a: s3 = s2+3", rows="a.1 a.2 a.s2 a.3")

    assert "Chance decides it for" in found.sentence or found.locked


def test_nothing_is_said_where_everything_runs():
    assert of("a: 1").locked == ()
