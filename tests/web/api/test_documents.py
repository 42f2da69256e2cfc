"""The commands that docs/api.md prints, run as they stand there; and the members that it explains."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from app.config import Secret, Settings
from app.domain.fleet.last_seen import reading
from app.main import create_app
from tests.cli.command_line import run
from tests.servers import dashboard
from tests.web.conftest import BLOCKED

TEXT = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
HERE = "https://driftboard.example"


@pytest.fixture
def token(site, tmp_path: Path) -> str:
    """The token that the document makes, in the store of the site."""
    site.release()
    config = tmp_path / "driftboard.toml"
    config.write_text(f'database = "sqlite:///{site.file}"\n[projects.shop]\n', encoding="utf-8")
    (line,) = (text for _, text in BLOCKS if "tokens create" in text)
    return run(*shlex.split(line)[1:], "--config", config).stdout.strip()


def test_every_command_answers(site, token: str):
    history = site.seen("sandbox-3", *BLOCKED)
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    commands = [line for _, text in BLOCKS for line in text.splitlines() if line.startswith("curl")]
    answers = {}
    with dashboard.serve(create_app(settings, site.store, now=lambda: site.now)) as address:
        for command in commands:
            variables = {
                "PATH": os.environ["PATH"],
                "DRIFTBOARD_TOKEN": token,
                "HISTORY": history.fingerprint,
                "RELEASE": site.release().fingerprint,
            }
            done = subprocess.run(
                ["bash"],
                input=command.replace(HERE, address),
                env=variables,
                text=True,
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            answer = json.loads(done.stdout)
            answers[answer["format"]] = answer

    assert set(answers) == set(re.findall(r"driftboard-[a-z-]+/1", TEXT))


def test_the_members_of_the_example_are_explained():
    (example,) = (json.loads(text) for language, text in BLOCKS if language == "json")
    told = (
        json.dumps(example, ensure_ascii=False).replace("4be19d02…", "b" * 64).replace("7c1f0a9e…", "a" * 64)
    )
    (environment,) = reading.loads(told).environments
    table = example["environments"][0]["tables"][0]
    explained = set(re.findall(r"`(\w+)`", TEXT))

    assert environment.slug == "sandbox-3"
    assert {*example["environments"][0], *table} - explained == set()
