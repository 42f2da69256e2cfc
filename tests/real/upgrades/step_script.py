"""
Runs in a project: `migrate`, with the arguments of the script, and what Django's loader says afterwards as JSON.

`left` are the migrations of its graph that do not count as applied, `plan` what `migrate` would still run.
"""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

if __name__ == "__main__":
    django.setup()
    call_command("migrate", *sys.argv[1:], verbosity=0, skip_checks=True, interactive=False)
    executor = MigrationExecutor(connection)
    loader = executor.loader
    loader.check_consistent_history(connection)
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    told = {
        "left": sorted(list(key) for key in loader.graph.nodes if key not in loader.applied_migrations),
        "plan": [[migration.app_label, migration.name] for migration, _ in plan],
        "conflicts": sorted(loader.detect_conflicts()),
    }
    print(json.dumps(told))
