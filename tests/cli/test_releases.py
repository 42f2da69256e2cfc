"""`driftboard releases`: `add`, `list`, `show`, `diff`."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from app.domain import manifest
from tests.build import release
from tests.cli.command_line import run

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
        manifest_release = release(*lines, label=label, project="shop", commit=commit)
        (tmp_path / f"{label}.json").write_text(manifest.dumps(manifest_release))
        assert run("releases", "add", f"{label}.json", "--label", label).exit_code == 0
    return tmp_path


def test_releases_are_listed_the_newest_first(shop):
    lines = run("releases", "list").stdout.splitlines()
    document = json.loads(run("releases", "list", "--format", "json").stdout)

    assert [line.split()[0] for line in lines] == ["v1.2", "v1.1"]
    assert "f02ad650  -  3 migrations  read " in lines[0]
    assert "-         -  2 migrations  read " in lines[1]
    assert document["format"] == "driftboard-labels/1"
    assert [(label["label"], label["migrations"], label["unreadable"]) for label in document["labels"]] == [
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


def test_a_stored_release_that_was_changed_from_outside_is_named_and_whole_once_it_is_added_again(shop):
    before = run("releases", "show", "v1.2").stdout
    with closing(sqlite3.connect(shop / "driftboard.db")) as store, store:
        store.execute("UPDATE releases SET content = '{'")

    damaged = run("releases", "show", "v1.2")
    added = run("releases", "add", "v1.2.json", "--label", "v1.2")

    assert damaged.exit_code == 2
    assert "The stored release v1.2 cannot be read: the store was changed from outside." in damaged.stderr
    assert added.exit_code == 0
    assert run("releases", "show", "v1.2").stdout == before


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

    def diff(before: Path, after: Path) -> Result:
        return run("releases", "diff", before, after, "--config", nothing)

    assert diff(plain, same).exit_code == 0
    assert diff(plain, edited).exit_code == 1
    assert diff(plain, odd).exit_code == 2
    assert "Not known: what could not be read may have been edited." in diff(plain, odd).output
    assert "b has the migrations of a." not in diff(plain, same).output  # one content, one release
    assert "a and b are the same release." in diff(plain, same).output


def test_two_releases_of_one_name_are_told_apart_by_their_fingerprints(shop):
    code(shop / "v1.2", "[('orders', '0001_initial')]")

    first = run("releases", "diff", "v1.2", "./v1.2").stdout.splitlines()[0]

    pattern = (
        r"Going back from v1\.2~[0-9a-f]{8} to v1\.2~[0-9a-f]{8}: 2 migrations must be unapplied first\. "
        r"1 migration differs\."
    )
    assert re.match(pattern, first)


def test_a_word_is_a_label_before_it_is_a_folder_in_this_place(shop):
    code(shop / "v1.2", "[]")
    code(shop / "mine", "[]")

    assert "v1.2 holds 3 migrations in 2 apps." in run("releases", "show", "v1.2").stdout
    assert "v1.2 holds 1 migration in 1 app." in run("releases", "show", "./v1.2").stdout
    assert "mine holds 1 migration in 1 app." in run("releases", "show", "mine").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "v9"), "v9 is no label, no fingerprint and no path. Known are v1.1 and v1.2."),
        (("show", "00000000"), "00000000 is no label, no fingerprint and no path. Known are v1.1 and v1.2."),
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
