"""`driftboard compare`."""

import json
import sqlite3

import pytest

from app.domain import manifest
from tests.build import release
from tests.cli.command_line import BLOCKED, run
from tests.sources.git.repositories import Made, needing


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


def test_a_commit_of_a_repository_is_compared_and_added(story):
    shop = Made(story / "shop")
    shop.commit("Shop", {"backend/users/migrations/0001_initial.py": needing()})
    shop.git("tag", "v1")
    shop.commit("More", {"backend/users/migrations/0002_more.py": needing("users.0001_initial")})
    rows = story / "users.json"
    rows.write_text(json.dumps([["users", "0001_initial", "2026-05-01T11:58:00Z"]]))
    config = story / "driftboard.toml"
    config.write_text(
        '[projects.shop.releases]\nmain = { path = "shop", ref = "main", folder = "backend" }\n'
    )

    def verdict(ref: str) -> str:
        words = ("compare", shop.root, rows, "--ref", ref, "--folder", "backend", "--format", "json")
        return json.loads(run(*words).stdout)["verdict"]

    added = run("releases", "add", shop.root, "--ref", "v1", "--label", "v1", "--config", config)

    assert (verdict("v1"), verdict("main")) == ("in-step", "behind")
    assert "v1 is" in added.output
    assert "has no commit, branch or tag v9" in run("compare", shop.root, rows, "--ref", "v9").output


def test_compare_says_why_and_where_a_row_comes_from(edited, story):
    rows = [*BLOCKED, ["users", "0011_side", "2026-05-01T11:58:00Z"]]
    (story / "rows.json").write_text(json.dumps(rows))
    words = ("compare", edited.root, story / "rows.json", "--ref", "v2", "--repository", edited.root)

    text = run(*words).stdout
    findings = json.loads(run(*words, "--format", "json").stdout)["findings"]

    assert "v2 added this dependency in " in text
    assert "less than a minute after" not in text
    assert "Only the branch side has it: added in " in text
    assert findings[0]["why"][0]["label"] == "v2"
    assert findings[1]["origins"][0]["labels"] == ["side"]


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
    ("text", "sentence"),
    [
        ("{", "is not JSON"),
        ("{}", "is not a list of rows"),
        ('[["a"]]', "[0] is not an app, a name, a time"),
        ('[["a", "1", "t"], ["a", 2, "t"]]', "[1][1] is not text"),
        ('[["a", "1", "t", "x"]]', "[0][3] is not a whole number"),
        ('[["", "1", "t"]]', "[0][0] is not text"),
        ("[" * 100_000, "nested too deeply"),
        ('{"rows": [], "colour": 1}', "colour is no part of a history"),
        ('{"rows": [], "tables": "a"}', "tables is of another kind"),
        ('{"rows": [], "tables": [1]}', "tables is of another kind"),
        ('{"rows": [], "schema": 1}', "schema is of another kind"),
        ('{"rows": [], "is_schema_chosen": 1}', "is_schema_chosen is of another kind"),
        ('{"rows": [], "has_table": 1}', "has_table is true or false"),
    ],
)
def test_a_history_that_is_none_exits_with_2_and_names_the_place(story, text, sentence):
    (story / "odd.json").write_text(text)

    result = run("compare", story / "release.json", story / "odd.json")

    assert result.exit_code == 2
    assert sentence in result.output


def test_a_release_that_is_none_exits_with_2(story):
    (story / "odd.json").write_text('{"format": "other"}')

    for path in (story / "odd.json", story / "not-there", story / "empty"):
        (story / "empty").mkdir(exist_ok=True)
        assert run("compare", path, story / "blocked.json").exit_code == 2


def test_a_database_that_is_not_there_exits_with_2_and_shows_no_password(story):
    result = run("compare", story / "release.json", "postgresql://reader:s3cret@127.0.0.1:1/shop")

    assert result.exit_code == 2
    assert "s3cret" not in result.output
    assert "nothing listens at the host and port of the URL. Start the server" in " ".join(
        result.output.split()
    )


def test_a_setting_needs_a_name_and_a_value(story):
    assert (
        run(
            "compare", story / "release.json", story / "blocked.json", "--setting", "AUTH_USER_MODEL"
        ).exit_code
        == 2
    )


def test_a_database_of_another_kind_is_not_one_that_could_not_be_reached(story):
    result = run("compare", story / "release.json", "oracle://reader:s3cret@127.0.0.1/shop")

    assert result.exit_code == 2
    words = " ".join(result.output.split())
    assert "only PostgreSQL (postgresql://…), MySQL (mysql://…), MariaDB (mariadb://…) and SQLite" in words
    assert "JSON file" in words
    assert "s3cret" not in words


