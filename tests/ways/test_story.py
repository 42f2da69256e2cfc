"""The seed's story: every way out of it, as it is printed, executed on a real project and a real database."""

import json
import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app import collect, sources
from app.config import Secret
from app.domain.drift import compare
from app.domain.findings import Verdict
from app.domain.release import Release
from app.domain.reports.ways import report
from app.domain.ways import Situation, ways_out
from app.domain.ways.scripts import Dialect
from app.jobs.demo.shop import Shop
from tests.cli.command_line import run
from tests.story import MESSAGE, refusal
from tests.ways.databases import ERRORS, Database, fresh_database

WAYS = ("record-row", "run-elsewhere", "take-edge-back", "unrecord-migrate-record", "drop-and-redo")
EDIT = re.compile(r"In (\S+), take (\(.*\)) out of (dependencies|run_before)\.")
KNOWN = ("v1.0", "v1.1", "merge")


@pytest.fixture(scope="module")
def exports(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    return {name: shop.export(name, folder / f"{name}.json") for name in (*KNOWN, "v1.2")}


@pytest.fixture(scope="module", params=[Dialect.SQLITE, Dialect.POSTGRESQL], ids=str)
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shop: Shop):
    """A database that migrated at v1.1."""
    with fresh_database(request.param, request, tmp_path_factory.mktemp("original")) as database:
        must(shop, database, "v1.1", "migrate")
        yield database


@pytest.fixture
def sandbox(original: Database, request: pytest.FixtureRequest, tmp_path: Path):
    """A copy of it: at v1.2 it is blocked."""
    with fresh_database(original.dialect, request, tmp_path, copy_of=original) as database:
        yield database


def must(shop: Shop, database: Database, checkout: str, *words: str) -> str:
    process = shop.manage(checkout, database.url, *words)
    assert process.returncode == 0, process.stderr
    return process.stdout


