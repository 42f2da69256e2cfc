"""What of a comparison an error fits."""

from dataclasses import replace

import pytest

from app.domain.drift import Drift, compare
from app.domain.error_text import printed_errors
from app.domain.error_text.fit import Fit, fits
from app.domain.findings import Code
from app.domain.history import Surroundings
from app.domain.release import Operation, Release
from tests import build

SHOP = build.release("users: 1 < 2", "orders: 1 @users.2 < 2")
INCONSISTENT = "Migration {} is applied before its dependency {} on database 'default'."
FORKS = "Conflicting migrations detected; multiple leaf nodes in the migration graph: ({})."


def found(text: str, drift: Drift) -> list[Fit]:
    (error,) = printed_errors(text)
    return list(fits(error, drift))


def codes(text: str, drift: Drift) -> list[tuple[Code | None, bool]]:
    return [(fit.finding.code if fit.finding else None, fit.is_exact) for fit in found(text, drift)]


def drift_of(release: Release, *rows: str, surroundings: Surroundings | None = None) -> Drift:
    return compare(release, replace(build.history(*rows), surroundings=surroundings))


BLOCKED = drift_of(SHOP, "users.1", "orders.1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (INCONSISTENT.format("orders.1", "users.2"), [(Code.MISSING_DEPENDENCY, True)]),
        (INCONSISTENT.format("orders.1", "users.3"), [(Code.MISSING_DEPENDENCY, False)]),
        (INCONSISTENT.format("users.2", "orders.1"), [(Code.MISSING_DEPENDENCY, False)]),
        (INCONSISTENT.format("billing.1", "users.9"), []),
        ("ers.1 is applied before its dependency users.2", [(Code.MISSING_DEPENDENCY, True)]),
        ("InconsistentMigrationHistory", [(Code.MISSING_DEPENDENCY, False)]),
        ("NodeNotFoundError", []),
    ],
)
def test_an_inconsistent_history_is_the_finding_of_its_two_migrations(text, expected):
    assert codes(text, BLOCKED) == expected


def test_a_missing_file_is_found_by_its_name_and_by_what_needs_it():
    release = build.release("users: 1", "orders: 1 @users.2 < 2")
    drift = drift_of(release, "users.1")
    text = "Migration orders.1 dependencies reference nonexistent parent node ('users', '{}')"

    assert codes(text.format("2"), drift) == [(Code.MISSING_PARENT, True)]
    assert codes(text.format("7"), drift) == [(Code.MISSING_PARENT, False)]


def test_a_circle_is_found_wherever_django_begins_it():
    drift = drift_of(build.release("users: 1 @orders.1", "orders: 1 @users.1"))

    assert codes("CircularDependencyError: users.1, orders.1", drift) == [(Code.CYCLE, True)]
    assert codes("CircularDependencyError: orders.1, users.1", drift) == [(Code.CYCLE, True)]
    assert codes("CircularDependencyError: orders.1, billing.1", drift) == [(Code.CYCLE, False)]


def test_a_fork_is_found_by_its_leaves_and_close_in_the_same_app():
    drift = drift_of(build.release("users: 0001_a < 0002_b", "users: 0002_c @users.0001_a"))

    assert codes(FORKS.format("0002_b, 0002_c in users"), drift) == [(Code.FORKED, True)]
    assert codes(FORKS.format("0002_b, 0002_d in users"), drift) == [(Code.FORKED, False)]
    assert codes(FORKS.format("0002_b, 0002_d in orders"), drift) == []
    assert codes("multiple leaf nodes in the migration graph: (0002_b, 0002", drift) == [(Code.FORKED, True)]


def test_an_unknown_app_is_found_by_what_django_prints():
    drift = drift_of(build.release("users: 1 @nosuch.__first__"))

    assert codes("Dependency on unknown app: nosuch", drift) == [(Code.UNKNOWN_APP, True)]
    assert codes("Dependency on unknown app: other", drift) == []


