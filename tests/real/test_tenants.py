"""
A real django-tenants project on real PostgreSQL: what is said of its schemas, and what Django itself says.

`TENANTS=200` makes as many; each takes Django a fifth of a second, or a half where the machine is busy.
"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient

from app import collect
from app.config import Database, Environment, Project, Secret, Settings
from app.domain import manifest
from app.domain.drift import compare
from app.domain.drift.app_limits import limited_to
from app.domain.findings import Code, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.parts import parts_sentence
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.pushed import handover
from app.domain.release import Release
from app.domain.ways import Situation, planner
from app.domain.ways.everything import everything
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.simulation import command
from app.domain.ways.tenants import placed
from app.jobs import collection
from app.main import create_app
from app.store import releases
from app.store.engine import Store, open_store
from app.web.facts.live import fleet as live_fleet
from tests.real.histories import EXPORT, REPORTER
from tests.real.projects import CHECKOUT, TENANTS
from tests.real.tenants.make import BARE, BROKEN, LEFT_BEHIND, WHOLE
from tests.servers.postgres import PostgresServer
from tests.ways.databases import Database as WrittenDatabase

COUNT = int(os.environ.get("TENANTS", "40"))
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)

SHARED = frozenset({"contenttypes", "auth", "customers"})
TENANT = frozenset({"contenttypes", "orders", "billing"})


@dataclass(frozen=True)
class Tenants:
    """The database, the release that the reporter exported, and our store with one collection."""

    url: str
    release: Release
    store: Store
    environment: Environment
    result: collection.CollectionResult

    def whole(self, **facts) -> Sighting:
        """The environment against the release; `facts` are those of the project."""
        project = Project("shop", "Shop", environments=(self.environment,), **facts)
        with self.store.reading() as session:
            return live_fleet.fleet(session, project, now=NOW, release_text=None).sightings["production"]

    def by_schema(self, **facts) -> Mapping[str, Sighting]:
        return {schema: part for part in self.whole(**facts).parts for schema in part.schemas}


def django(url: str, *arguments: str) -> str:
    """Run Python with the packages of the project, and no others; returns what it printed."""
    process = subprocess.run(
        [sys.executable, "-S", "-P", "-W", "ignore", *arguments],
        cwd="/",
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join(
                map(str, (CHECKOUT, REPORTER, TENANTS.folder(TENANTS.versions[-1])))
            ),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": TENANTS.settings,
            "REAL_DATABASE": url,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    return process.stdout


@pytest.fixture(scope="module")
def tenants(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    url = postgres.create_database("real_tenants")
    folder: Path = tmp_path_factory.mktemp("tenants")
    django(url, "-m", "tests.real.tenants.make", str(COUNT))
    release = replace(manifest.loads(django(url, *EXPORT, "--project", "shop")), label="v1")
    environment = Environment("production", (Database(Secret(url), schemas=("public", "tenant_*")),))
    with open_store(f"sqlite:///{folder}/driftboard.db") as store:
        with store.writing() as session:
            releases.add(session, "shop", release, label="v1", at=NOW)
        (result,) = collection.collect(store, "shop", [environment], now=lambda: NOW)
        yield Tenants(url, release, store, environment, result)
    postgres.drop_database("real_tenants")


def test_every_schema_is_read(tenants: Tenants):
    assert (tenants.result.schemas, tenants.result.causes) == (COUNT + 2, {})


def test_schemas_are_put_together_by_their_histories_the_worst_first(tenants: Tenants):
    whole = tenants.whole(shared_apps=SHARED, tenant_apps=TENANT)

    assert [(part.verdict, part.schemas) for part in whole.parts[:3]] == [
        (Verdict.BLOCKED, (BROKEN,)),
        (Verdict.BEHIND, (BARE,)),
        (Verdict.BEHIND, LEFT_BEHIND),
    ]
    assert sorted((part.verdict, len(part.schemas)) for part in whole.parts[3:]) == [
        (Verdict.IN_STEP, 1),
        (Verdict.IN_STEP, 1),
        (Verdict.IN_STEP, COUNT - 5),
    ]
    assert (whole.verdict, whole.size) == (Verdict.BLOCKED, COUNT + 2)
    assert parts_sentence(whole).startswith(f"1 of {COUNT + 2} schemas is blocked")


def test_the_pages_say_so_in_sentences(tenants: Tenants):
    project = Project(
        "shop", "Shop", environments=(tenants.environment,), shared_apps=SHARED, tenant_apps=TENANT
    )
    settings = Settings(Secret("sqlite:///not-used.db"), (project,))
    client = TestClient(create_app(settings, tenants.store, now=lambda: NOW))
    (row,) = client.get("/shop.json").json()["environments"]
    document = client.get("/shop/environments/production.json").json()

    assert row["sentence"].startswith(f"1 of {COUNT + 2} schemas is blocked. {BROKEN}: Django refuses")
    assert document["sentence"] == f"1 of {COUNT + 2} schemas is blocked; {COUNT - 5} share one history."
    assert [(one["verdict"], one["sentence"], len(one["schemas"])) for one in document["histories"][1:]] == [
        (
            "behind",
            "This schema has no django_migrations table: nothing is applied. Django would run all 7 migrations.",
            1,
        ),
        ("behind", "1 migration to run.", 3),
        ("in-step", "Everything v1 has.", 1),
        ("in-step", "Everything v1 has.", 1),
        ("in-step", "Everything v1 has.", COUNT - 5),
    ]
    for schema in ("public", "tenant_0001", BROKEN, BARE):
        for end in ("", ".json"):
            assert client.get(f"/shop/environments/production{end}?schema={schema}").status_code == 200


def test_a_row_that_was_deleted_blocks_its_schema_alone(tenants: Tenants):
    broken = tenants.by_schema(shared_apps=SHARED, tenant_apps=TENANT)[BROKEN]

    blocking = [finding for finding in broken.drift.findings if finding.code is Code.MISSING_DEPENDENCY]
    assert {(str(finding.subject), str(finding.related[0])) for finding in blocking} == {
        ("orders.0003_order_note", "orders.0002_order_status"),
        ("billing.0001_initial", "orders.0002_order_status"),
    }


def test_what_is_left_behind_has_its_plan(tenants: Tenants):
    parts = tenants.by_schema(shared_apps=SHARED, tenant_apps=TENANT)

    assert {parts[name].drift.outcome.plan for name in LEFT_BEHIND} == {
        (MigrationKey("billing", "0002_invoice_total"),)
    }
    assert {key.app_label for key in parts[BARE].drift.outcome.plan} == TENANT


def test_an_app_that_lives_in_public_alone_is_not_missing_in_tenants(tenants: Tenants):
    told, untold = tenants.by_schema(shared_apps=SHARED, tenant_apps=TENANT), tenants.by_schema()

    assert told["tenant_0001"].verdict is Verdict.IN_STEP
    assert untold["tenant_0001"].verdict is Verdict.BEHIND
    assert {key.app_label for key in untold["tenant_0001"].drift.outcome.plan} == {"auth", "customers"}
    assert {told[name].verdict for name in ("public", WHOLE)} == {Verdict.IN_STEP}


def test_django_says_the_same_of_each_schema(tenants: Tenants):
    """Asked with the names of TENANT_APPS: `migrate_schemas --plan` refuses, has nothing to do, or lists its steps."""
    parts = tenants.by_schema(shared_apps=SHARED, tenant_apps=TENANT)
    schemas = ("tenant_0001", "tenant_0002", WHOLE, BROKEN, *LEFT_BEHIND)
    answers = json.loads(django(tenants.url, "-m", "tests.real.tenants.plans", *schemas))

    for schema in schemas:
        outcome = parts[schema].drift.outcome
        if outcome.plan is None:
            assert answers[schema] in outcome.messages
        else:
            assert answers[schema] == sorted(map(str, outcome.plan)), schema


@pytest.fixture
def copy(tenants: Tenants, postgres: PostgresServer) -> Iterator[str]:
    """The URL of a copy of the database, gone after the test."""
    with psycopg.connect(postgres.url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("CREATE DATABASE real_tenants_copy TEMPLATE real_tenants")
    yield postgres.dsn("real_tenants_copy")
    postgres.drop_database("real_tenants_copy")


def histories(url: str) -> dict[str, History]:
    batches = collect.schema_batches(Secret(url), ("public", "tenant_*"), {})
    return {name: history for batch in batches for name, (history, _) in batch.histories.items()}


def executed(url: str, text: str) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute(text)


def test_a_way_out_of_one_schema_changes_that_schema_alone(tenants: Tenants, copy: str):
    before = histories(copy)
    situation = Situation(tenants.release, before[BROKEN], apps=TENANT, schema=BROKEN)
    way = next(way for way in everything(situation, planner.ways_of) if way.id == "everything")
    check, record = way.steps

    assert "column status of orders_order" in check.text
    answers = WrittenDatabase(Dialect.POSTGRESQL, copy).answers(script(check, Dialect.POSTGRESQL))
    assert answers
    assert all(found == expected for found, expected in answers)
    executed(copy, script(record, Dialect.POSTGRESQL))
    after = histories(copy)
    drift = limited_to(compare(tenants.release, after[BROKEN]), TENANT)
    assert (drift.verdict, len(drift.outcome.plan or ())) == (way.after.verdict, way.after.to_run)
    assert {name for name in before if before[name] != after[name]} == {BROKEN}
    executed(copy, script(way.undo[0], Dialect.POSTGRESQL))
    assert histories(copy) == before


def test_the_command_of_a_way_runs_in_its_schema_alone(tenants: Tenants, copy: str):
    before, schema = histories(copy), LEFT_BEHIND[1]
    situation = Situation(tenants.release, before[schema], apps=TENANT, schema=schema)
    (step,) = placed([command(tenants.release, "billing")], situation)

    python, _, *words = shlex.split(step.text)
    assert (python, words) == ("python", ["migrate_schemas", f"--schema={schema}", "billing"])
    django(copy, "-m", "tests.real.tenants.manage", *words)
    after = histories(copy)
    assert {name for name in before if before[name] != after[name]} == {schema}
    assert MigrationKey("billing", "0002_invoice_total") in after[schema].recorded


def test_the_next_look_reads_no_rows(tenants: Tenants, postgres: PostgresServer):
    before = len(postgres.log_text())
    (result,) = collection.collect(tenants.store, "shop", [tenants.environment], now=lambda: NOW)

    assert (result.schemas, result.new_schemas) == (COUNT + 2, 0)
    assert "json_agg" not in postgres.log_text()[before:]


def test_a_tenant_that_catches_up_joins_the_others(tenants: Tenants):
    name = LEFT_BEHIND[0]
    django(tenants.url, "-m", "tests.real.tenants.manage", "migrate_schemas", "billing", "--schema", name)
    (result,) = collection.collect(tenants.store, "shop", [tenants.environment], now=lambda: NOW)

    assert (result.schemas, result.new_schemas) == (COUNT + 2, 1)
    whole = tenants.whole(shared_apps=SHARED, tenant_apps=TENANT)
    joined = next(part for part in whole.parts if name in part.schemas)
    assert (joined.verdict, len(joined.schemas)) == (Verdict.IN_STEP, COUNT - 4)


def test_a_tenant_that_leaves_is_not_missed(tenants: Tenants):
    with psycopg.connect(tenants.url, autocommit=True) as connection:
        connection.execute("DELETE FROM customers_client WHERE schema_name = 'tenant_0002'")
        connection.execute("DROP SCHEMA tenant_0002 CASCADE")
    (result,) = collection.collect(tenants.store, "shop", [tenants.environment], now=lambda: NOW)

    assert (result.schemas, result.causes) == (COUNT + 1, {})
    assert "tenant_0002" not in tenants.by_schema()


def test_the_project_hands_over_the_same_histories_itself(tenants: Tenants):
    """The reporter asks django-tenants for the schemas, and reads them through the project's own connection."""
    text = django(tenants.url, "-m", "driftboard_reporter", "--environment", "production", "--tenants")
    handed_over = {located.location.schema: located.history for located in handover.loads(text).histories}
    by_glob = django(
        tenants.url,
        "-m",
        "driftboard_reporter",
        "--environment",
        "production",
        "--schema",
        "public",
        "--schema",
        "tenant_*",
    )
    collected = {
        name: history
        for batch in collect.schema_batches(Secret(tenants.url), ("public", "tenant_*"), {})
        for name, (history, _) in batch.histories.items()
    }

    assert handed_over == {name: history for name, history in collected.items() if name != BARE}
    assert {
        located.location.schema: located.history for located in handover.loads(by_glob).histories
    } == collected
