"""Environments with several databases or schemas, in the store of a site."""

from dataclasses import replace
from datetime import timedelta

from app.config import Database
from app.domain.failure import Cause
from app.domain.table_location import TableLocation
from app.store import failures, schemas, snapshots
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, SECRETS, Site, environment

URL = f"postgresql://{SECRETS[0]}:{SECRETS[1]}@{SECRETS[2]}/{SECRETS[3]}"


def with_two_databases(site: Site) -> Site:
    """`staging` has a database in step, and a legacy one where an app lacks a migration."""
    site.release()
    site.add(
        environment("staging", databases=(Database(URL), Database(URL, "legacy", frozenset({"orders"}))))
    )
    with site.store.writing() as session:
        for alias, keys in (("default", IN_STEP), ("legacy", IN_STEP[:3])):
            history, location = build.history(*keys), TableLocation(alias)
            snapshots.add(session, "shop", "staging", history, at=site.now, location=location)
    return site


def with_tenants(site: Site) -> Site:
    """`production` has 40 schemas: two are blocked, one is behind, one may not be read."""
    site.release()
    site.add(environment("production", databases=(Database(URL, schemas=("tenant_*",)),)))
    histories = {}
    for number in range(40):
        keys = BLOCKED if number in (7, 30) else BEHIND if number == 11 else IN_STEP
        history = build.history(*keys)
        rows = tuple(replace(row, id=row.id + number) for row in history.rows)
        histories[f"tenant_{number:02}"] = (replace(history, rows=rows), "")
    with site.store.writing() as session:
        schemas.add(
            session, "shop", "production", "default", histories, at=site.now, limit=timedelta(minutes=15)
        )
        location = TableLocation("default", "tenant_39")
        failures.add(session, "shop", "production", Cause.FORBIDDEN, at=site.now, location=location)
    return site
