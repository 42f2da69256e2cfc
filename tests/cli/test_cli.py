"""The command line, run as a user runs it."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.domain import manifest
from tests.build import release
from tests.sources.git.repositories import Made, needing

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


@pytest.fixture
def edited(story: Path) -> Made:
    """Two releases, the second of which has edited the first's migration; and a branch."""
    shop = Made(story / "shop")
    orders = "orders/migrations/0001_initial.py"
    shop.commit(
        "Shop", {"users/migrations/0001_initial.py": needing(), orders: needing("users.0001_initial")}
    )
    shop.git("tag", "v1")
    unique = {"users/migrations/0010_add_unique_id_migration.py": needing("users.0001_initial")}
    shop.commit("Unique", {**unique, orders: needing("users.0010_add_unique_id_migration")})
    shop.git("tag", "v2")
    shop.git("switch", "--quiet", "--create", "side")
    shop.commit("Side", {"users/migrations/0011_side.py": needing("users.0010_add_unique_id_migration")})
    shop.git("switch", "--quiet", "main")
    return shop


def test_blame_names_the_commit_of_each_edge_straight_from_a_repository(edited):
    result = run("blame", "orders.0001_initial", "--repository", edited.root, "--format", "json")
    early = run("blame", "orders.0001_initial", "--repository", edited.root, "--ref", "v1")

    document = json.loads(result.stdout)
    assert [(one["other"], one["first_label"], one["commit"]["subject"]) for one in document["edges"]] == [
        ("users.0010_add_unique_id_migration", "v2", "Unique")
    ]
    assert document["file"]["commit"]["author"] == "Mara Lindqvist"
    assert early.stdout.splitlines()[2:4] == [
        f"  added                            v1  {edited.git('rev-parse', 'v1')[:7]}  2026-05-01  Mara Lindqvist  Shop",
        f"  dependencies users.0001_initial  v1  {edited.git('rev-parse', 'v1')[:7]}  2026-05-01  Mara Lindqvist  Shop",
    ]
    assert run("blame", "orders.0009", "--repository", edited.root).exit_code == 1


def test_blame_of_what_is_none_exits_with_2(edited, story):
    config = story / "driftboard.toml"
    config.write_text("[projects.shop]\n[projects.other]\n")

    for words, said in (
        (("orders",), "is not a migration key"),
        (("orders.1", "--format", "xml"), "--format is text or json"),
        (("orders.1", "--repository", story), "is no Git repository"),
        (("orders.1", "--repository", edited.root, "--ref", "v9"), "has no commit, branch or tag v9"),
        (("orders.1", "--config", config), "Say which project with --project: other, shop."),
        (("orders.1", "--config", config, "--project", "shop"), "Nothing is known of the code of shop"),
    ):
        result = run("blame", *words)
        assert (result.exit_code, said in " ".join(result.output.split())) == (2, True), result.output


def test_a_followed_repository_is_blamed_from_the_store(edited, story):
    config = story / "driftboard.toml"
    config.write_text('[projects.shop.repository]\npath = "shop"\nfollow = ["main", "v*"]\n')
    first = run("follow", "--config", config)
    again = run("follow", "--config", config)
    config.write_text(config.read_text() + 'django = "4.2"\n')
    unmoved = run("follow", "--config", config)
    anew = run("follow", "--again", "--config", config)
    edited.root.rename(story / "elsewhere")

    blamed = run("blame", "orders.0001_initial", "--config", config)
    of_v1 = run("blame", "orders.0001_initial", "--ref", "v1", "--config", config)
    odd = run("blame", "orders.0001_initial", "--ref", "v9", "--config", config)
    gone = run("follow", "--config", config)

    assert first.exit_code == 0
    assert [line.split()[0] for line in first.output.splitlines()] == ["main", "v1", "v2", "shop:"]
    assert "2 new commits that matter" in first.output
    assert "no label moved, 0 new commits" in again.output
    assert "no label moved, 0 new commits" in unmoved.output
    assert [line.split()[0] for line in anew.output.splitlines()] == ["main", "v1", "v2", "shop:"]
    assert "users.0010_add_unique_id_migration  v2" in blamed.output
    assert "users.0010_add_unique_id_migration" not in of_v1.output
    assert "No commit of v9 is known; known are v1, v2, main." in odd.output
    assert (odd.exit_code, gone.exit_code) == (2, 1)
    assert "is no Git repository" in gone.output


def test_follow_without_a_repository_says_what_to_write(story):
    (story / "driftboard.toml").write_text("[projects.shop]\n")

    assert "under [projects.<name>.repository]" in run("follow", "--config", story / "driftboard.toml").output


def test_a_shallow_clone_says_where_it_begins(edited, story):
    edited.git("clone", "--quiet", "--depth=1", f"file://{edited.root}", str(story / "clone"))

    result = run("blame", "orders.0001_initial", "--repository", story / "clone")

    assert f"The clone is shallow and begins with {edited.head[:7]} (2026-05-02)" in result.output
    assert "found" in result.stdout


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


# Releases


V1_1 = ("users: 0001_initial", "orders: 0001_initial @users.0001_initial")
V1_2 = (
    "users: 0001_initial < 0010_add_unique_id_migration",
    "orders: 0001_initial @users.0010_add_unique_id_migration",
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two releases under labels, in the folder where the commands are typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "driftboard.toml").write_text('[projects.shop]\ntitle = "Shop"\n')
    for label, lines, commit in (("v1.1", V1_1, None), ("v1.2", V1_2, "f02ad6501122")):
        made = release(*lines, label=label, project="shop", commit=commit)
        (tmp_path / f"{label}.json").write_text(manifest.dumps(made))
        assert run("releases", "add", f"{label}.json", "--label", label).exit_code == 0
    return tmp_path


