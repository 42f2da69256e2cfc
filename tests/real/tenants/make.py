"""
Make the tenants of a project with the commands of django-tenants, in one process. Argument: how many.

All of them run the migrations of TENANT_APPS alone, as a deploy does that names the app which needs the others. Then

    tenant_0007, tenant_0011, tenant_0013    are left behind: they go back to billing.0001
    tenant_0005                              is broken by hand: the row of orders.0002 is deleted
    tenant_0003                              runs every migration of the project, those of SHARED_APPS as well
    tenant_bare                              is a schema without a table
"""

import sys

import django
from django.core.management import call_command
from django.db import connection

LEFT_BEHIND = ("tenant_0007", "tenant_0011", "tenant_0013")
BROKEN = "tenant_0005"
WHOLE = "tenant_0003"
BARE = "tenant_bare"


def main(count: int) -> None:
    django.setup()
    call_command("migrate_schemas", shared=True, verbosity=0)
    from tests.real.tenants.customers.models import Client

    names = [f"tenant_{number:04}" for number in range(1, count + 1)]
    Client.objects.bulk_create(Client(schema_name=name, name=name) for name in names)
    with connection.cursor() as cursor:
        for name in (*names, BARE):
            cursor.execute(f'CREATE SCHEMA "{name}"')
    call_command("migrate_schemas", "billing", tenant=True, verbosity=0)
    for name in LEFT_BEHIND:
        call_command("migrate_schemas", "billing", "0001", schema_name=name, verbosity=0)
    call_command("migrate_schemas", schema_name=WHOLE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {BROKEN}.django_migrations WHERE app = 'orders' AND name LIKE '0002%'")  # noqa: S608


if __name__ == "__main__":
    main(int(sys.argv[1]))
