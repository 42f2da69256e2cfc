"""What a command imports before it works: a command that needs no store starts without any of the store's."""

import json
import subprocess
import sys

import pytest

from app.cli import lazy
from app.domain.manifest import dumps
from tests import build
from tests.cli.command_line import BLOCKED, run

HEAVY = {"alembic", "django", "fastapi", "jinja2", "psycopg", "pymysql", "sqlalchemy", "starlette", "uvicorn"}
LIST_MODULES = """
import sys
from app.cli import main
try:
    main()
finally:
    print("\\n".join(sys.modules), file=sys.stderr)
"""


def modules_of(*words: object) -> set[str]:
    """The modules in memory when a command has done its work, in a process of its own."""
    command = [sys.executable, "-c", LIST_MODULES, *map(str, words)]
    return set(subprocess.run(command, capture_output=True, text=True, check=False).stderr.splitlines())


def test_the_list_of_commands_imports_no_command():
    modules = modules_of("--help")

    assert "app.cli.lazy" in modules
    assert not modules & HEAVY
    assert not {name for name in modules if name.startswith(("app.domain", "app.store", "app.cli.serve"))}


def test_a_comparison_of_two_files_imports_no_store_no_page_no_driver_and_no_reader_of_source(tmp_path):
    release, history = tmp_path / "v1.json", tmp_path / "rows.json"
    release.write_text(dumps(build.release("users: 0001_initial", "orders: 0001_initial")))
    history.write_text(json.dumps(BLOCKED))

    modules = modules_of("compare", release, history)

    assert "app.domain.drift.comparison" in modules
    assert not modules & HEAVY
    assert not {
        name
        for name in modules
        if name.startswith(("app.store", "app.web", "app.sources.git", "app.sources.project.reading"))
    }


def test_a_check_of_files_imports_no_store_no_page_and_no_driver(tmp_path):
    release, history = tmp_path / "v1.json", tmp_path / "rows.json"
    release.write_text(dumps(build.release("users: 0001_initial", "orders: 0001_initial")))
    history.write_text(json.dumps(BLOCKED))

    modules = modules_of("check", release, history)

    assert "app.domain.impact.impact" in modules
    assert not modules & HEAVY
    assert not {name for name in modules if name.startswith(("app.store", "app.web", "app.sources.git"))}


@pytest.mark.parametrize("name", lazy.PLACES)
def test_each_command_says_of_itself_what_the_list_says(name):
    listed, alone = run("--help").output, run(name, "--help").output

    first = lazy._docstring(name).split("\n\n")[0].split()
    assert " ".join(first[:4]) in " ".join(listed.split())
    assert " ".join(first[:4]) in " ".join(alone.split())
