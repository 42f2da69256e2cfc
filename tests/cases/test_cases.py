"""
One folder for each situation: release.json, history.json, and the report that they must give, expected.json.

Where other releases are known, they lie beside these, oldest first: known-1.json, known-2.json.

A new situation needs a new folder and no code. The expected reports hold the fingerprints too, as a pinned address must
lead to the same history and the same release in every version of Driftboard.
"""

import json
from pathlib import Path

import pytest

from app.collect.json_file import read
from app.domain import manifest
from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.provenance import Knowledge, with_knowledge
from app.domain.reports.drift import report

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/release.json"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_situation_gives_the_expected_report(folder):
    release = manifest.loads((folder / "release.json").read_text())
    history = read(folder / "history.json")

    drift = with_knowledge(compare(release, history), _knowledge(folder))
    assert report(drift) == json.loads((folder / "expected.json").read_text())
    assert (folder / "README.md").read_text().startswith(f"# {folder.name}\n")


def _knowledge(folder: Path) -> Knowledge:
    paths = sorted(folder.glob("known-*.json"))
    return Knowledge(releases=tuple(manifest.loads(path.read_text()) for path in paths))


def test_every_code_has_a_situation():
    shown = {
        finding["code"]
        for folder in FOLDERS
        for finding in json.loads((folder / "expected.json").read_text())["findings"]
    }

    assert shown == {code.value for code in Code}


def test_a_folder_is_named_after_what_it_shows():
    for folder in FOLDERS:
        names = [
            finding["name"] for finding in json.loads((folder / "expected.json").read_text())["findings"]
        ]
        assert folder.name in (*names, "in-step", "behind", "ahead"), names
