"""`driftboard ways`."""

import json
import sqlite3
from dataclasses import replace

import pytest

from app.domain import manifest
from app.domain.release import Operation, Release
from app.store import releases, snapshots
from app.store.engine import open_store
from tests.build import NOON, history, key, release
from tests.cli.command_line import BLOCKED, run

UNIQUE_ID = "users.0010_add_unique_id_migration"


@pytest.fixture
def asked(story):
    """A function that asks for the ways out of the story's blocked history."""

    def ask(*words):
        return run("ways", story / "release.json", story / "blocked.json", *words)

    return ask


def test_the_ways_are_printed_with_their_promises(asked):
    result = asked()

    assert result.exit_code == 0
    assert result.stdout.startswith("Blocked on v1.2.\n")
    assert "Record the row  (record-row, for D101 orders.0001_initial)" in result.stdout
    assert "After it: in step." in result.stdout


def test_as_json_it_is_a_document_of_one_shape(asked):
    document = json.loads(asked("--format", "json").stdout)

    assert list(document) == ["format", "release", "history", "dialect", "verdict", "ways", "without"]
    assert document["format"] == "driftboard-ways/1"
    first = document["ways"][0]
    assert list(first) == [
        *("id", "for", "title", "fits_when", "steps", "record", "unrecord", "loses", "undo", "risk", "after"),
        "unblocks",
    ]
    assert first["for"] == [{"code": "D101", "subject": "orders.0001_initial"}]
    assert first["record"] == [UNIQUE_ID]
    assert first["after"] == {"verdict": "in-step", "to_run": 0, "findings": []}
    assert list(first["steps"][1]) == ["kind", "text", "release", "expect"]
    assert "BEGIN;" in first["steps"][1]["text"]


def test_the_scripts_of_one_way_and_those_back(asked):
    there = asked("--way", "record-row", "--format", "sql")
    back = asked("--way", "record-row", "--format", "sql", "--undo")

    assert "INSERT INTO django_migrations" in there.stdout
    assert "-- Look at the schema" in there.stdout
    assert "DELETE FROM django_migrations" in back.stdout
    assert "INSERT INTO django_migrations" not in back.stdout


def test_the_sql_is_that_of_the_url_or_the_one_asked_for(story, asked):
    path = story / "db.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
        connection.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
            [row[:3] for row in BLOCKED],
        )
    of_url = run(
        "ways", story / "release.json", f"sqlite:///{path}", "--way", "record-row", "--format", "sql"
    )

    assert "RAISE(ROLLBACK" in of_url.stdout
    chosen = asked("--way", "record-row", "--format", "sql", "--dialect", "mysql").stdout
    assert "START TRANSACTION;" in chosen


def test_another_release_is_named_by_its_file(story, asked):
    before = release("users: 0001_initial < 0010_add_unique_id_migration", "orders: 0001_initial")
    (story / "before.json").write_text(manifest.dumps(before))
    result = asked("--release", story / "before.json")

    assert "on before: python manage.py migrate users 0010_add_unique_id_migration" in result.stdout


def test_other_releases_tell_what_a_row_is(story):
    file = Operation("AddField", "user.name", True, False, "f" * 16)

    def release_with(name: str, label: str) -> Release:
        code = release(f"users: 0001_initial < {name}", label=label)
        named = replace(code.migrations[key(f"users.{name}")], operations=(file,))
        return Release.of([code.migrations[key("users.0001_initial")], named], label=label)

    for label, name in (("v1", "0002_name"), ("v2", "0002_better")):
        (story / f"{label}.json").write_text(manifest.dumps(release_with(name, label)))
    rows = [["users", name, "2026-05-01T11:57:00Z"] for name in ("0001_initial", "0002_name")]
    (story / "rows.json").write_text(json.dumps(rows))
    result = run("ways", story / "v2.json", story / "rows.json", "--release", story / "v1.json")

    assert "Give the row the new name  (rename-row, for D212 users.0002_name)" in result.stdout


