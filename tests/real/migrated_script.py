"""
Runs in a project: migrates an empty database, and prints its tables and columns before the first migration and after
each, a line of JSON each.

With the word `originals` the squashes whose originals are there are left out, and these run in their place.
"""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

COLUMNS = {
    "sqlite": """SELECT m.name, c.name, NOT (c."notnull" OR c.pk) FROM sqlite_master AS m
        LEFT JOIN pragma_table_xinfo(m.name) AS c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'""",
    "postgresql": """SELECT c.relname, a.attname, NOT a.attnotnull FROM pg_class AS c
        LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')""",
}
"""Every column: its table, its name, whether it may be empty."""


def tables() -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        for table, column, null in cursor.fetchall():
            found.setdefault(table, {})
            if column is not None:
                found[table][column] = bool(null)
    return found


def told(apply_migration):
    before = []

    def run(self, state, migration, fake=False, fake_initial=False):
        if not before:
            before.append(tables())
            print(json.dumps(["", "", before[0]]), flush=True)
        state = apply_migration(self, state, migration, fake=fake, fake_initial=fake_initial)
        print(json.dumps([migration.app_label, migration.name, tables()]), flush=True)
        return state

    return run


def without_squashes(load_disk):
    def load(self):
        load_disk(self)
        disk = self.disk_migrations
        squashes = {
            key: m.replaces
            for key, m in disk.items()
            if m.replaces and all(tuple(r) in disk for r in m.replaces)
        }
        for key in squashes:
            del disk[key]
        for migration in disk.values():
            migration.dependencies = [
                other for name in migration.dependencies for other in squashes.get(tuple(name), [name])
            ]

    return load


if __name__ == "__main__":
    django.setup()
    if "originals" in sys.argv:
        MigrationLoader.load_disk = without_squashes(MigrationLoader.load_disk)
    MigrationExecutor.apply_migration = told(MigrationExecutor.apply_migration)
    call_command("migrate", verbosity=0, skip_checks=True, interactive=False)