def test_of_two_findings_the_one_about_the_migration_that_is_named_first_fits():
    release = build.release("a: 1 < 2", "a: x = y", "a: y = x", django="6.0")
    text = "Cyclical squash replacement found, starting at ('a', '{}')"

    assert [str(fit.migration) for fit in found(text.format("y"), drift_of(release))] == ["a.y"]
    assert [str(fit.migration) for fit in found(text.format("x"), drift_of(release))] == ["a.x"]


def test_a_key_error_is_found_among_what_a_squash_replaces():
    drift = drift_of(build.release("users: 1to3 = 1+2+3", "orders: 1 @users.1to3"), "users.1")

    assert codes("KeyError: ('users', '2')", drift) == [(Code.SILENT_SKIP, True)]
    assert codes("KeyError: ('users', '9')", drift) == []


MADE = Release.of(
    replace(
        migration,
        operations=(
            Operation("CreateModel", migration.key.app_label[:-1])
            if migration.key.name == "1"
            else Operation("AddField", f"{migration.key.app_label[:-1]}.Customer"),
            Operation("RunPython"),
        ),
    )
    for migration in SHOP.migrations.values()
)


def test_a_table_that_is_there_already_is_the_finding_that_names_it():
    drift = drift_of(MADE, surroundings=Surroundings(tables=("users_user",)))
    text = '{}relation "{}" already exists'

    assert codes(text.format("Applying users.1...", "users_user"), drift) == [
        (Code.TABLES_WITHOUT_ROWS, True)
    ]
    assert codes(text.format("", "users_user"), drift) == [(Code.TABLES_WITHOUT_ROWS, True)]
    assert codes(text.format("", "orders_order"), drift) == []
    assert codes(text.format("Applying orders.2...", "orders_order"), drift) == [(None, False)]


@pytest.mark.parametrize(
    ("text", "migration"),
    [
        ("no such table: orders_order", "orders.1"),
        ('relation "orders_order" does not exist', "orders.1"),
        ("(1146, \"Table 'shop.orders_order' doesn't exist\")", "orders.1"),
        ("column orders_order.customer_id does not exist", "orders.2"),
    ],
)
def test_a_table_that_is_not_there_is_made_by_a_migration_that_waits(text: str, migration: str):
    (fit,) = found(text, drift_of(MADE, "users.1", "users.2"))

    assert (str(fit.migration), fit.finding, fit.is_exact) == (migration, None, True)


def test_a_column_that_is_not_there_is_that_of_a_dependency_that_django_passes_over():
    release = build.release("users: 1to3 = 1+2+3", "orders: 1 @users.1to3")
    text = "Applying orders.1... no such column: b"

    assert codes(text, drift_of(release, "users.1")) == [(Code.SILENT_SKIP, True)]


def test_a_table_that_no_migration_makes_fits_nothing():
    assert found("no such table: orders_gone", drift_of(MADE)) == []


def test_unapplied_migrations_are_those_that_wait_by_number_and_apps():
    behind = drift_of(SHOP, "users.1", "users.2")
    text = (
        "You have {} unapplied migration(s). Your project may not work properly until you apply the migrations for "
        "app(s): {}."
    )

    assert found(text.format(2, "orders"), behind) == [Fit(build.key("orders.1"))]
    assert found(text.format(5, "orders"), behind) == [Fit(build.key("orders.1"), is_exact=False)]
    assert found(text.format(2, "orders, users"), behind) == []
    assert found("You have 2 unapplied migration(s).", behind) == [Fit(build.key("orders.1"))]
    assert found("You have 3 unapplied migration(s).", behind) == []
    assert found("You have 2 unapplied migration(s).", drift_of(SHOP, *map(str, SHOP.migrations))) == []


def test_where_migrate_stopped_a_migration_waits():
    behind = drift_of(SHOP, "users.1", "users.2")

    assert found("Applying orders.2...Traceback", behind) == [Fit(build.key("orders.2"), is_exact=False)]
    assert found("Applying users.2...Traceback", behind) == []
    assert found("No installed app with label 'orders'.", behind) == []
