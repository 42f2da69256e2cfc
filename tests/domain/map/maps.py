"""Releases of many migrations, made up: a chain per app with forks and edges across, and rows of all kinds."""

from random import Random

from app.domain.drift import Drift, compare
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release

WORDS = ("initial", "add_status", "remove_owner", "alter_price", "backfill")


def made_up(seed: int, size: int) -> Drift:
    """A comparison of about `size` migrations; the seed decides how likely each kind of finding is."""
    random = Random(seed)
    apps = [f"app{n:02}" for n in range(random.randint(1, 1 + size // random.choice((4, 15, 60))))]
    chain: dict[str, list[MigrationKey]] = {app: [] for app in apps}
    migrations: list[Migration] = []
    fork, cross = random.choice((0, 0.02)), random.choice((0, 0.1, 0.5))
    squashed = set(random.sample(range(size), random.choice((0, 2))))
    for number in range(size):
        app = random.choice(apps)
        key = MigrationKey(app, f"{number:04}_{random.choice(WORDS)}")
        parents = (
            {random.choice(chain[app]) if random.random() < fork else chain[app][-1]} if chain[app] else set()
        )
        replaces: tuple[MigrationKey, ...] = ()
        if len(chain[app]) > 2 and number in squashed:
            replaces = tuple(chain[app][-2:])
            parents = {chain[app][-3]}
        if migrations and random.random() < cross:
            other = random.choice(migrations[-200:])
            if not replaces and not other.replaces:
                parents.add(other.key)
        migrations.append(Migration(key, tuple(sorted(parents - {key})), replaces=replaces))
        if not replaces:
            chain[app].append(key)
    missing, unknown = random.choice((0, 0.002, 0.03, 0.5)), random.choice((0, 0, 3))
    recorded = migrations[: random.choice((0, size // 2, size, size, size - 3))]
    rows = [migration.key for migration in recorded if random.random() >= missing]
    rows += [MigrationKey(random.choice(apps), f"9{n:03}_wip") for n in range(unknown)]
    rows += random.sample(rows, min(len(rows), random.choice((0, 0, 2))))
    history = History(
        tuple(Row(key, "2026-05-01 11:58:07", position) for position, key in enumerate(rows, 1))
    )
    return compare(Release.of(migrations), history)
