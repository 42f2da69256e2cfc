"""A manifest comes from outside: its texts have bounds, and so has its file."""

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.domain import manifest
from app.domain.json_values import ManifestError
from app.domain.manifest.bounds import MAX_PATH_LENGTH, MAX_TEXT_LENGTH
from app.domain.release import Migration, Operation, Release
from app.sources import SourceError
from app.sources import manifest as files
from tests.build import key

LONG = "x" * (MAX_TEXT_LENGTH + 1)
SHORT: dict[str, Any] = json.loads(
    manifest.dumps(
        Release.of(
            [
                Migration(
                    key("users.1"),
                    (key("orders.1"),),
                    (key("orders.2"),),
                    (key("users.0"),),
                    operations=(Operation("AddField", "user.name"),),
                    path="users/migrations/1.py",
                )
            ],
            label="v1",
            commit="c" * 40,
            settings={"AUTH_USER_MODEL": "users.User"},
            unmigrated_apps={"admin"},
        )
    )
)
PLACES: dict[str, tuple[str | int, ...]] = {
    "project": ("project",),
    "label": ("label",),
    "commit": ("commit",),
    "settings": ("settings", "AUTH_USER_MODEL"),
    "unmigrated_apps": ("unmigrated_apps", 0),
    "migrations[0].app": ("migrations", 0, "app"),
    "migrations[0].name": ("migrations", 0, "name"),
    "migrations[0].dependencies": ("migrations", 0, "dependencies", 0, 1),
    "migrations[0].run_before": ("migrations", 0, "run_before", 0, 0),
    "migrations[0].replaces": ("migrations", 0, "replaces", 0, 1),
    "migrations[0].operations": ("migrations", 0, "operations", 0, "kind"),
    "passed_over": ("passed_over", 0, 1),
}


def with_text(place: tuple[str | int, ...], text: str) -> str:
    content = copy.deepcopy(SHORT)
    content["passed_over"] = [["users", "draft", "users/migrations/draft.py", "dot"]]
    at: Any = content
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = text
    return json.dumps(content)


@pytest.mark.parametrize("path", PLACES)
def test_a_long_text_is_refused_with_its_place(path: str):
    with pytest.raises(ManifestError) as caught:
        manifest.loads(with_text(PLACES[path], LONG))

    assert str(caught.value) == f"{path}: has 1,001 characters, and at most 1,000 are taken"
    manifest.loads(with_text(PLACES[path], LONG[:-1]))


@pytest.mark.parametrize("place", [("migrations", 0, "path"), ("passed_over", 0, 2)])
def test_a_path_may_be_longer_and_has_a_bound_too(place: tuple[str | int, ...]):
    with pytest.raises(ManifestError, match="has 5,001 characters, and at most 5,000 are taken"):
        manifest.loads(with_text(place, "x" * (MAX_PATH_LENGTH + 1)))

    manifest.loads(with_text(place, LONG))


def test_a_file_that_is_too_long_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1_000)
    path = tmp_path / "v1.json"
    path.write_bytes(b" " * 1_001)

    with pytest.raises(SourceError, match=r"v1.json: over 1000 bytes long"):
        files.read(path)


def test_a_pipe_or_a_device_is_no_manifest(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(SourceError, match="it is no file"):
            files.read(path)
