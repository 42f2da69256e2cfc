"""The commands that docs/ci.md prints, run as they stand there, and the members that it names."""

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain import manifest
from app.store import releases, snapshots
from app.store.engine import open_store
from tests.build import history, release
from tests.cli.command_line import run

DOCUMENT = (Path(__file__).parents[2] / "docs" / "ci.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    for line in block.split("\n")
    if line
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with all that the commands name: v2.5 adds an edge to what sandbox-3 has run at v2.4."""
    monkeypatch.chdir(tmp_path)
    before = release("users: 1 < 2", "orders: 1", label="v2.4")
    after = release("users: 1 < 2", "orders: 1 @users.2", label="v2.5")
    now = datetime.now(UTC)
    store = open_store(f"sqlite:///{tmp_path}/driftboard.db")
    with store.writing() as session:
        for each in (before, after):
            (tmp_path / f"{each.label}.json").write_text(manifest.dumps(each))
            releases.add(session, "shop", each, label=each.label, at=now)
        snapshots.add(session, "shop", "sandbox-3", history("users.1", "orders.1"), at=now)
    store.close()
    (tmp_path / "rows.json").write_text(
        json.dumps([["users", "1", "2026-05-01"], ["orders", "1", "2026-05-01"]])
    )
    (tmp_path / "driftboard.toml").write_text(
        'database = "sqlite:///driftboard.db"\n[projects.shop]\nrelease = "v2.4"\n'
        '[projects.shop.environments.sandbox-3]\ndatabase = "sqlite:///sandbox-3.sqlite3"\n'
    )
    folder = tmp_path / "orders" / "migrations"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "1.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = []\n"
    )
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_does_what_it_says(here, command):
    program, *words = shlex.split(command)
    result = run(*words)

    assert program == "driftboard"
    assert result.exit_code in ((0,) if words[0] == "tokens" else (0, 1)), result.output


def test_the_document_has_the_members_that_are_named(here):
    document = json.loads(run("check", "--release", "v2.5", "--format", "json").stdout)
    named = set(
        re.findall(r"^\| (`.*?) \|", DOCUMENT.partition("| member |")[2].partition("\n## ")[0], re.MULTILINE)
    )
    members = {name for cell in named for name in re.findall("`([a-z_]+)`", cell)}

    assert members == {
        *("answer", "base", "candidate", "causes", "path", "line", "commit", "already", "moving", "release")
    }
    (environment,) = document["environments"]
    assert members - {"path", "line", "commit"} <= document.keys() | environment.keys()
    example = re.search(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
    printed = json.loads(example[1].replace("…", "")) if example else {}
    assert printed.keys() <= document.keys()
    assert printed["environments"][0].keys() <= environment.keys()
    assert printed["environments"][0]["causes"][0].keys() <= environment["causes"][0].keys()


def test_the_forms_that_are_named_are_all_there_are():
    from app.cli.check.forms import FORMS

    (line,) = re.findall("^`--format` is (.*?)\\.(?= `)", DOCUMENT, re.MULTILINE)

    assert set(re.findall("`([a-z]+)`", line)) == FORMS.keys()
