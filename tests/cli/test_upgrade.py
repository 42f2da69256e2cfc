"""`driftboard upgrade`."""

import json
from pathlib import Path

import pytest

from app.domain import manifest
from app.store import releases, snapshots
from app.store.engine import open_store
from tests.build import NOON, history, release
from tests.cli.command_line import run

V1 = release("users: 1", "orders: 1", label="v1")
V2 = release("users: 1 < 2", "orders: 1", label="v2")
V3 = release("users: 1 < 2", "orders: 1 @users.2", label="v3")
ROWS = history("users.1", "orders.1")


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """A folder with three releases, of which the last one needs the one before it, and the rows of the first."""
    for code in (V1, V2, V3):
        (tmp_path / f"{code.label}.json").write_text(manifest.dumps(code))
    rows = [[row.key.app_label, row.key.name, row.applied] for row in ROWS.rows]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    return tmp_path


def asked(line: Path, *through: str, words: tuple[str, ...] = ()):
    options = [word for name in through for word in ("--through", str(line / f"{name}.json"))]
    return run("upgrade", line / "rows.json", line / "v3.json", *options, *words)


def test_the_release_to_go_to_first_is_named_with_each_step(line):
    result = asked(line, "v1", "v2")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "This database must go to v2 first.",
        (
            "v3 is refused: orders.1 is applied, but users.2, which it depends on, is not. "
            "1 migration in all, none is skipped."
        ),
        "  1. on v2: python manage.py migrate  → Django runs 1 migration: users.2.",
        "  2. on v3: python manage.py migrate  → Django has nothing to run.",
    ]


def test_without_the_release_between_there_is_no_path(line):
    result = asked(line, "v1")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "No known release leads this database to v3."
    assert "  First to v1? v1 can be reached." in result.stdout


def test_what_could_not_be_read_is_not_called_impossible(line):
    folder = line / "v2" / "users" / "migrations"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "0002_x.py").write_text("class Migration(:")
    result = run("upgrade", line / "rows.json", line / "v3.json", "--through", line / "v2")

    assert result.exit_code == 2
    assert result.stdout.startswith("Nobody can tell whether this database gets to v3.")


def test_as_json_it_is_a_document_of_one_shape(line):
    document = json.loads(asked(line, "v2", words=("--format", "json")).stdout)

    assert list(document) == [
        *("format", "to", "history", "database", "schema", "answer", "reach", "headline", "reason", "first"),
        *("steps", "direct", "because", "tried", "attempts", "mind"),
    ]
    assert document["format"] == "driftboard-upgrade/1"
    assert (document["answer"], document["reach"], document["first"]) == ("yes", "stones", ["v2"])
    assert document["steps"][0] == {
        "release": "v2",
        "command": "python manage.py migrate",
        "runs": ["users.2"],
        "expect": "Django runs 1 migration: users.2.",
    }
    assert document["direct"]["findings"][0]["code"] == "D101"


def test_a_format_that_is_not_known_is_refused(line):
    result = asked(line, words=("--format", "sql"))

    assert result.exit_code == 2
    assert "--format is text or json, not sql." in result.stderr


CONFIG = """
database = "sqlite:///store.db"

[projects.shop]
title = "Shop"

[projects.shop.environments.production]
database = "sqlite:///production.db"
"""


@pytest.fixture
def stored(tmp_path, monkeypatch) -> Path:
    """A folder with a store, which knows three releases and the rows of production."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "driftboard.toml").write_text(CONFIG)
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    with store.writing() as session:
        for code in (V1, V2, V3):
            releases.add(session, "shop", code, label=str(code.label), at=NOON)
        snapshots.add(session, "shop", "production", ROWS, at=NOON)
    store.close()
    return tmp_path


@pytest.mark.usefixtures("stored")
def test_of_an_environment_everything_comes_from_the_store():
    result = run("upgrade", "production", "v3")

    assert result.exit_code == 0
    assert result.stdout.startswith("This database must go to v2 first.\n")


@pytest.mark.usefixtures("stored")
def test_an_environment_or_a_label_that_is_not_known_is_said():
    assert "There is no environment staging in shop: production." in run("upgrade", "staging", "v3").stderr
    result = run("upgrade", "production", "v9")

    assert result.exit_code == 2
    assert "There is no release v9 in shop: v3, v2 and v1." in result.stderr


def test_a_repository_has_the_releases_to_go_to_first(edited, story):
    """v2 adds the dependency and the edge to it in one commit: no release has the one without the other."""
    rows = [
        ["users", "0001_initial", "2026-05-01T11:58:00Z"],
        ["orders", "0001_initial", "2026-05-01T11:59:00Z"],
    ]
    (story / "rows.json").write_text(json.dumps(rows))
    words = ("--ref", "v2", "--repository", edited.root)
    result = run("upgrade", story / "rows.json", edited.root, *words)
    back = run("upgrade", story / "rows.json", edited.root, "--ref", "v1", "--repository", edited.root)

    assert result.stdout.splitlines()[0] == "No known release leads this database to v2."
    assert "First to v1? v1 can be reached." in result.stdout
    assert back.stdout == "This database is at v1: nothing is to run.\n"
