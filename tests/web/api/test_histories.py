"""What a deploy job says of its databases: who may, what is taken, what is kept, and what is said of the rest."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.domain.failure import Cause
from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import failures, schemas, snapshots
from app.store.pushed import handovers, tokens
from app.web.api import histories as pushes
from tests.web.conftest import NOW

ADDRESS = "/api/projects/shop/environments/sandbox-3/histories"
ROWS = [
    [1, "users", "0001_initial", "2026-05-01 11:57:00+00"],
    [2, "orders", "0001_initial", "2026-05-01 11:58:00+00"],
]
HISTORY = {"database": "default", "schema": "", "has_table": True, "rows": ROWS}


def stored(rows: list[list[Any]], **facts: Any) -> History:
    return History(tuple(Row(MigrationKey(row[1], row[2]), row[3], row[0]) for row in rows), **facts)


@pytest.fixture
def shop(site):
    site.environments("sandbox-3", "edge-1")
    return site


@pytest.fixture
def token(shop) -> str:
    return made(shop)


def made(site, **facts) -> str:
    with site.store.writing() as session:
        return tokens.create(session, "shop", **{"at": NOW, **facts})[1].reveal()


def content(*histories: dict[str, Any], **facts: Any) -> str:
    return json.dumps(
        {
            "format": "driftboard-histories/1",
            "sent_at": "2026-06-19T09:14:00Z",
            "histories": histories or [HISTORY],
            **facts,
        }
    )


def push(site, token: str, body: Any = None, address: str = ADDRESS):
    body = content() if body is None else body
    answer = site.client.post(address, content=body, headers={"Authorization": f"Bearer {token}"})
    assert token not in answer.text
    return answer


def latest(site, location: TableLocation = DEFAULT_LOCATION) -> snapshots.Snapshot | None:
    with site.store.reading() as session:
        return snapshots.latest(session, "shop", "sandbox-3", location)


def test_histories_are_kept_and_their_page_is_named(shop, token):
    answer = push(shop, token)
    snapshot = latest(shop)

    assert snapshot is not None
    assert snapshot.history == stored(ROWS)
    assert answer.status_code == 201
    assert answer.json() == {
        "environment": "sandbox-3",
        "received_at": "2026-06-19T09:14:20Z",
        "sent_at": "2026-06-19T09:14:00Z",
        "histories": [
            {"database": "default", "schema": "", "rows": 2, "fingerprint": snapshot.history.fingerprint}
        ],
        "new": 1,
        "outdated": 0,
        "page": "/shop/environments/sandbox-3",
    }
    assert shop.get(answer.json()["page"])


def test_the_same_again_moves_only_when_it_was_seen(shop, token):
    push(shop, token)
    shop.later(minutes=5)
    again = push(shop, token)
    snapshot = latest(shop)

    assert (again.status_code, again.json()["new"]) == (200, 0)
    assert snapshot is not None
    assert (snapshot.received_at, snapshot.seen_at) == (NOW, NOW + timedelta(minutes=5))
    with shop.store.reading() as session:
        assert len(snapshots.summaries(session, "shop", "sandbox-3")) == 1


def test_an_old_push_that_comes_again_takes_nothing_back(shop, token):
    """A job that is run again, a proxy that repeats a request: what was pushed since stays."""
    old, newer = content({**HISTORY, "rows": ROWS[:1]}), content(sent_at="2026-06-19T09:20:00Z")
    push(shop, token, old)
    shop.later(minutes=5)
    push(shop, token, newer)
    shop.later(minutes=5)
    replayed = push(shop, token, old)

    assert (replayed.status_code, replayed.json()["new"], replayed.json()["outdated"]) == (200, 0, 1)
    assert latest(shop).history == stored(ROWS)
    assert latest(shop).seen_at == NOW + timedelta(minutes=5)
    with shop.store.reading() as session:
        assert handovers.lasts(session, "shop", "sandbox-3")["default"].received_at == NOW + timedelta(
            minutes=5
        )


def test_an_old_push_that_comes_again_takes_no_later_collection_back(shop, token):
    push(shop, token)
    shop.later(minutes=5)
    collected = shop.seen("sandbox-3", "users.0001_initial", ago=timedelta(0))
    replayed = push(shop, token)

    assert (replayed.status_code, replayed.json()["outdated"]) == (200, 1)
    assert latest(shop).history == collected


def test_an_old_history_that_is_sent_anew_is_a_roll_back(shop, token):
    push(shop, token, content({**HISTORY, "rows": ROWS[:1]}))
    push(shop, token)
    answer = push(shop, token, content({**HISTORY, "rows": ROWS[:1]}, sent_at="2026-06-19T09:30:00Z"))

    assert answer.status_code == 201
    assert latest(shop).history == stored(ROWS[:1])


def test_old_schemas_that_come_again_take_nothing_back(shop, token):
    tenant = {**HISTORY, "schema": "tenant_1"}
    old, newer = content({**tenant, "rows": ROWS[:1]}), content(tenant)
    for body in (old, newer):
        push(shop, token, body)
    replayed = push(shop, token, old)

    assert replayed.json()["outdated"] == 1
    assert latest(shop, TableLocation("default", "tenant_1")).history == stored(ROWS)


def test_another_history_is_a_new_one(shop, token):
    push(shop, token)
    shop.later(minutes=5)
    answer = push(shop, token, content({**HISTORY, "rows": ROWS[:1]}))

    assert answer.status_code == 201
    assert latest(shop).history == stored(ROWS[:1])


@pytest.mark.parametrize("sent_at", ["1999-01-01T00:00:00Z", "2999-01-01T00:00:00+14:00"])
def test_when_it_is_received_decides_and_the_senders_clock_is_kept_beside_it(shop, token, sent_at):
    answer = push(
        shop, token, content(sent_at=sent_at, reporter="by hand", release={"label": "v1", "commit": "3f2c"})
    )

    assert latest(shop).received_at == NOW
    assert answer.json()["received_at"] == "2026-06-19T09:14:20Z"
    with shop.store.reading() as session:
        last = handovers.lasts(session, "shop", "sandbox-3")["default"]
    assert (last.received_at, last.sent_at.isoformat()) == (
        NOW,
        {"1": "1999-01-01T00:00:00+00:00", "2": "2998-12-31T10:00:00+00:00"}[sent_at[0]],
    )
    assert (last.reporter, last.label, last.commit) == ("by hand", "v1", "3f2c")


def test_a_token_of_the_environment_is_enough_and_one_of_another_is_not(shop):
    other = push(shop, made(shop, environment="edge-1"))

    assert other.status_code == 403
    assert other.json()["detail"].endswith(
        " is that of the environment edge-1: make one for sandbox-3 with "
        "`driftboard tokens create shop --environment sandbox-3`."
    )
    assert latest(shop) is None
    assert push(shop, made(shop, environment="sandbox-3")).status_code == 201


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [(None, "The request shows no token."), ("Bearer drb_none", "The token is not that of the project.")],
)
def test_without_a_right_token_nothing_is_kept(shop, token, shown, sentence):
    headers = {} if shown is None else {"Authorization": shown}
    answer = shop.client.post(ADDRESS, content=content(), headers=headers)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(sentence)
    assert latest(shop) is None


def test_an_environment_that_is_not_configured_is_told_to_those_who_may(shop, token):
    address = ADDRESS.replace("sandbox-3", "sandbox-9")
    answer = push(shop, token, address=address)

    assert (answer.status_code, push(shop, "none", address=address).status_code) == (404, 401)
    assert answer.json()["detail"] == (
        "There is no environment sandbox-9 in shop: write [projects.shop.environments.sandbox-9] into driftboard.toml."
    )


@pytest.mark.parametrize(
    ("body", "path", "sentence"),
    [
        ("", None, "not JSON"),
        (b"\xff\xfe", None, "is not UTF-8"),
        (content(clock=1), "clock", "clock: is not a key of this format"),
        (
            content({**HISTORY, "rows": [[1, "a", "b"]]}),
            "histories[0].rows[0]",
            "histories[0].rows[0]: must be a row",
        ),
        (content(HISTORY, HISTORY), "histories[1]", "default is there twice"),
    ],
)
def test_what_are_no_histories_is_refused_by_the_path_to_what_is_wrong(shop, token, body, path, sentence):
    answer = push(shop, token, body)

    assert answer.status_code == 422
    assert answer.json().get("path") == path
    assert sentence in answer.json()["detail"]
    assert latest(shop) is None


@pytest.mark.parametrize("in_pieces", [False, True])
def test_too_much_is_refused_before_it_is_read(shop, token, monkeypatch, in_pieces):
    monkeypatch.setattr(pushes, "MAX_BYTES", 1000)
    body = content() + " " * 1000
    answer = push(shop, token, iter([body.encode()] * 3) if in_pieces else body)

    assert answer.status_code == 413
    assert answer.json()["detail"] == "A handover of histories that is pushed has at most 1,000 bytes."


def test_one_wrong_history_keeps_all_others_out(shop, token):
    push(shop, token, content(HISTORY, {**HISTORY, "database": ""}))

    assert latest(shop) is None


def test_databases_and_schemas_are_kept_apart(shop, token):
    replica = {**HISTORY, "database": "replica", "has_table": False, "rows": []}
    tenants = [{**HISTORY, "schema": f"tenant_{number}"} for number in range(3)]
    answer = push(shop, token, content(replica, HISTORY, *tenants))
    assert answer.status_code == 201, answer.text
    again = push(shop, token, content(*tenants[:2], {**tenants[2], "rows": ROWS[:1]}))

    assert latest(shop).history == stored(ROWS)
    assert latest(shop, TableLocation("replica")).history == History(has_table=False)
    assert latest(shop, TableLocation("default", "tenant_2")).history == stored(ROWS[:1])
    assert (answer.json()["new"], again.json()["new"]) == (5, 1)
    with shop.store.reading() as session:
        (clusters,) = schemas.clusters(session, "shop").readable.values()
        lasts = handovers.lasts(session, "shop", "sandbox-3")
    assert [tuple(cluster.seen_at) for cluster in clusters] == [("tenant_2",), ("tenant_0", "tenant_1")]
    assert lasts["default"].fingerprint is None
    assert lasts["replica"].fingerprint == History(has_table=False).fingerprint


def test_what_a_collection_found_around_the_table_stays_known(shop, token):
    surroundings = Surroundings(schema="public", table_schema="public", tables=("orders_order",))
    found = shop.seen("sandbox-3", surroundings=surroundings)
    answer = push(shop, token, content({**HISTORY, "rows": []}))

    assert (answer.status_code, latest(shop).history) == (200, found)


def test_a_database_that_could_not_be_reached_is_seen_when_it_is_pushed(shop, token):
    shop.failed("sandbox-3", Cause.UNREACHABLE, ago=timedelta(minutes=1))
    push(shop, token)

    with shop.store.reading() as session:
        assert failures.current(session, "shop") == {}


def test_a_time_without_any_push_is_kept_as_a_gap(shop, token):
    push(shop, token)
    shop.later(days=90)
    push(shop, token)

    with shop.store.reading() as session:
        (gap,) = failures.gaps_as_of(session, "shop", NOW + timedelta(days=80)).values()
    assert gap.cause is Cause.NOT_COLLECTED
