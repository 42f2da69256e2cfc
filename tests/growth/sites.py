"""Sites of tests, each filled with so much of one thing."""

from collections.abc import Callable
from datetime import timedelta

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.table_location import TableLocation
from app.store import snapshots
from tests import build
from tests.web.conftest import IN_STEP, Site

Shape = Callable[[Site, int], None]


def record(site: Site, slug: str, keys: list[MigrationKey]) -> None:
    if site.project.environment(slug) is None:
        site.environments(slug)
    rows = (
        Row(key, (build.NOON + timedelta(minutes=index)).isoformat(sep=" "), index + 1)
        for index, key in enumerate(keys)
    )
    with site.store.writing() as session:
        snapshots.add(
            session,
            "shop",
            slug,
            History(tuple(rows)),
            at=site.now - timedelta(minutes=2),
            location=TableLocation(),
        )


def odd_rows(site: Site, number: int) -> None:
    """Rows without a file, in one app."""
    site.release()
    known = [build.key(text) for text in IN_STEP]
    record(site, "a", [*known, *(MigrationKey("orders", f"{index:06}_x") for index in range(number))])


def odd_apps(site: Site, number: int) -> None:
    """Rows of apps that the release does not hold."""
    site.release()
    known = [build.key(text) for text in IN_STEP]
    record(site, "a", [*known, *(MigrationKey(f"odd{index}", "0001") for index in range(number))])


def twice(site: Site, number: int) -> None:
    """One row again and again."""
    site.release()
    record(site, "a", [build.key(text) for text in (*IN_STEP, *IN_STEP[-1:] * number)])


def causes(site: Site, number: int) -> None:
    """As many missing dependencies, each in its own app, in two environments."""
    keys = [
        (MigrationKey(f"app{index}", "0001"), MigrationKey(f"app{index}", "0002")) for index in range(number)
    ]
    site.release(
        Release.of(
            migration
            for first, second in keys
            for migration in (Migration(first), Migration(second, dependencies=(first,)))
        )
    )
    for slug in ("a", "b"):
        record(site, slug, [second for _, second in keys])


def backwards(site: Site, number: int) -> None:
    """A chain that was recorded from its end."""
    chain = [MigrationKey("orders", f"{index:06}") for index in range(number)]
    site.release(
        Release.of(
            Migration(key, dependencies=tuple(chain[index - 1 : index])) for index, key in enumerate(chain)
        )
    )
    record(site, "a", chain[::-1])


def behind(site: Site, number: int) -> None:
    """Nothing was run."""
    chain = [MigrationKey("orders", f"{index:06}") for index in range(number)]
    site.release(
        Release.of(
            Migration(key, dependencies=tuple(chain[index - 1 : index])) for index, key in enumerate(chain)
        )
    )
    record(site, "a", [build.key("users.0001_initial")])


def looks(site: Site, number: int) -> None:
    """A history that changed often."""
    site.release()
    for index in range(number):
        site.seen("a", *IN_STEP, f"orders.9{index:05}_x", ago=timedelta(minutes=number - index))


def releases(site: Site, number: int) -> None:
    """Many labels of a few releases."""
    for index in range(number):
        site.release(label=f"v1.{index}")
    site.seen("a", *IN_STEP)


def environments(site: Site, number: int) -> None:
    """Many environments, each with a row of its own that has no file."""
    site.release()
    site.environments(*(f"e{index}" for index in range(number)))
    for index in range(number):
        site.seen(f"e{index}", *IN_STEP, f"orders.9{index:05}_x")


def squashes(site: Site, number: int) -> None:
    """Many squashes, of which one environment has half and another one nothing."""
    lines = (line for index in range(number) for line in (f"a{index}: 1 < 2", f"a{index}: s = 1+2"))
    site.release(build.release(*lines))
    site.seen("a", *(f"a{index}.1" for index in range(number)))
    site.seen("b")


def squashed_environments(site: Site, number: int) -> None:
    """A few squashes, and many environments, each with a row of its own that has no file."""
    site.release(build.release("a: 1 < 2 < 3", "a: s = 1+2", "b: 1 < 2", "b: s = 1+2"))
    site.environments(*(f"e{index}" for index in range(number)))
    for index in range(number):
        site.seen(f"e{index}", "a.1", "a.2", f"b.9{index:05}_x")
