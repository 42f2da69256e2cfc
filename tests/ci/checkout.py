"""A checkout as CI makes it, and the recipes of docs/ci.md, to be run in it."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DRIFTBOARD = Path(sys.executable).parent / "driftboard"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "ci.md").read_text(encoding="utf-8")
DASHBOARD = "https://driftboard.example"

PIP = '#!/bin/sh\n[ "$1 $2 $3 $4" = "-m pip install ./driftboard" ] || { echo "not pip: $*" >&2; exit 9; }\n'
"""Stands in for the Python of the CI, whose pip would fetch Driftboard: it is here already."""


def recipe(heading: str) -> str:
    """The YAML of one part of the document, as it stands there."""
    part = re.split(rf"^## {re.escape(heading)}$", DOCUMENT, flags=re.MULTILINE)[1].partition("\n## ")[0]
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    return text


def read(heading: str) -> Any:
    return yaml.safe_load(recipe(heading))


@dataclass(frozen=True)
class Checkout:
    """A clone of the shop; `dashboard` is the address that takes the place of the one in the recipes."""

    root: Path
    dashboard: str
    token: str

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=Mara", "-c", "user.email=mara@shop.example")
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def run(
        self, script: str, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a script of a recipe as a runner does: with a shell that ends at the first error."""
        tools = self.root.parent / "tools"
        if not tools.exists():
            tools.mkdir()
            (tools / "driftboard").symlink_to(DRIFTBOARD)
            (tools / "python").write_text(PIP)
            (tools / "python").chmod(0o755)
        environment = {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.root.parent),
            "DRIFTBOARD": "./driftboard",
            "DRIFTBOARD_TOKEN": self.token,
            **(variables or {}),
        }
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script.replace(DASHBOARD, self.dashboard)],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
