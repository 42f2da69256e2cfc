"""Pinned addresses that an earlier Driftboard gave out, over the store that it left behind."""

from collections.abc import Iterator

import pytest

from app.store.environments import rename_only_databases
from tests.store import old_store
from tests.web.conftest import Site

AGAINST = "against/release-2~a8c91de70d"
BLOCKED = f"/shop/environments/sandbox-1/at/2026-06-19T0514Z~39a0da2fcf/{AGAINST}"
BEHIND = f"/shop/environments/sandbox-1/at/2026-06-19T0414Z~6d77264e4c/{AGAINST}"
IN_STEP = f"/shop/environments/sandbox-2/at/2026-06-19T0912Z~f1bd576b1a/{AGAINST}"
LEGACY = f"/shop/environments/legacy/at/2026-06-19T0912Z~a8fa2a351b/{AGAINST}"
EMPTY = f"/shop/environments/empty/at/2026-06-19T0912Z~fe4c07f571/{AGAINST}"
FLEET = f"/shop/fleet/at/2026-06-19T091420Z/{AGAINST}"

ADDRESSES = (
    BLOCKED,
    f"{BLOCKED}.json",
    f"{BLOCKED}/map.json",
    f"{BLOCKED}/migrations/orders.0001_initial",
    f"{BLOCKED}/migrations/users.0010_add_unique_id_migration",
    f"{BLOCKED}/why",
    f"{BLOCKED}?as=table",
    f"{BLOCKED}?focus=orders.0001_initial",
    f"{BLOCKED}?rows=all",
    f"{BLOCKED}?view=differs",
    BEHIND,
    f"{BEHIND}.json",
    f"{BEHIND}/migrations/orders.0002_status",
    IN_STEP,
    f"{IN_STEP}.json",
    f"{IN_STEP}/map.json",
    f"{IN_STEP}?view=all",
    LEGACY,
    f"{LEGACY}?database=other",
    f"{LEGACY}.json?database=other",
    f"{LEGACY}/map.json?database=other",
    f"{LEGACY}/migrations/orders.0003_wip?database=other",
    f"{LEGACY}/why?database=other",
    f"{LEGACY}?database=other&focus=orders.0003_wip",
    EMPTY,
    f"{EMPTY}.json",
    f"{EMPTY}/migrations/users.0001_initial",
    FLEET,
    f"{FLEET}.json",
    f"{FLEET}?verdict=blocked",
    f"{FLEET}?verdict=unseen",
)


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    """The environments have been looked at once more since: the alias of legacy is the one of the settings."""
    old_store.fill(f"sqlite:///{tmp_path}/store.db")
    made = Site(tmp_path / "store.db")
    made.environments("sandbox-1", "sandbox-2", "empty")
    made.environments("legacy", alias="other")
    yield made
    made.store.close()


@pytest.fixture
def collected(site: Site) -> Site:
    with site.store.writing() as session:
        rename_only_databases(session, "shop", {"legacy": "other"})
    return site


def answer(site: Site, address: str):
    """What an address answers in the end: it may lead on to one of another form."""
    found = site.client.get(address, follow_redirects=True)
    assert found.status_code == 200, f"{address}: {found.status_code} {found.text[:500]}"
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_old_address_answers(site: Site, address: str):
    answer(site, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_old_address_answers_the_same_after_the_next_look(collected: Site, address: str):
    answer(collected, address)


@pytest.mark.parametrize(
    ("address", "verdict", "alias"),
    [
        (f"{BLOCKED}.json", "blocked", "default"),
        (f"{BEHIND}.json", "behind", "default"),
        (f"{IN_STEP}.json", "in-step", "default"),
        (f"{LEGACY}.json?database=other", "drifted", "other"),
        (f"{EMPTY}.json", "behind", "default"),
    ],
)
def test_an_old_address_says_what_it_said(collected: Site, address: str, verdict: str, alias: str):
    document = answer(collected, address).json()

    assert (document["verdict"], document["database"]) == (verdict, alias)


def test_an_old_address_of_the_fleet_says_what_it_said(collected: Site):
    document = answer(collected, f"{FLEET}.json").json()

    assert {one["environment"]: one["verdict"] for one in document["environments"]} == {
        "empty": "behind",
        "legacy": "drifted",
        "sandbox-1": "blocked",
        "sandbox-2": "unseen",
    }