def test_compare_knows_a_renamed_migration_from_the_repository_and_an_edited_one(story):
    shop = Made(story / "renamed")
    first = "shop/migrations/0001_initial.py"
    shop.commit("One", {first: needing(), "shop/migrations/0002_old.py": needing("shop.0001_initial")})
    shop.git("tag", "v1")
    operation = "migrations.RunSQL('SELECT 3', 'SELECT 4')"
    shop.commit("Edit", {first: needing(operations=operation)})
    shop.commit(
        "Two",
        {
            "shop/migrations/0002_old.py": None,
            "shop/migrations/0002_new.py": needing("shop.0001_initial"),
        },
    )
    rows = story / "rows.json"
    names = ("0001_initial", "0002_old")
    rows.write_text(json.dumps([["shop", name, "2026-05-01T12:58:00Z"] for name in names]))

    words = ("compare", shop.root, rows, "--ref", "main", "--django", "5.2")
    alone = json.loads(run(*words, "--format", "json").stdout)
    told = json.loads(run(*words, "--repository", shop.root, "--format", "json").stdout)

    assert [finding["code"] for finding in alone["findings"]] == ["D201"]
    assert [finding["code"] for finding in told["findings"]] == ["D212", "D307"]
    assert "v1 held something else under this name" in run(*words, "--repository", shop.root).stdout


def test_a_row_of_a_branch_that_is_not_checked_out_is_unknown_and_has_its_ways_out(story):
    shop = Made(story / "branches")
    shop.commit("One", {"shop/migrations/0001_initial.py": needing()})
    shop.git("switch", "--quiet", "--create", "wip")
    shop.commit("Two", {"shop/migrations/0002_wip.py": needing("shop.0001_initial")})
    shop.git("switch", "--quiet", "main")
    names = ("0001_initial", "0002_wip")
    rows = story / "rows.json"
    rows.write_text(json.dumps([["shop", name, "2026-05-01T12:58:00Z"] for name in names]))
    words = (shop.root, rows, "--ref", "main", "--django", "5.2", "--repository", shop.root)

    told = json.loads(run("compare", *words, "--format", "json").stdout)
    assert [finding["code"] for finding in told["findings"]] == ["D201"]
    ways = json.loads(run("ways", *words, "--format", "json").stdout)["ways"]
    assert ways[0]["steps"][0]["text"] == "git checkout wip -- shop/migrations/0002_wip.py"


def test_compare_names_the_setting_of_an_edge_without_a_repository(story):
    swapped = release(
        "shop: 1 @__setting__.AUTH_USER_MODEL", "accounts: 1", settings={"AUTH_USER_MODEL": "accounts.User"}
    )
    (story / "swapped.json").write_text(manifest.dumps(swapped))
    (story / "rows.json").write_text(json.dumps([["shop", "1", "2026-05-01T11:58:00Z"]]))

    text = run("compare", story / "swapped.json", story / "rows.json").stdout

    assert "shop.1 needs accounts.1 by the setting AUTH_USER_MODEL, which is accounts.User here." in text


def test_rows_of_a_newer_release_are_ahead_where_that_release_is_given(story):
    older, newer = release("users: 0001_initial"), release("users: 0001_initial < 0002_more", label="v2.0")
    (story / "v1.9.json").write_text(manifest.dumps(older))
    (story / "v2.0.json").write_text(manifest.dumps(newer))
    rows = [["users", "0001_initial", "2026-05-01T11:58:00Z"], ["users", "0002_more", "2026-05-02T11:58:00Z"]]
    (story / "rows.json").write_text(json.dumps(rows))

    alone = run("compare", story / "v1.9.json", story / "rows.json")
    assert (alone.exit_code, "Drifted. users.0002_more" in alone.stdout) == (0, True)
    told = run("compare", story / "v1.9.json", story / "rows.json", "--newer", story / "v2.0.json")
    assert told.exit_code == 0
    sentence = "Ahead. This database is ahead of this release: it has the one migration that v2.0 adds."
    assert told.stdout.startswith(sentence)
    (story / "next.json").write_text(manifest.dumps(release("users: 0001_initial < 0002_more")))
    nameless = run("compare", story / "v1.9.json", story / "rows.json", "--newer", story / "next.json")
    assert "that next adds" in nameless.stdout
