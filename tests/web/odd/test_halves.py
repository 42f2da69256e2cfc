r"""Halves of characters, `"\ud800"` in JSON: what holds one is refused with its place, a row that has one is shown."""

import csv
import io
import json
from typing import Any

import pytest

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.store import releases, snapshots
from app.store.pushed import deployments, tokens
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import text_of
from tests.domain.test_halves_of_characters import HANDOVER, MANIFEST, with_odd
from tests.web.conftest import NOW, Site

HALF = "x\ud800"
WRITTEN = r"x\ud800"
DEPLOYMENT = {"release": "v1.2", "commit": "1e01071", "deployed_at": "2026-06-19T09:10:00Z"}
PUSHES = (
    ("releases", MANIFEST),
    ("environments/sandbox-3/histories", HANDOVER),
    ("environments/sandbox-3/deployments", DEPLOYMENT),
)
ODD_PLACES = (
    "environments/x%ED%A0%80/histories",
    "environments/x%ED%A0%80/deployments",
    "environments/=ED=A0=80/deployments",
)


@pytest.fixture
def shop(site: Site) -> Site:
    site.environments("sandbox-3")
    return site


@pytest.fixture
def token(shop: Site) -> str:
    with shop.store.writing() as session:
        return tokens.create(session, "shop", at=NOW)[1].reveal()


def post(site: Site, token: str, place: str, content: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return site.client.post(f"/api/projects/shop/{place}", content=json.dumps(content), headers=headers)


def kept(site: Site) -> list[object]:
    with site.store.reading() as session:
        return [
            *releases.all_labels(session, "shop"),
            *snapshots.latest_of_all(session, "shop").readable,
            *deployments.of_environment(session, "shop", "sandbox-3"),
        ]


@pytest.mark.parametrize(("place", "right"), PUSHES)
def test_what_is_pushed_with_one_is_refused_and_nothing_of_it_is_kept(
    shop: Site, token: str, place: str, right: Any
):
    for wrong in with_odd(right, HALF):
        answer = post(shop, token, place, wrong)
        told = answer.json()

        assert answer.status_code == 422
        assert "What was sent" in told["detail"]
        assert HALF not in told["detail"]
        assert kept(shop) == []
    assert post(shop, token, place, right).status_code == 201


@pytest.mark.parametrize("place", ODD_PLACES)
def test_no_environment_is_called_so(shop: Site, token: str, place: str):
    answer = post(shop, token, place, DEPLOYMENT if "deployments" in place else HANDOVER)

    assert answer.status_code == 404
    assert "There is no environment" in answer.json()["detail"]


def test_a_row_that_has_one_is_on_the_page_and_in_every_file(shop: Site):
    shop.release()
    keys = [MigrationKey(HALF, "0001"), MigrationKey("users", HALF), MigrationKey("users", "0001_initial")]
    history = History(tuple(Row(key, f"soon {HALF}", number) for number, key in enumerate(keys, 1)))
    with shop.store.writing() as session:
        snapshots.add(session, "shop", "sandbox-3", history, at=shop.now)
    here = EnvironmentAddress.live("shop", "sandbox-3")

    for page in (
        here.page(),
        here.page(view="all", **{"as": "table"}),
        *(here.page(focus=text_of(key)) for key in keys[:2]),
        *(here.panel(key) for key in keys[:2]),
    ):
        assert WRITTEN in shop.get(page).text
    assert "x\ufffd" in shop.get(here.picture("svg", focus=text_of(keys[1]))).text
    for document in (here.json(), here.map(view="all")):
        assert HALF in json.dumps(json.loads(shop.get(document).content), ensure_ascii=False)
    table = csv.reader(io.StringIO(shop.get("/shop/matrix.csv?show=all").text))
    assert any(WRITTEN in cell for row in table for cell in row)
    assert shop.get(here.picture("png", view="all")).content.startswith(b"\x89PNG")
