"""What `collect` says of the file and the store: nobody waits in vain for an environment to appear."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli import collected
from app.config import Environment, Project, Secret, Settings
from tests.cli.command_line import run

TABLE = "CREATE TABLE django_migrations (id integer primary key, app text, name text, applied text)"
NEW = "A dashboard shows what its own driftboard.toml names and its own store holds; it reads a changed file by itself."
ALSO = (
    "This store also holds shop/one, seen in the last 15 min, which other.toml does not name. If a dashboard runs "
    "with another file, it does not show what only this file names: name it there too."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as connection:
            connection.execute(TABLE)
    return tmp_path


def write(file: Path, *slugs: str, store: str = "driftboard.db") -> Path:
    text = f'database = "sqlite:///{store}"\n'
    text += "".join(
        f'[projects.shop.environments.{slug}]\ndatabase = "sqlite:///{slug}.sqlite3"\n' for slug in slugs
    )
    file.write_text(text)
    return file


def test_the_file_and_the_store_are_named(folder):
    file = write(folder / "driftboard.toml", "one")

    said = run("collect", "--config", file).stderr.splitlines()

    assert said == [
        "one: 0 rows",
        f"Named by {file}, stored in {folder / 'driftboard.db'}.",
        f"New in this store: shop/one. {NEW}",
    ]
    assert run("collect", "--config", file).stderr.splitlines() == ["one: 0 rows, unchanged", said[1]]


def test_another_file_into_the_same_store_is_told(folder):
    """The dashboard of the first file shows `one` and never `two`."""
    run("collect", "--config", write(folder / "driftboard.toml", "one"))

    said = run("collect", "--config", write(folder / "other.toml", "two")).stderr.splitlines()

    assert said[1:] == [
        f"Named by {folder / 'other.toml'}, stored in {folder / 'driftboard.db'}.",
        f"New in this store: shop/two. {NEW}",
        ALSO,
    ]


def test_another_store_is_told_as_new(folder):
    run("collect", "--config", write(folder / "driftboard.toml", "one"))

    said = run("collect", "--config", write(folder / "other.toml", "one", store="other.db")).stderr

    assert f"stored in {folder / 'other.db'}." in said
    assert "New in this store: shop/one." in said


def test_what_is_unknown_is_told_with_the_file_that_does_not_name_it(folder):
    file = write(folder / "driftboard.toml", "one")

    result = run("collect", "two", "--config", file)

    assert (result.exit_code, result.stderr) == (2, f"No environment is called two in {file}.\n")


def test_an_environment_that_was_seen_long_ago_is_no_sign_of_another_file():
    now = datetime(2026, 6, 19, 9, tzinfo=UTC)
    settings = Settings(
        "sqlite:////s.db", (Project("shop", "", environments=(Environment("one", "sqlite:////x"),)),)
    )
    before = {
        ("shop", "one"): now,
        ("shop", "old"): now - timedelta(minutes=15),
        ("shop", "never"): None,
        ("bank", "lately"): now - timedelta(minutes=14),
    }

    (sentence,) = collected.unnamed(settings, Path("driftboard.toml"), before, now=now)

    assert sentence.startswith("This store also holds bank/lately, seen in the last 15 min, ")


def test_the_address_of_a_store_on_a_server_is_not_said():
    settings = Settings(Secret("postgresql://hunter2:hunter2@hunter2/hunter2"))

    assert "hunter2" not in collected.place(settings, Path("driftboard.toml"))
