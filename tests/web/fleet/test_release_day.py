"""
A release day over forty environments: v2 is rolled out, rolled back in some, and the fleet is right at every moment.

    every environment      deploys v2 and migrates, or migrates and deploys v2; once when a part of it has run
    every fourth           v1 is deployed again, and later v2
    every eighth           in between its migrations are undone

What is expected comes from what was done, by the rules of the glossary, and not from the code that is tested.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from app.domain.fleet.deployment import Deployment
from app.store import snapshots
from app.store.pushed import deployments
from tests import build

V1 = build.release("users: 1 < 2", "orders: 1 @users.1")
V2 = build.release("users: 1 < 2 < 3", "orders: 1 @users.1 < 2 @users.3", "gifts: 1 @orders.2")
OF_V1 = ("users.1", "users.2", "orders.1")
ADDED = ("users.3", "orders.2", "gifts.1")

SLUGS = tuple(f"shop-{number:02}" for number in range(40))


@dataclass
class World:
    """What is true of one environment: the code that runs there, and how many migrations of v2 have run."""

    code: str = "v1"
    run: int = 0
    told: bool = False

    def verdict(self, against: str) -> str:
        if against == "v2":
            return "in-step" if self.run == len(ADDED) else "behind"
        return "ahead" if self.run else "in-step"


def steps() -> Iterator[tuple[str, str]]:
    """What happens on that day, one thing after the other: an environment, and what is done there."""
    for number, slug in enumerate(SLUGS):
        first_rows = number % 2  # half of the jobs migrate before they deploy
        yield from ((slug, "run"), (slug, "deploy")) if first_rows else ((slug, "deploy"), (slug, "run"))
        yield slug, "run rest"
    for slug in SLUGS[::4]:
        yield slug, "roll back"
    for slug in SLUGS[::8]:
        yield slug, "undo"
    for slug in SLUGS[::4]:
        yield slug, "deploy"
        yield slug, "run rest"


def done(world: World, step: str) -> None:
    if step in ("deploy", "roll back"):
        world.code = "v2" if step == "deploy" else "v1"
    else:
        world.run = {"run": 1, "run rest": len(ADDED), "undo": 0}[step]


@pytest.fixture
def day(site):
    site.project = replace(site.project, release="v1")
    site.environments(*SLUGS)
    site.release(V1, label="v1")
    site.release(V2, label="v2")
    for slug in SLUGS:
        site.seen(slug, *OF_V1)
    return site


def seen(site, slug: str, world: World) -> None:
    with site.store.writing() as session:
        history = build.history(*OF_V1, *ADDED[: world.run])
        snapshots.add(session, "shop", slug, history, at=site.now)


def check(site, worlds: dict[str, World], *, told: bool) -> None:
    content = site.get("/shop.json").json()
    expected = {slug: world.verdict(world.code if told else "v1") for slug, world in worlds.items()}

    assert {each["environment"]: each["verdict"] for each in content["environments"]} == expected
    numbers = Counter(expected.values())
    assert {verdict: number for verdict, number in content["counts"].items() if number} == numbers
    assert all(each["findings"] == [] for each in content["environments"])
    for each in content["environments"]:
        world = worlds[each["environment"]]
        at = {0: "stands at v1", len(ADDED): "stands at v2"}.get(
            world.run, f"stands between v1 and v2, {world.run} of 3 run"
        )
        assert each["stands"]["sentence"] == at
        differs = world.told and expected[each["environment"]] != "in-step"
        assert ("Runs" in each["sentence"]) == differs, each["sentence"]
        if expected[each["environment"]] == "ahead":
            has = "all 3 migrations that v2 adds" if world.run == 3 else "1 of the 3 migrations that v2 adds"
            assert f"Everything v1 has, and {has}." in each["sentence"]


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_the_fleet_is_right_at_every_moment_of_a_release_day(day, *, told: bool):
    worlds = {slug: World() for slug in SLUGS}
    moments = list(steps())
    for number, (slug, step) in enumerate(moments):
        day.later(seconds=3)
        world = worlds[slug]
        done(world, step)
        if step in ("deploy", "roll back"):
            if told:
                world.told = True
                with day.store.writing() as session:
                    deployments.add(session, "shop", Deployment(slug, world.code, None, day.now))
        else:
            seen(day, slug, world)
        if number % 3 == 0 or number > len(moments) - 30:
            check(day, worlds, told=told)
    assert {world.code for world in worlds.values()} == {"v2"}
    if told:
        sentence = day.get("/shop.json").json()["sentence"]
        assert sentence == "All 40 environments have everything v2 has."
        return
    assert day.get("/shop.json").json()["sentence"] == "All 40 environments are ahead of v1."
    day.project = replace(day.project, release="v2")
    day._client = None
    assert day.get("/shop.json").json()["sentence"] == "All 40 environments have everything v2 has."