def document(exports: dict[str, Path], database: Database) -> dict:
    """What `driftboard ways` prints as JSON."""
    known = [word for name in KNOWN for word in ("--release", exports[name])]
    result = run("ways", exports["v1.2"], database.url, *known, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def follow(shop: Shop, database: Database, steps: list[dict], folder: str) -> str:
    """Do what each step says; returns the checkout in which the release then lies."""
    checkout = "v1.2"
    for step in steps:
        if step["kind"] == "sql":
            database.run(step["text"])
        elif step["kind"] == "command":
            program, manage, *words = shlex.split(step["text"])
            assert (program, manage) == ("python", "manage.py")
            printed = must(shop, database, step["release"], *words)
            assert all(key in printed for key in re.findall(r"\w+\.\d{4}\w*", step["expect"])), step
        elif step["kind"] == "code":
            checkout = edit(shop, step["text"], folder)
    return checkout


def edit(shop: Shop, text: str, folder: str) -> str:
    path, entry, _ = EDIT.fullmatch(text).groups()
    shutil.copytree(shop.checkout("v1.2"), shop.checkout(folder))
    file = shop.checkout(folder) / path
    source = file.read_text()
    edited = source.replace(entry.replace("'", '"'), "").replace(entry, "")
    assert edited != source
    file.write_text(edited)
    return folder


def release_in(shop: Shop, exports: dict[str, Path], checkout: str) -> Release:
    if checkout in exports:
        return sources.read(exports[checkout])
    options = sources.ReadingOptions(django="5.2", settings={"AUTH_USER_MODEL": "users.User"})
    return sources.read(shop.checkout(checkout), options)


@pytest.mark.parametrize("id_", WAYS)
def test_a_way_as_printed_ends_as_promised_and_migrate_then_runs(
    shop: Shop, exports: dict[str, Path], sandbox: Database, id_: str
):
    way = next(way for way in document(exports, sandbox)["ways"] if way["id"] == id_)

    checkout = follow(shop, sandbox, way["steps"], f"edited-{id_}-{sandbox.dialect}")

    release = release_in(shop, exports, checkout)
    drift = compare(release, collect.history(Secret(sandbox.url)))
    assert way["after"] == {
        "verdict": drift.verdict.value,
        "to_run": len(drift.outcome.plan),
        "findings": [],
    }
    planned = must(shop, sandbox, checkout, "migrate", "--plan")
    assert all(str(key) in planned for key in drift.outcome.plan)
    if id_ == "record-row":  # the row lies: what it does is not there, so it is put there by hand
        sandbox.run("ALTER TABLE users_user ADD COLUMN unique_id varchar(36) NULL")
    must(shop, sandbox, checkout, "migrate")
    end = compare(release, collect.history(Secret(sandbox.url)))
    assert (end.verdict, end.outcome.plan) == (Verdict.IN_STEP, ())


def test_the_ways_of_the_story_are_these_and_the_last_names_its_losses(
    shop: Shop, exports: dict[str, Path], sandbox: Database
):
    assert refusal(shop.manage("v1.2", sandbox.url, "migrate")) == MESSAGE
    answer = document(exports, sandbox)

    assert answer["format"] == "driftboard-ways/1"
    assert answer["verdict"] == "blocked"
    assert tuple(way["id"] for way in answer["ways"]) == WAYS
    assert {"table orders_order", "table payments_payment"} < set(answer["ways"][-1]["loses"])
    look, run = answer["ways"][1]["steps"]
    assert look["kind"] == "check"
    assert "column unique_id of users_user" in look["text"]
    assert [run] == [
        {
            "kind": "command",
            "text": "python manage.py migrate users 0010_add_unique_id_migration",
            "release": "merge",
            "expect": "Django runs 1 migration: users.0010_add_unique_id_migration.",
        }
    ]
    assert not any("--fake" in step["text"] for way in answer["ways"] for step in way["steps"])


def test_without_a_release_that_fits_it_is_not_offered_to_run_it_elsewhere(
    exports: dict[str, Path], sandbox: Database
):
    history = collect.history(Secret(sandbox.url))
    known = tuple(sources.read(exports[name]) for name in ("v1.0", "v1.1"))
    ways = ways_out(Situation(sources.read(exports["v1.2"]), history, known))

    assert "run-elsewhere" not in {way.id for way in ways}


@pytest.mark.parametrize("id_", ["record-row", "unrecord-migrate-record"])
def test_the_way_back_brings_the_rows_back_byte_for_byte(
    shop: Shop, exports: dict[str, Path], sandbox: Database, id_: str
):
    before = sandbox.rows()
    history = collect.history(Secret(sandbox.url))
    known = tuple(sources.read(exports[name]) for name in KNOWN)
    situation = Situation(sources.read(exports["v1.2"]), history, known)
    way = next(way for way in ways_out(situation) if way.id == id_)
    backwards = replace(way, steps=way.undo)
    there, back = (report(situation, [one], sandbox.dialect)["ways"][0]["steps"] for one in (way, backwards))

    follow(shop, sandbox, there, "")
    assert sandbox.rows() != before
    follow(shop, sandbox, back, "")
    assert sandbox.rows() == before


@pytest.mark.parametrize("id_", ["record-row", "unrecord-migrate-record", "drop-and-redo"])
def test_with_one_row_changed_the_script_changes_nothing(
    exports: dict[str, Path], sandbox: Database, id_: str
):
    way = next(way for way in document(exports, sandbox)["ways"] if way["id"] == id_)
    sandbox.run(
        "UPDATE django_migrations SET name = '0003_other' WHERE app = 'catalog' AND name = '0002_add_price'"
    )
    before = sandbox.rows()
    script = next(step["text"] for step in way["steps"] if step["kind"] == "sql")

    with pytest.raises(ERRORS, match="nothing was changed"):
        sandbox.run(script)
    assert sandbox.rows() == before
    sandbox.run("UPDATE orders_order SET id = id")  # its table is still there
