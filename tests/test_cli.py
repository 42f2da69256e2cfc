"""The command line, run as a user runs it."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.domain import manifest
from tests.build import release

BLOCKED = [
    ["users", "0001_initial", "2026-05-01T11:57:00Z"],
    ["orders", "0001_initial", "2026-05-01T11:58:00Z", 7],
]


def run(*words: object, **more: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], **more)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    v1_2 = release(
        "users: 0001_initial < 0010_add_unique_id_migration",
        "orders: 0001_initial @users.0010_add_unique_id_migration",
        label="v1.2",
        project="shop",
    )
    (tmp_path / "release.json").write_text(manifest.dumps(v1_2))
    (tmp_path / "blocked.json").write_text(json.dumps(BLOCKED))
    (tmp_path / "whole.json").write_text(
        json.dumps([[key.app_label, key.name, "2026-05-01T11:58:00Z"] for key in v1_2.migrations])
    )
    return tmp_path


def test_compare_exits_with_1_where_django_would_refuse_and_says_its_words(story):
    result = run("compare", story / "release.json", story / "blocked.json")

    assert result.exit_code == 1
    assert (
        "Migration orders.0001_initial is applied before its dependency users.0010_add_unique_id_migration "
        "on database 'default'." in result.stdout
    )
    assert "D101" in result.stdout


def test_compare_exits_with_0_where_migrate_would_run(story):
    (story / "none.json").write_text("[]")

    assert run("compare", story / "release.json", story / "whole.json").exit_code == 0
    assert run("compare", story / "release.json", story / "none.json").exit_code == 0


def test_compare_in_json_is_a_document_of_one_shape(story):
    result = run("compare", story / "release.json", story / "blocked.json", "--format", "json")

    document = json.loads(result.stdout)
    assert list(document) == ["format", "release", "history", "verdict", "outcome", "findings", "statuses"]
    assert document["format"] == "driftboard-drift/1"
    assert document["verdict"] == "blocked"
    assert document["release"]["migrations"] == 3
    assert document["release"]["unreadable"] == []
    assert document["history"]["rows"] == 2
    assert document["outcome"]["raises"] == "InconsistentMigrationHistory"
    assert document["outcome"]["plan"] is None
    assert document["findings"][0] | {"sentence": ""} == {
        "code": "D101",
        "name": "missing-dependency",
        "subject": "orders.0001_initial",
        "related": ["users.0010_add_unique_id_migration"],
        "sentence": "",
    }
    assert document["statuses"] == {
        "orders.0001_initial": "missing-dependency",
        "users.0001_initial": "applied",
        "users.0010_add_unique_id_migration": "missing",
    }


def test_compare_speaks_of_the_database_by_its_alias(story):
    result = run("compare", story / "release.json", story / "blocked.json", "--database", "replica")

    assert "on database 'replica'." in result.stdout


def test_compare_reads_a_sqlite_database(story):
    path = story / "db.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
        connection.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
            [row[:3] for row in BLOCKED],
        )

    assert run("compare", story / "release.json", f"sqlite:///{path}").exit_code == 1


def test_a_directory_of_source_is_compared_without_the_apps_it_does_not_hold(story):
    package = story / "code" / "users" / "migrations"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "0001_initial.py").write_text(
        "from django.db import migrations\n"
        "class Migration(migrations.Migration):\n"
        '    dependencies = [("auth", "0012_alter_user_first_name_max_length")]\n'
        "    operations = []\n"
    )
    rows = story / "users.json"
    rows.write_text(json.dumps([["users", "0001_initial", "2026-05-01T11:58:00Z"]]))

    result = run("compare", story / "code", rows, "--format", "json")

    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["verdict"] == "in-step"
    assert document["release"]["apps_not_covered"] == ["auth"]


def test_a_place_that_cannot_be_read_is_named_and_nothing_is_called_in_step(story):
    package = story / "code" / "users" / "migrations"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "0001_initial.py").write_text(
        "from django.db import migrations\n"
        "class Migration(migrations.Migration):\n"
        "    dependencies = compute()\n"
        "    operations = []\n"
    )
    rows = story / "users.json"
    rows.write_text(json.dumps([["users", "0001_initial", "2026-05-01T11:58:00Z"]]))

    result = run("compare", story / "code", rows)

    assert result.exit_code == 2
    assert "users/migrations/0001_initial.py:3" in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("{}", "is not a list of rows"),
        ('[["a"]]', "[0] is not an app, a name, a time"),
        ('[["a", "1", "t"], ["a", 2, "t"]]', "[1][1] is not text"),
        ('[["a", "1", "t", "x"]]', "[0][3] is not a whole number"),
        ('[["", "1", "t"]]', "[0][0] is not text"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_history_that_is_none_exits_with_2_and_names_the_place(story, text, said):
    (story / "odd.json").write_text(text)

    result = run("compare", story / "release.json", story / "odd.json")

    assert result.exit_code == 2
    assert said in result.output


def test_a_release_that_is_none_exits_with_2(story):
    (story / "odd.json").write_text('{"format": "other"}')

    for path in (story / "odd.json", story / "not-there", story / "empty"):
        (story / "empty").mkdir(exist_ok=True)
        assert run("compare", path, story / "blocked.json").exit_code == 2


def test_a_database_that_is_not_there_exits_with_2_and_shows_no_password(story):
    result = run("compare", story / "release.json", "postgresql://reader:s3cret@127.0.0.1:1/shop")

    assert result.exit_code == 2
    assert "s3cret" not in result.output
    assert "could not be reached" in result.output


def test_a_setting_needs_a_name_and_a_value(story):
    assert (
        run(
            "compare", story / "release.json", story / "blocked.json", "--setting", "AUTH_USER_MODEL"
        ).exit_code
        == 2
    )


def test_releases_are_added_and_environments_collected(story):
    with sqlite3.connect(story / "db.sqlite3") as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
    config = story / "driftboard.toml"
    config.write_text(
        '[projects.shop.environments.one]\ndatabase = "sqlite:///db.sqlite3"\n'
        '[projects.shop.environments.gone]\ndatabase = "sqlite:///gone.sqlite3"\n'
    )

    added = run("releases", "add", story / "release.json", "--label", "v1.2", "--config", config)
    first = run("collect", "one", "--config", config)
    again = run("collect", "shop/one", "--config", config)
    every = run("collect", "--config", config)
    odd = run("collect", "nowhere", "--config", config)

    assert added.exit_code == 0
    assert "v1.2 is" in added.output
    assert (first.exit_code, again.exit_code, every.exit_code, odd.exit_code) == (0, 0, 1, 2)
    assert "one: 0 rows" in first.output
    assert "unchanged" in again.output
    assert "gone: the database could not be reached" in every.output
    assert not (story / "gone.sqlite3").exists()


def test_a_configuration_that_is_wrong_names_the_key(story):
    config = story / "driftboard.toml"
    config.write_text("colour = 1\n")

    result = run("collect", "--config", config)

    assert result.exit_code == 2
    assert "colour" in result.output
