"""The reporter is a distribution of its own: Django and the standard library, and what it shares stands twice."""

import ast
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from app.domain.schema import running_order as order
from app.sources.migration import operation_names as naming
from app.sources.python import fingerprints as digest
from tests.oracle.django_versions import CHECKOUT

REPORTER = CHECKOUT / "reporter"
PACKAGE = REPORTER / "driftboard_reporter"


@pytest.mark.parametrize("shared", [digest, naming, order], ids=lambda module: module.__name__)
def test_what_both_ways_of_reading_share_is_the_same_to_the_letter(shared):
    file = Path(shared.__file__)

    assert (PACKAGE / file.name).read_bytes() == file.read_bytes()


def test_it_imports_django_and_the_standard_library_and_nothing_else():
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                found.add(str(node.module).partition(".")[0])

    assert found - sys.stdlib_module_names == {"django", "driftboard_reporter"}


def test_the_wheel_has_the_whole_package_and_asks_for_django_alone(tmp_path: Path):
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
    ]
    subprocess.run([*command, REPORTER], check=True)
    (wheel,) = tmp_path.glob("driftboard_reporter-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.endswith(".py")}
        (about,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_string(archive.read(about).decode())

    assert names == {str(file.relative_to(REPORTER)) for file in PACKAGE.rglob("*.py")}
    assert (metadata["Name"], metadata["Requires-Python"]) == ("driftboard-reporter", ">=3.8")
    assert metadata.get_all("Requires-Dist") == ["django>=3.2"]
    assert "driftboard_reporter" in metadata.get_payload()
