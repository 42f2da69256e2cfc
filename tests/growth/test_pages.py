"""Pages over odd databases: their work grows with what the database holds, and their bytes have a bound."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.table_location import TableLocation
from app.store import snapshots
from tests import build
from tests.growth import troubled
from tests.growth.steps import MOST, growth
from tests.web.conftest import IN_STEP, Site, empty_store  # noqa: F401 - a fixture

Shape = Callable[[Site, int], None]

SMALL = 60
LARGE_BYTES = 2_000_000
"""No page is longer, whatever the database holds."""


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


PAGE = "/shop/environments/a"
OF_AN_ENVIRONMENT = (
    PAGE,
    f"{PAGE}?view=all&as=table",
    f"{PAGE}?rows=all",
    f"{PAGE}.json",
    f"{PAGE}/map.json?view=differs",
    f"{PAGE}/map.json?view=all",
)
OF_THE_FLEET = ("/shop", "/shop?group=cause", "/shop.json", "/shop/go?q=orders")
SHAPES: dict[Shape, tuple[str, ...]] = {
    odd_rows: (
        *OF_AN_ENVIRONMENT,
        *OF_THE_FLEET,
        f"{PAGE}/findings/unknown/orders.000000_x",
        f"{PAGE}/migrations/orders.000000_x",
    ),
    odd_apps: (PAGE, f"{PAGE}.json", "/shop?group=cause"),
    twice: (f"{PAGE}.json", f"{PAGE}?rows=all"),
    causes: (PAGE, f"{PAGE}.json", f"{PAGE}/map.json?view=all", "/shop", "/shop?group=cause", "/shop.json"),
    backwards: (PAGE, f"{PAGE}.json", f"{PAGE}/map.json?view=all"),
    behind: (PAGE, f"{PAGE}?view=all&as=table", "/shop"),
    looks: (PAGE, f"{PAGE}.json"),
    releases: ("/shop/releases", "/shop/releases.json", "/shop", "/shop/releases/v1.1"),
    environments: ("/shop", "/shop?group=cause", "/shop.json", "/shop/releases/v1.2"),
}


@pytest.fixture
def site_of(tmp_path: Path, empty_store: Path) -> Iterator[Callable[[str], Site]]:  # noqa: F811
    made: list[Site] = []

    def make(name: str) -> Site:
        made.append(Site(Path(shutil.copy(empty_store, tmp_path / f"{name}.db"))))
        return made[-1]

    yield make
    for site in made:
        site.store.close()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_twice_as_much_is_twice_the_work(shape: Shape, site_of: Callable[[str], Site]):
    small, large = site_of("small"), site_of("large")
    shape(small, SMALL)
    shape(large, 2 * SMALL)

    grown = {
        address: round(growth(lambda: small.get(address), lambda: large.get(address)), 2)  # noqa: B023
        for address in SHAPES[shape]
    }
    assert {address: times for address, times in grown.items() if times > MOST} == {}


@pytest.mark.parametrize("shape", [odd_rows, odd_apps, causes], ids=lambda shape: shape.__name__)
def test_a_page_of_an_odd_database_says_how_much_it_leaves_out(shape: Shape, site_of: Callable[[str], Site]):
    site = site_of("odd")
    shape(site, 2_500)
    whole = site.get(f"{PAGE}.json").json()

    for address in (PAGE, f"{PAGE}?view=all&as=table", f"{PAGE}?view=all", "/shop?group=cause"):
        page = site.get(address)
        assert len(page.content) < LARGE_BYTES, address
        assert "the JSON of this page has them" in page.text, address
    assert len(whole["findings"]) >= 2_500


def test_a_long_plan_is_shown_in_part_and_the_json_has_all(site_of: Callable[[str], Site]):
    site = site_of("fresh")
    behind(site, 1_169)
    page = site.get(PAGE).text

    assert page.count('<li value="') == 200
    assert "969 more steps not shown here:" in page
    assert len(site.get(f"{PAGE}.json").json()["outcome"]["plan"]) == 1_169


def test_of_very_many_errors_the_first_are_shown_and_the_json_has_all(site_of: Callable[[str], Site]):
    site = site_of("blocked")
    causes(site, 60)
    page = site.get(PAGE).text

    assert "Django prints one of these 60, at random" in page
    assert page.count("<b>InconsistentMigrationHistory:</b>") == 40
    assert "20 more messages not shown here:" in page
    assert len(site.get(f"{PAGE}.json").json()["outcome"]["messages"]) == 60


def test_a_long_circle_has_some_of_its_texts_and_the_page_says_that_there_are_more(
    site_of: Callable[[str], Site],
):
    site = site_of("circle")
    release, _ = troubled.circle(300)
    site.release(release)
    record(site, "a", [build.key("users.0001_initial")])
    whole = site.get(f"{PAGE}.json").json()

    assert len(whole["outcome"]["messages"]) == 66
    assert "or the same circle begun elsewhere" in site.get(PAGE).text
    assert "or the same circle begun elsewhere" in site.get(f"{PAGE}/findings/cycle/orders.00000").text
