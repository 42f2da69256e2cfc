"""Makes releases and histories of a given size, shaped like large real projects: apps in layers, a few squashes."""

import random
from datetime import UTC, datetime, timedelta

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import migrate
from app.domain.outcome.recorder import rows_after
from app.domain.release import Migration, Release

START = datetime(2025, 9, 1, 8, tzinfo=UTC)


def release(migrations: int, *, seed: int = 1, django: str = "5.2") -> Release:
    """
    Make a release of this many migrations.

    Apps have about fifty migrations, each with 1.4 edges. Every fourth app has a squash of ten.
    """
    draw = random.Random(seed)  # noqa: S311 - shapes, not secrets
    made: list[Migration] = []
    earlier_keys: list[MigrationKey] = []
    apps = max(3, migrations // 50)
    share = migrations // apps
    for number in range(apps):
        app_label = f"app{number:03}"
        size = share + (migrations - share * apps if number == 0 else 0)
        replaced_count = 10 if number % 4 == 1 and size > 20 else 0
        before: MigrationKey | None = None
        for position in range(1, size + 1 - bool(replaced_count)):
            key = MigrationKey(app_label, f"{position:04}_step")
            dependencies = [before] if before else []
            if earlier_keys and draw.random() < 0.4:
                dependencies.append(draw.choice(earlier_keys[-400:]))
            made.append(Migration(key, tuple(dependencies)))
            before = key
        if replaced_count:
            replaced = tuple(MigrationKey(app_label, f"{n:04}_step") for n in range(1, replaced_count + 1))
            outer_dependencies = {
                dependency
                for migration in made
                if migration.key in replaced
                for dependency in migration.dependencies
                if dependency.app_label != app_label
            }
            key = MigrationKey(app_label, "0001_squashed_0010_step")
            made.append(Migration(key, tuple(sorted(outer_dependencies)), (), replaced))
        earlier_keys += [migration.key for migration in made[-size:]]
    return Release.of(made, django=django)


def full_history(of: Release) -> History:
    """Make a row for every migration, in the order in which Django writes them on an empty database."""
    after = rows_after(of, History(), migrate(of, History()))
    keys = [*after.rows, *sorted(after.finished_squashes)]
    return History(tuple(_row(key, number) for number, key in enumerate(keys)))


def histories(of: Release, count: int, *, seed: int = 2) -> list[History]:
    """
    Make the histories of a fleet.

    A tenth is in step, a tenth has an unknown row, and a tenth lacks a row. The others are some migrations behind.
    """
    draw = random.Random(seed)  # noqa: S311 - shapes, not secrets
    all_rows = full_history(of).rows
    fleet = []
    for number in range(count):
        rows = list(all_rows if number % 10 == 0 else all_rows[: len(all_rows) - draw.randrange(1, 60)])
        if number % 10 == 1:
            rows.append(_row(MigrationKey("app000", f"9999_stranger_{number}"), len(all_rows)))
        if number % 10 == 2:
            del rows[draw.randrange(len(rows))]
        fleet.append(History(tuple(rows)))
    return fleet


def _row(key: MigrationKey, number: int) -> Row:
    return Row(key, str(START + timedelta(seconds=7 * number, microseconds=number)), number + 1)
