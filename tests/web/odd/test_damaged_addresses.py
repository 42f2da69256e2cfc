"""Every address that led somewhere before stored histories were changed from outside: none answers with a failure."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.responses import Response

from app.config import Database, Secret
from app.domain.fleet.deployment import Deployment
from app.store import schemas
from app.store.engine import open_store
from app.store.pushed import deployments, handovers, tokens
from app.store.pushed.handovers import LastHandover
from app.store.pushed.tokens import Purpose
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site, environment
from tests.web.odd.crawl import Crawl

MOST = 1
"""Addresses of each route."""

OLDER = build.release("users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial")
SAAS = (BEHIND, BLOCKED, IN_STEP)
DAMAGES = {
    "no rows": "UPDATE changes SET inserted = '[[1]]'",
    "no rows of older ones": "UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id < 7",
    "no JSON": "UPDATE changes SET inserted = '{'",
    "no text": "UPDATE changes SET inserted = CAST(x'5bff5d' AS TEXT)",
    "too deep": f"UPDATE changes SET inserted = '{'[' * 100_000}'",  # noqa: S608
    "nothing": "DELETE FROM changes",
    "another place": "UPDATE changes SET position = 7000000000",
    "another name": "UPDATE snapshots SET fingerprint = substr(fingerprint, 2) || substr(fingerprint, 1, 1)",
    "another keyframe": "UPDATE snapshots SET keyframe = number + 1",
    "no text around": "UPDATE snapshots SET surroundings = CAST(x'5bff5d' AS TEXT)",
    "surroundings": "UPDATE snapshots SET surroundings = '[5]', has_table = 0",
}


def tell(site: Site) -> None:
    """Environments with several looks each, one with schemas, one that pushes; two releases."""
    site.release(OLDER, label="v1.1", ago=timedelta(days=12))
    site.release(SHOP, ago=timedelta(days=9))
    for slug, looks in (
        ("production", (IN_STEP, BLOCKED)),
        ("staging", (BEHIND, DRIFTED, BLOCKED)),
        ("qa", (BEHIND, IN_STEP)),
    ):
        for number, keys in enumerate(looks):
            site.seen(slug, *keys, ago=timedelta(days=4 - number, minutes=2))
        site.seen(slug, *looks[-1])
    site.add(environment("saas", databases=(Database(Secret("postgresql://h/d"), schemas=("*",)),)))
    with site.store.writing() as session:
        for number, keys in enumerate((IN_STEP[:1], IN_STEP)):
            found = {name: build.history(*of) for name, of in zip("abc", SAAS, strict=True)}
            found["d"] = build.history(*keys)
            digests = {name: (each, each.fingerprint[:32]) for name, each in found.items()}
            at = site.now - timedelta(days=3 - number) if number == 0 else site.now
            schemas.add(session, "shop", "saas", "default", digests, at=at, limit=timedelta(days=9))
        deployments.add(session, "shop", Deployment("staging", "v1.1", None, site.now - timedelta(days=3)))
        pushed = LastHandover(
            alias="default",
            fingerprint=build.history(*DRIFTED).fingerprint,
            received_at=site.now - timedelta(days=3),
            sent_at=site.now,
            reporter="",
            label=None,
            commit=None,
        )
        handovers.keep(session, "shop", "staging", pushed, identity="1")


def first(site: Site) -> list[str]:
    """Addresses that the crawl begins with."""
    pinned = site.get("/shop/environments/staging.json").json()["links"]["pinned"]
    beside = build.history(*BEHIND).fingerprint[:10]
    return [
        "/",
        "/shop",
        pinned,
        f"{pinned}&with=qa~{beside}",
        f"/shop/environments/production?with=staging~{beside}",
        "/shop/environments/saas?schema=a",
        "/shop/environments/saas?schema=d",
        f"/shop/compare/staging~{beside}/qa",
        "/shop/compare/staging/qa",
        "/shop/compare/saas/qa?schema=b",
        "/shop/releases/v1.2/readiness/staging",
        *(f"/api/projects/shop/histories/{build.history(*keys).fingerprint}" for keys in (BEHIND, BLOCKED)),
        "/api/projects/shop/last-seen",
    ]


@dataclass(frozen=True)
class Led:
    """A site, what leads somewhere in it, and the head of a request of somebody who may read it."""

    site: Site
    addresses: tuple[str, ...]
    headers: Mapping[str, str]

    def after(self, damage: str, site: Site, *, url: str = "") -> dict[str, Response]:
        """What each address answers in a site of the same store, where somebody changed that from outside."""
        with site.store.writing() as session:
            session.execute(text(damage))
        site.project = self.site.project
        site.store.close()
        site.__dict__["store"] = open_store(url or f"sqlite:///{site.file}")
        site._client = None
        return {each: site.client.get(each, headers=self.headers) for each in self.addresses}


def led(site: Site) -> Led:
    tell(site)
    with site.store.writing() as session:
        token = tokens.create(session, "shop", purpose=Purpose.READ, at=site.now)[1].reveal()
    headers = {"Authorization": f"Bearer {token}"}
    crawl = Crawl(site.client.app, site.client, most=MOST, headers=headers)
    crawl.walk(first(site))
    site.store.close()
    assert crawl.wrong == []
    return Led(site, tuple(crawl.visited), headers)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Led:
    """Its store is closed, and copied for each test."""
    file = tmp_path_factory.mktemp("busy") / "busy.db"
    return led(Site(Path(shutil.copy(empty_store, file)), is_made=True))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_no_address_answers_with_a_failure(busy: Led, site: Site, damage: str):
    shutil.copy(busy.site.file, site.file)
    answers = busy.after(damage, site)

    failing = {each: answer.status_code for each, answer in answers.items() if answer.status_code >= 500}
    assert failing == {}
    if damage == DAMAGES["no rows"]:
        said = [answer for answer in answers.values() if "cannot be rebuilt" in answer.text]
        assert {answer.status_code for answer in said} == {200, 404}
        assert len(said) > len(answers) // 4


def test_none_does_so_with_a_store_in_postgresql(site: Site, postgres_database: str):
    site.__dict__["store"] = open_store(postgres_database)
    there = led(site)
    site.__dict__["store"] = open_store(postgres_database)
    answers = there.after(DAMAGES["no rows"], site, url=postgres_database)

    assert {each: answer.status_code for each, answer in answers.items() if answer.status_code >= 500} == {}
