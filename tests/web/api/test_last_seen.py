"""What a CI job reads: who may, what is told of every environment, and the documents that it names."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.config import Environment, Project, Secret
from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.fleet.last_seen import history as history_document
from app.domain.fleet.last_seen import reading
from app.domain.fleet.last_seen.values import NamedRelease, SeenEnvironment, SeenTable
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey
from app.domain.manifest import thaw
from app.domain.release import Unreadable
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import snapshots
from app.store.pushed import deployments, tokens
from app.store.pushed.tokens import Purpose
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, NOW, SHOP
from tests.web.parts import with_tenants, with_two_databases

ADDRESS = "/api/projects/shop/last-seen"


def made(site, project: str = "shop", *, purpose: Purpose = Purpose.READ, **facts) -> str:
    with site.store.writing() as session:
        return tokens.create(session, project, purpose=purpose, at=NOW, **facts)[1].reveal()


def get(site, token: str, address: str = ADDRESS, *, status: int = 200, **headers: str):
    return site.get(address, status=status, Authorization=f"Bearer {token}", **headers)


def seen(site) -> dict[str, SeenEnvironment]:
    """What is told of each environment, as a client reads it."""
    found = reading.loads(get(site, made(site)).text)
    assert found.project == "shop"
    return {environment.slug: environment for environment in found.environments}


def deployed(site, slug: str, label: str | None, commit: str | None = None) -> None:
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment(slug, label, commit, site.now - timedelta(hours=1)))


def test_every_environment_is_told_with_what_runs_there_and_what_it_holds(story):
    environments = seen(story)
    blocked = environments["sandbox-1"]

    assert list(environments) == [f"sandbox-{number}" for number in range(1, 7)]
    assert blocked.release == NamedRelease("v1.2", ReleaseBasis.NEWEST, "v1.2", SHOP.fingerprint, SHOP.commit)
    assert blocked.tables == (
        SeenTable(
            DEFAULT_LOCATION,
            fingerprint=story.seen("sandbox-1", *BLOCKED).fingerprint,
            seen_at=NOW - timedelta(minutes=2),
        ),
    )


def test_what_cannot_be_seen_says_why_and_when_it_was_seen(story):
    story.environments("never")
    story.failed("locked-out", Cause.FORBIDDEN)
    story.later(minutes=10)
    environments = seen(story)

    assert environments["sandbox-6"].tables[0].failure is Cause.UNREACHABLE
    assert environments["sandbox-6"].tables[0].fingerprint is not None
    assert environments["sandbox-6"].tables[0].is_stale
    assert not environments["sandbox-1"].tables[0].is_stale
    assert environments["never"].tables == (SeenTable(DEFAULT_LOCATION, is_stale=True),)
    assert environments["locked-out"].tables == (
        SeenTable(DEFAULT_LOCATION, is_stale=True, failure=Cause.FORBIDDEN),
    )


def test_what_runs_is_what_was_told_else_declared(site):
    site.release(SHOP, label="v1.2")
    site.add(Environment("told", ()), Environment("declared", (), release="v1.2"))
    site.add(Environment("of-old", ()), Environment("of-nobody", (), release="v9"))
    deployed(site, "told", "v1.2")
    deployed(site, "of-old", None, "3f2c1a4")
    environments = seen(site)

    known = ("v1.2", SHOP.fingerprint, SHOP.commit)
    assert environments["told"].release == NamedRelease("v1.2", ReleaseBasis.TOLD, *known)
    assert environments["declared"].release == NamedRelease("v1.2", ReleaseBasis.DECLARED, *known)
    assert environments["of-old"].release == NamedRelease("commit 3f2c1a4", ReleaseBasis.TOLD)
    assert environments["of-nobody"].release == NamedRelease("v9", ReleaseBasis.DECLARED)


def test_without_a_release_nothing_is_said_to_run(site):
    site.seen("sandbox-1", *IN_STEP)

    assert seen(site)["sandbox-1"].release is None


def test_each_database_is_a_table_of_its_own(site):
    tables = seen(with_two_databases(site))["staging"].tables

    assert [(table.location, table.apps) for table in tables] == [
        (DEFAULT_LOCATION, None),
        (TableLocation("legacy"), frozenset({"orders"})),
    ]


def test_a_history_is_read_as_it_was_seen(site):
    token = made(site)
    rows = tuple(
        Row(MigrationKey("users", f"0001_\udcff{number}"), "2026-05-01 11:57:00+00", number)
        for number in range(history_document.ROWS_AT_ONCE + 1)
    )
    odd = History((*rows, Row(MigrationKey("", ""), "", None)), True, Surroundings("public", tables=("a",)))
    site.environments("sandbox-1")
    with site.store.writing() as session:
        snapshots.add(session, "shop", "sandbox-1", odd, at=NOW)
    answer = get(site, token, f"/api/projects/shop/histories/{odd.fingerprint}")

    assert history_document.loads(answer.text, fingerprint=odd.fingerprint) == odd
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    tag = answer.headers["ETag"]
    again = get(site, token, f"/api/projects/shop/histories/{odd.fingerprint}", status=304, If_None_Match=tag)
    assert again.content == b""


def test_a_release_is_read_with_what_could_not_be_read_of_it(site):
    odd = replace(SHOP, complete=False, unreadable=(Unreadable("shop/0001.py", 3, "a call"),))
    site.release(odd, label="release/2.4")
    token = made(site)
    pointer = reading.label_of(get(site, token, "/api/projects/shop/labels/release/2.4").text)
    answer = get(site, token, f"/api/projects/shop/releases/{pointer.fingerprint}")
    read = thaw(answer.text)

    assert (read.fingerprint, read.unreadable) == (odd.fingerprint, odd.unreadable)
    assert pointer.label == "release/2.4"
    assert answer.headers["ETag"] == f'"{odd.fingerprint}"'
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_list_is_sent_once(story):
    token = made(story)
    answer = get(story, token)
    again = get(story, token, status=304, If_None_Match=answer.headers["ETag"])
    story.seen("sandbox-3", *IN_STEP)

    assert again.content == b""
    assert answer.headers["Cache-Control"] == "private, no-cache"
    get(story, token, status=200, If_None_Match=answer.headers["ETag"])


def test_a_database_of_very_many_histories_says_how_many_are_left_out(site, monkeypatch):
    monkeypatch.setattr("app.web.api.seen_environments.MAX_TABLES", 1)
    site.add(Environment("sandbox-1", ()))
    with site.store.writing() as session:
        for alias in ("default", "archive", "audit"):
            snapshots.add(session, "shop", "sandbox-1", History(), at=NOW, location=TableLocation(alias))
    told = seen(site)["sandbox-1"]

    assert (len(told.tables), told.left_out) == (1, 2)


REFUSED = {
    "no token": (None, 401, "The request shows no token."),
    "a wrong one": ("drbr_00000000_" + "x" * 43, 401, "The token is not that of the project."),
    "one that pushes": ("push", 403, "is for pushing alone: make one that reads with"),
    "that of driftboard.toml": (
        "t" * 20,
        403,
        "push_token of driftboard.toml is for pushing alone: make one that reads with",
    ),
    "that of an environment": ("environment", 403, "is for pushing alone"),
    "of another project": ("depot", 403, "is that of the project depot: make one for shop with"),
    "a revoked one": ("revoked", 401, "was revoked on 19 Jun 2026, 09:14 UTC: make another with"),
}


@pytest.fixture
def guarded(site):
    """A project with a token that reads, beside another project."""
    site.project = replace(site.project, push_token=Secret("t" * 20))
    site.more = (Project("depot", "Depot"),)
    site.seen("sandbox-1", *IN_STEP)
    made(site)
    return site


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize(
    "tail", ["last-seen", f"histories/{'a' * 64}", f"releases/{'a' * 64}", "labels/v1.2"]
)
def test_every_other_token_is_refused_and_told_what_to_do(guarded, case: str, tail: str):
    token, status, sentence = REFUSED[case]
    if token == "push":
        token = made(guarded, purpose=Purpose.PUSH)
    elif token == "environment":
        token = made(guarded, purpose=Purpose.PUSH, environment="sandbox-1")
    elif token == "depot":
        token = made(guarded, "depot")
    elif token == "revoked":
        token = made(guarded)
        with guarded.store.writing() as session:
            tokens.revoke(session, token.split("_")[1], at=NOW)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    answer = guarded.client.get(f"/api/projects/shop/{tail}", headers=headers)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == answer.json()["status"] == status
    assert sentence in answer.json()["detail"]
    assert "`driftboard tokens create shop --read`" in answer.json()["detail"]
    assert token is None or token not in answer.text


def test_a_project_without_a_token_that_reads_says_so(site):
    token = made(site, purpose=Purpose.PUSH)
    site.environments("sandbox-1")
    with site.store.writing() as session:
        tokens.revoke(session, token.split("_")[1], at=NOW)
    answer = site.client.get(ADDRESS)

    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "Programs read nothing of shop, as it has no token that reads: "
        "make one with `driftboard tokens create shop --read`."
    )


def test_a_token_that_reads_pushes_nothing(site):
    made(site, purpose=Purpose.PUSH)
    token = made(site)
    answer = site.client.post(
        "/api/projects/shop/releases", content="{}", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        f"The token {token.split('_')[1]} is for reading alone: make one that pushes with "
        "`driftboard tokens create shop`."
    )


UNKNOWN = {
    "last-seen": ("/api/projects/nope/last-seen", "There is no project nope here."),
    "history": (f"histories/{'a' * 64}", "No history aaaaaaaa is stored here."),
    "release": (f"releases/{'a' * 64}", "No release aaaaaaaa is stored here."),
    "short": ("histories/aaaaaaaa", "A history is read by its whole fingerprint, 64 hex digits."),
    "label": ("labels/v9", "No release of shop has the label v9."),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_not_there_is_a_problem_document(site, case: str):
    address, sentence = UNKNOWN[case]
    address = address if address.startswith("/") else f"/api/projects/shop/{address}"
    answer = get(site, made(site), address, status=404)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == sentence


def test_the_history_and_the_release_of_another_project_are_not_there(site):
    site.more = (Project("depot", "Depot"),)
    release, history = site.release(), site.seen("sandbox-1", *BEHIND)
    token = made(site, "depot")

    for name in (f"histories/{history.fingerprint}", f"releases/{release.fingerprint}"):
        get(site, token, f"/api/projects/depot/{name}", status=404)


def test_the_number_of_queries_does_not_grow(site):
    site.release()
    token = made(site)

    def queries() -> int:
        statements = []
        with site.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        get(site, token)
        return len([statement for statement in statements if "SELECT" in statement])

    site.seen("e-0", *BLOCKED)
    few = queries()
    for number in range(1, 25):
        site.seen(f"e-{number}", *IN_STEP, f"users.{number:04}_own")

    assert 0 < queries() <= few


def test_schemas_that_share_a_history_are_one_table(site):
    told = seen(with_tenants(site))["production"]
    by_schema = {table.location.schema: table for table in told.tables}

    assert [len(table.schemas) for table in told.tables] == [1, 2, 36, 1]
    assert by_schema["tenant_39"].failure is Cause.FORBIDDEN
    assert by_schema["tenant_07"].fingerprint != by_schema["tenant_00"].fingerprint
