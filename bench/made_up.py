"""Releases and histories of a given size, shaped like large real projects: apps in layers, a few squashes."""

import random
from datetime import UTC, datetime, timedelta

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.outcome import migrate
from app.domain.outcome.recorder import rows_after
from app.domain.release import Migration, Release

START = datetime(2025, 9, 1, 8, tzinfo=UTC)


def release(migrations: int, *, seed: int = 1, django: str = "5.2") -> Release:
    """So many migrations in apps of about fifty, 1.4 edges each, one squash of ten in every fourth app."""
    draw = random.Random(seed)  # noqa: S311 - shapes, not secrets
    made: list[Migration] = []
    known: list[MigrationKey] = []
    apps = max(3, migrations // 50)
    share = migrations // apps
    for number in range(apps):
        app_label = f"app{number:03}"
        size = share + (migrations - share * apps if number == 0 else 0)
        squashed = 10 if number % 4 == 1 and size > 20 else 0
        before: MigrationKey | None = None
        for position in range(1, size + 1 - bool(squashed)):
            key = MigrationKey(app_label, f"{position:04}_step")
            dependencies = [before] if before else []
            if known and draw.random() < 0.4:
                dependencies.append(draw.choice(known[-400:]))
            made.append(Migration(key, tuple(dependencies)))
            before = key
        if squashed:
            replaced = tuple(MigrationKey(app_label, f"{n:04}_step") for n in range(1, squashed + 1))
            others = {
                d for m in made if m.key in replaced for d in m.dependencies if d.app_label != app_label
            }
            made.append(
                Migration(
                    MigrationKey(app_label, "0001_squashed_0010_step"), tuple(sorted(others)), (), replaced
                )
            )
        known += [migration.key for migration in made[-size:]]
    return Release.of(made, django=django)


def whole(of: Release) -> History:
    """Every row, in the order in which Django would write them on an empty database."""
    ending = rows_after(of, History(), migrate(of, History()))
    keys = [*ending.rows, *sorted(ending.finished_squashes)]
    return History(tuple(_row(key, number) for number, key in enumerate(keys)))


def histories(of: Release, count: int, *, seed: int = 2) -> list[History]:
    """A fleet: most are migrations behind, a tenth in step, a tenth with a stranger, a tenth with a missing row."""
    draw = random.Random(seed)  # noqa: S311 - shapes, not secrets
    rows = whole(of).rows
    fleet = []
    for number in range(count):
        kept = list(rows) if number % 10 == 0 else list(rows[: len(rows) - draw.randrange(1, 60)])
        if number % 10 == 1:
            kept.append(_row(MigrationKey("app000", f"9999_stranger_{number}"), len(rows)))
        if number % 10 == 2:
            del kept[draw.randrange(len(kept))]
        fleet.append(History(tuple(kept)))
    return fleet


def _row(key: MigrationKey, number: int) -> Row:
    return Row(key, str(START + timedelta(seconds=7 * number, microseconds=number)), number + 1)
