"""The page that misses a release file prints commands: the first writes it in the project, the second reads it."""

import shlex
from pathlib import Path

from app.web.layout.first_steps import make_release, read_release
from tests.cli.command_line import run
from tests.oracle.django_versions import Judge
from tests.reporter import shop

PATH = "releases/v1.2.json"
MANAGE = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""


def test_the_printed_commands_write_the_file_and_read_it(
    either: Judge, folder: Path, tmp_path: Path, monkeypatch
):
    shop.made(folder, shop.INSTALLED)
    (folder / "manage.py").write_text(MANAGE)
    (made,), (read,) = make_release("v1.2", PATH), read_release("v1.2", PATH, "shop")

    python, *words = shlex.split(made.command)
    done = shop.script(either, folder, *words)
    assert (python, done.returncode) == ("python", 0), done.stderr

    board = tmp_path / "board"
    (board / "releases").mkdir(parents=True)
    (board / PATH).write_bytes((folder / "v1.2.json").read_bytes())
    (board / "driftboard.toml").write_text('[projects.shop]\ntitle = "Shop"\n')
    monkeypatch.chdir(board)
    program, *words = shlex.split(read.command)
    result = run(*words)
    assert (program, result.exit_code) == ("driftboard", 0), result.output
    assert result.stdout.startswith("v1.2 is ")
