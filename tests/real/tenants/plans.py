"""
Print of each schema that is named what `migrate` with each of TENANT_APPS would do: its error, or the keys of its plan.

It is Django's own executor on the connection of the tenant, as `migrate_schemas` uses it.
"""

import json
import sys

import django
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

TENANT_LABELS = ("contenttypes", "orders", "billing")


def answer(schema: str) -> str | list[str]:
    connection.set_schema(schema, include_public=False)
    executor = MigrationExecutor(connection)
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        return str(error)
    leaves = [leaf for label in TENANT_LABELS for leaf in executor.loader.graph.leaf_nodes(label)]
    return sorted(f"{step.app_label}.{step.name}" for step, _ in executor.migration_plan(leaves))


if __name__ == "__main__":
    django.setup()
    print(json.dumps({schema: answer(schema) for schema in sys.argv[1:]}))