def test_releases_are_listed_the_newest_first(shop):
    lines = run("releases", "list").stdout.splitlines()
    document = json.loads(run("releases", "list", "--format", "json").stdout)

    assert [line.split()[0] for line in lines] == ["v1.2", "v1.1"]
    assert "f02ad650  3 migrations  added 20" in lines[0]
    assert "-         2 migrations  added 20" in lines[1]
    assert document["format"] == "driftboard-labels/1"
    assert [(one["label"], one["migrations"], one["unreadable"]) for one in document["labels"]] == [
        ("v1.2", 3, 0),
        ("v1.1", 2, 0),
    ]


def test_without_a_release_the_list_says_how_to_add_one(tmp_path):
    (tmp_path / "driftboard.toml").write_text("[projects.shop]\n")

    result = run("releases", "list", "--config", tmp_path / "driftboard.toml")

    assert result.exit_code == 0
    assert result.stdout == "No release is known yet. Add one: driftboard releases add PATH --label LABEL\n"


def test_a_release_is_shown_by_label_fingerprint_or_path(shop):
    by_label = run("releases", "show", "v1.2")
    document = json.loads(run("releases", "show", "v1.2", "--format", "json").stdout)
    by_print = run("releases", "show", document["fingerprint"][:8])
    by_path = run("releases", "show", "./v1.2.json")

    assert by_label.stdout.startswith("v1.2 holds 3 migrations in 2 apps.\n")
    assert "app           users: 2 migrations, up to 0010_add_unique_id_migration" in by_label.stdout
    assert by_label.stdout == by_print.stdout == by_path.stdout
    assert document["format"] == "driftboard-outline/1"


def test_an_edit_after_release_exits_with_1_and_is_told_first(shop):
    result = run("releases", "diff", "v1.1", "v1.2")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        "v1.2 edited one migration that v1.1 had released: orders.0001_initial."
    )
    assert (
        "Databases that ran it at v1.1 will be refused: "
        "v1.1 does not hold users.0010_add_unique_id_migration, so it has no row there." in result.stdout
    )


def test_a_difference_in_json_is_one_document(shop):
    result = run("releases", "diff", "v1.1", "v1.2", "--format", "json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["edited"][0]["effect"] == "refused"


def test_where_nothing_was_edited_diff_exits_with_0(shop):
    result = run("releases", "diff", "v1.2", "v1.2")

    assert result.exit_code == 0
    assert result.stdout.startswith("v1.2 and v1.2 are the same release.")


def code(folder: Path, dependencies: str) -> Path:
    package = folder / "users" / "migrations"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "0001_initial.py").write_text(
        "from django.db import migrations\n"
        f"class Migration(migrations.Migration):\n    dependencies = {dependencies}\n"
    )
    return folder


def test_two_directories_are_held_against_each_other_without_any_configuration(tmp_path):
    nothing = tmp_path / "none.toml"
    plain, same = code(tmp_path / "a", "[]"), code(tmp_path / "b", "[]")
    edited, odd = code(tmp_path / "c", "[('users', '0000')]"), code(tmp_path / "d", "compute()")

    def diff(one: Path, other: Path) -> Result:
        return run("releases", "diff", one, other, "--config", nothing)

    assert diff(plain, same).exit_code == 0
    assert diff(plain, edited).exit_code == 1
    assert diff(plain, odd).exit_code == 2
    assert "Not known: what could not be read may have been edited." in diff(plain, odd).output
    assert "b has the migrations of a." not in diff(plain, same).output  # one content, one release
    assert "a and b are the same release." in diff(plain, same).output


def test_two_releases_of_one_name_are_told_apart_by_their_fingerprints(shop):
    code(shop / "v1.2", "[('orders', '0001_initial')]")

    first = run("releases", "diff", "v1.2", "./v1.2").stdout.splitlines()[0]

    told = (
        r"v1\.2~[0-9a-f]{8} edited one migration that v1\.2~[0-9a-f]{8} had released: users\.0001_initial\."
    )
    assert re.fullmatch(told, first)


def test_a_word_is_a_label_before_it_is_a_folder_in_this_place(shop):
    code(shop / "v1.2", "[]")
    code(shop / "mine", "[]")

    assert "v1.2 holds 3 migrations in 2 apps." in run("releases", "show", "v1.2").stdout
    assert "v1.2 holds 1 migration in 1 app." in run("releases", "show", "./v1.2").stdout
    assert "mine holds 1 migration in 1 app." in run("releases", "show", "mine").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "v9"), "v9 is no label, no fingerprint and no path. Known are v1.1, v1.2."),
        (("show", "00000000"), "00000000 is no label, no fingerprint and no path. Known are v1.1, v1.2."),
        (("diff", "v1.1", "v9"), "v9 is no label, no fingerprint and no path."),
        (("show", "v1.2", "--project", "other"), "Say which project with --project: shop."),
        (("show", "v1.2", "--format", "xml"), "--format is text or json, not xml."),
        (("show", "v1.2", "--config", "none.toml"), "none.toml: there is no such file"),
    ],
)
def test_what_cannot_be_told_exits_with_2_and_says_why(shop, words, sentence):
    result = run("releases", *words)

    assert result.exit_code == 2
    assert sentence in result.output


def test_where_no_release_is_known_a_label_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "driftboard.toml").write_text("[projects.shop]\n")

    result = run("releases", "show", "v1.2")

    assert result.exit_code == 2
    assert "v1.2 is no label, no fingerprint and no path. No release is known yet." in result.output
