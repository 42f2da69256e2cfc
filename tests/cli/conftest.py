"""Fixtures: a folder with a release and two histories, and a Git repository."""

import json
from pathlib import Path

import pytest

from app.domain import manifest
from tests.build import release
from tests.cli.command_line import BLOCKED
from tests.sources.git.repositories import Made, needing


@pytest.fixture
def story(tmp_path: Path) -> Path:
    v1_2 = release(
        "users: 0001_initial < 0010_add_unique_id_migration",
        "orders: 0001_initial @users.0010_add_unique_id_migration",
        label="v1.2",
        project="shop",
    )
    (tmp_path / "release.json").write_text(manifest.dumps(v1_2))
    (tmp_path / "blocked.json").write_text(json.dumps(BLOCKED))
    (tmp_path / "whole.json").write_text(
        json.dumps([[key.app_label, key.name, "2026-05-01T11:58:00Z"] for key in v1_2.migrations])
    )
    return tmp_path


@pytest.fixture
def edited(story: Path) -> Made:
    """A repository with the tags v1 and v2, of which v2 edits a migration of v1, and the branch side."""
    shop = Made(story / "shop")
    orders = "orders/migrations/0001_initial.py"
    shop.commit(
        "Shop", {"users/migrations/0001_initial.py": needing(), orders: needing("users.0001_initial")}
    )
    shop.git("tag", "v1")
    unique = {"users/migrations/0010_add_unique_id_migration.py": needing("users.0001_initial")}
    shop.commit("Unique", {**unique, orders: needing("users.0010_add_unique_id_migration")})
    shop.git("tag", "v2")
    shop.git("switch", "--quiet", "--create", "side")
    shop.commit("Side", {"users/migrations/0011_side.py": needing("users.0010_add_unique_id_migration")})
    shop.git("switch", "--quiet", "main")
    return shop
