"""A release, histories before it, and what is to be said of them."""

from dataclasses import replace

from app.domain.drift import compare
from app.domain.fleet import Sighting
from app.domain.readiness import Base, Outlook, Prospect
from app.domain.release import Operation, Release
from app.domain.table_location import TableLocation
from tests import build

SHOP = build.release("users: 1 < 2 < 3", "orders: 1 @users.2 < 2")
ALL = ("users.1", "users.2", "users.3", "orders.1", "orders.2")
ONE_WAY = (Operation("RunPython", reversible=False),)
DROPS = (Operation("DeleteModel", "cart", reversible=True),)
NOT_KNOWN = (Operation("Custom", reversible=None),)


def with_operations(release: Release, **operations: tuple[Operation, ...]) -> Release:
    """The release with these operations in migrations, `users_2=…`."""
    migrations = dict(release.migrations)
    for name, of_one in operations.items():
        key = build.key(name.replace("_", ".", 1))
        migrations[key] = replace(migrations[key], operations=of_one)
    return Release.of(migrations.values(), django=release.django)


def drift(release, *keys, alias="default"):
    return compare(release, build.history(*keys), alias=alias)


def prospect(release, *keys):
    return Prospect(drift(release, *keys), "v2")


def seen(slug, release, *keys, alias="default", schemas=(), **facts):
    """A sighting of an environment, or of a part of it."""
    location = TableLocation(alias, schemas[0] if schemas else "")
    return Sighting(
        environment=slug,
        drift=drift(release, *keys, alias=alias),
        seen_at=build.NOON,
        location=location,
        schemas=tuple(schemas),
        **facts,
    )


def outlook(*sightings, **bases: Base):
    return Outlook.of("v2", sightings, bases)
