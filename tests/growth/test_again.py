"""Pages that are asked for again: while nothing is written, their work does not grow with the environments."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.config import Project
from app.domain.table_location import DEFAULT_LOCATION
from app.store import releases
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from tests import build
from tests.growth.sites import behind
from tests.growth.steps import steps
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site, environment
from tests.web.releases.shop import V1_1

SMALL = 164
"""A quarter of them, 41, are more than any list here shows."""
HISTORIES = [build.history(*keys) for keys in (BLOCKED, BEHIND, DRIFTED, IN_STEP)]
ONE = "/shop/environments/env-000"
FINDING = f"{ONE}/findings/missing-dependency/orders.0001_initial"
DIFFERENCE = "/shop/releases/v1.1/diff/v1.2"
SAME = 1.05
"""Four times the environments may cost so many times the steps: a number has a digit more."""

WORDS = ("env-", "e", "v-0 -05", "nosuchthing", "orders", "wip", "missing", "compare env", "events env")
ERRORS = (
    "Migration orders.0001_initial is applied before its dependency users.0010_add_unique_id_migration on database",
    "no such table: orders_thing",
)


@pytest.mark.parametrize(
    "address", ["/", "/runbook/D101", ONE, FINDING, *(f"/shop/go?q={words}" for words in (*WORDS, *ERRORS))]
)
def test_the_work_does_not_grow_with_the_environments(
    address: str,
    site_of: Callable[[str], Site],
) -> None:
    small, large = filled(site_of("small"), SMALL), filled(site_of("large"), 4 * SMALL)

    assert again(large, address) / again(small, address) < SAME


@pytest.mark.parametrize(
    "address",
    [
        "/shop/releases",
        "/shop/releases/v1.2",
        DIFFERENCE,
        f"{DIFFERENCE}.json",
        f"{DIFFERENCE}/preview.png",
    ],
)
def test_not_even_a_link_to_each_costs_a_step(address: str, site_of: Callable[[str], Site]) -> None:
    """Of 492 further environments the page names 123, which an edit blocks."""
    small, large = filled(site_of("small"), SMALL), filled(site_of("large"), 4 * SMALL)

    assert again(large, address) - again(small, address) < 3 * SMALL / 4


def test_the_rows_of_a_table_are_made_once(site_of: Callable[[str], Site]) -> None:
    """Of each further migration a few steps stay: the headline counts those that cannot be taken back."""
    small, large = site_of("small"), site_of("large")
    behind(small, SMALL)
    behind(large, 4 * SMALL)
    address = "/shop/environments/a?view=all&as=table"

    assert again(large, address) - again(small, address) < 10 * (3 * SMALL)


def filled(site: Site, number: int) -> Site:
    """So many environments, a quarter of them blocked, behind, drifted and in step; and a project without any."""
    slugs = [f"env-{at:03}" for at in range(number)]
    found = [
        Look(slug, DEFAULT_LOCATION, HISTORIES[at % 4], timedelta(minutes=15))
        for at, slug in enumerate(slugs)
    ]
    with site.store.writing() as session:
        releases.add(session, "shop", V1_1, label="v1.1", at=site.now - timedelta(days=2))
        releases.add(session, "shop", SHOP, label="v1.2", at=site.now - timedelta(days=1))
        looks.add(session, "shop", found, at=site.now - timedelta(minutes=2))
    site.add(*map(environment, slugs))
    site.more = (Project("bank", "The bank"),)
    return site


def again(site: Site, address: str) -> int:
    """The steps of the third look at a page."""
    for _ in range(2):
        site.get(address)
    return steps(lambda: site.get(address), remembering=True)