def test_one_finding_alone(asked):
    result = asked("--finding", "D101:orders.0001_initial", "--format", "json")

    assert len(json.loads(result.stdout)["ways"]) == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--format", "xml"), "--format is text, sql or json, not xml."),
        (("--dialect", "oracle"), "--dialect is one of postgresql, mysql and sqlite, not oracle."),
        (("--finding", "D101:a.1"), "There is no finding D101:a.1 here. There are D101:orders.0001_initial."),
        (("--way", "pray"), "There is no way pray here. There are record-row, take-edge-back"),
        (
            ("--format", "sql"),
            "Scripts are printed of one way. Choose it with --way and --finding: record-row (D101:",
        ),
        (("--release", "gone.json"), "gone.json"),
    ],
)
def test_what_cannot_be_done_is_said(asked, words, sentence):
    result = asked(*words)

    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_history_that_cannot_be_read_is_said(story):
    assert run("ways", story / "release.json", story / "none.json").exit_code == 2
    refused = run("ways", story / "release.json", f"sqlite:///{story / 'none.sqlite3'}")
    assert refused.exit_code == 2
    assert "The history could not be read" in refused.stderr


def test_where_nothing_is_wrong_nothing_has_to_be_mended(story):
    result = run("ways", story / "release.json", story / "whole.json")

    assert result.exit_code == 0
    assert "Nothing has to be mended." in result.stdout


def test_a_finding_without_a_way_out_is_named_and_the_exit_code_is_1(story):
    code = release("a: 1 @c.1", "b: 1 @a.1", "c: 1 @b.1", "a: s = 1", "b: s = 1", "c: s = 1")
    (story / "release.json").write_text(manifest.dumps(code))
    (story / "rows.json").write_text(
        json.dumps([["a", "1", "2026-05-01T11:57:00Z"], ["a", "1", "2026-05-01T11:57:00Z"]])
    )
    result = run("ways", story / "release.json", story / "rows.json")

    assert "No way out is known here for D202 a.1." in result.stdout
    assert result.exit_code == 1
    assert run("ways", story / "release.json", story / "rows.json", "--finding", "D202:a.1").exit_code == 1


def test_a_release_that_was_not_read_whole_promises_nothing(story):
    package = story / "code" / "users" / "migrations"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "0001_initial.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = wherever()\n"
    )
    (story / "rows.json").write_text("[]")
    result = run("ways", story / "code", story / "rows.json", "--django", "5.2")

    assert result.exit_code == 2
    assert "No way out can be promised" in result.stderr


CONFIG = """
[projects.shop.environments.sandbox-3]
database = "sqlite:///db.sqlite3"
[projects.shop.environments.sandbox-4]
database = "sqlite:///other.sqlite3"
"""


@pytest.fixture
def config(tmp_path):
    file = tmp_path / "driftboard.toml"
    file.write_text(CONFIG)
    before = release("u: 1 < 2", "o: 1 @u.1", label="v1")
    now = release("u: 1 < 2", "o: 1 @u.2", label="v2")
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as store, store.writing() as session:
        snapshots.add(session, "shop", "sandbox-3", history("u.1", "o.1"), at=NOON)
        for code in (before, now):
            releases.add(session, "shop", code, label=code.label, at=NOON)
    return file


def test_of_an_environment_everything_comes_from_the_store(config):
    result = run("ways", "sandbox-3", "--config", config, "--format", "json")
    document = json.loads(result.stdout)

    assert result.exit_code == 0
    assert document["dialect"] == "sqlite"
    assert document["release"]["label"] == "v2"
    assert document["ways"][1]["steps"][0]["release"] == "v1"


def test_an_edit_names_the_other_environments_that_it_unblocks(config):
    with open_store(f"sqlite:///{config.parent}/driftboard.db") as store, store.writing() as session:
        snapshots.add(session, "shop", "sandbox-4", history("o.1", "u.1"), at=NOON)
    result = run("ways", "sandbox-3", "--config", config)

    assert "  It unblocks sandbox-4 as well.\n" in result.stdout


def test_of_an_environment_that_is_not_known_or_was_never_seen_it_is_said(config):
    assert "There is no environment nope in shop" in run("ways", "nope", "--config", config).stderr
    assert "sandbox-4 was never seen" in run("ways", "sandbox-4", "--config", config).stderr


def test_an_environment_runs_a_release_that_is_not_known_yet(config):
    config.write_text(CONFIG.replace('db.sqlite3"', 'db.sqlite3"\nrelease = "v9"'))

    assert "No release v9 is known yet." in run("ways", "sandbox-3", "--config", config).stderr
