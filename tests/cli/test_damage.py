"""The commands that ask the store, where a stored history was changed from outside."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from app.store.engine import open_store
from tests.build import history
from tests.cli.command_line import run

BEHIND = ("users.0001_initial",)
OF_ONE = "SELECT snapshots.id FROM snapshots JOIN environments ON environments.id = environment_id WHERE slug = 'one'"
SAID = "cannot be rebuilt: the store was changed from outside."


def record(file: Path, *keys: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
        connection.executemany(
            "INSERT OR IGNORE INTO django_migrations VALUES (?, ?, ?, ?)",
            [(row.id, *row.key, row.applied) for row in history(*keys).rows],
        )


@pytest.fixture
def damaged(story: Path) -> Path:
    """Of two environments `one` was collected twice, and what is stored of it was changed."""
    config = story / "driftboard.toml"
    config.write_text(
        '[projects.shop.environments.one]\ndatabase = "sqlite:///one.sqlite3"\n'
        '[projects.shop.environments.two]\ndatabase = "sqlite:///two.sqlite3"\n'
    )
    record(story / "one.sqlite3", *BEHIND)
    record(story / "two.sqlite3", *BEHIND, "users.0010_add_unique_id_migration")
    for words in (("releases", "add", story / "release.json", "--label", "v1.2"), ("collect",)):
        assert run(*words, "--config", config).exit_code == 0
    damage(story)
    return config


def damage(story: Path) -> None:
    with open_store(f"sqlite:///{story}/driftboard.db") as store, store.writing() as session:
        session.execute(text(f"UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id = ({OF_ONE})"))  # noqa: S608


@pytest.mark.parametrize("words", [("ways", "one"), ("upgrade", "one", "v1.2")], ids=["ways", "upgrade"])
def test_a_command_on_it_says_what_to_do_and_does_so_after_a_collection(
    damaged: Path, words: tuple[str, ...]
):
    told = run(*words, "--config", damaged)
    other = run(words[0], "two", *words[2:], "--config", damaged)

    assert (told.exit_code, other.exit_code) == (2, 0), told.output + other.output
    assert f"of one {SAID} driftboard collect reads it anew" in " ".join(told.output.split())
    assert run("collect", "--config", damaged).exit_code == 0
    assert run(*words, "--config", damaged).exit_code == 0


def test_the_check_of_a_release_holds_it_unseen_and_names_why(damaged: Path):
    found = run("check", "v1.2", "--config", damaged, "--format", "json")
    of_each = {each["environment"]: each for each in json.loads(found.stdout)["environments"]}

    assert "changed from outside" in json.dumps(of_each["one"])
    assert "changed from outside" not in json.dumps(of_each["two"])


def test_a_pinned_page_of_it_is_exported_as_a_sentence(damaged: Path, tmp_path: Path):
    with open_store(f"sqlite:///{damaged.parent}/driftboard.db") as store, store.reading() as session:
        release = session.scalar(text("SELECT fingerprint FROM releases"))
        stored = text(f"SELECT fingerprint FROM snapshots WHERE id = ({OF_ONE})")  # noqa: S608
        digits = session.scalar(stored)[:10]
    address = f"/shop/environments/one/at/2026-06-19T0912Z~{digits}/against/v1.2~{release[:10]}"
    files = [tmp_path / f"page{ending}" for ending in (".html", ".png")]
    told = [run("export", address, "--output", file, "--config", damaged) for file in files]

    for each in told:
        assert each.exit_code == 2
        assert f"The history {digits} of one {SAID}" in " ".join(each.output.split())
    assert not any(file.exists() for file in files)
    run("collect", "--config", damaged)
    assert run("export", address, "--output", files[0], "--config", damaged).exit_code == 0
