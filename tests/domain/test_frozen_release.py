"""Releases as the store keeps them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.domain.json_values import ManifestError
from app.domain.keys import MigrationKey
from app.domain.manifest import freeze, freeze_schema, loads, thaw, thaw_keys, with_schema
from app.domain.release import Migration, Operation, Release, Unreadable
from tests.domain.test_manifest import EXAMPLE


@pytest.mark.parametrize("place", [["a.py", "7", "why"], ["a.py", 7], "a.py:7", [None, 7, "why"]])
def test_a_frozen_place_is_a_path_a_line_and_a_reason(place: Any):
    content = json.loads(freeze(Release.of([])))
    content["unreadable"] = [place]

    with pytest.raises(ManifestError, match=r"^unreadable\[0\]: must be"):
        thaw(json.dumps(content))


def test_the_keys_of_a_frozen_release_are_read_alone():
    whole = replace(
        loads(EXAMPLE), complete=False, unreadable=(Unreadable("a.py", 7, "why"),), passed_over=()
    )
    keys = thaw_keys(freeze(whole))

    assert keys.keys_to_record == whole.keys_to_record
    assert [each.replaces for each in keys.squashes] == [each.replaces for each in whole.squashes]
    assert (keys.complete, keys.unreadable, keys.apps) == (False, whole.unreadable, whole.apps)
    assert all(not each.operations and not each.dependencies for each in keys.migrations.values())


def test_what_is_known_of_tables_is_frozen_apart():
    operations = (
        Operation("CreateModel", schema="[]"),
        Operation("AddField", declaration="{}"),
        Operation("RunPython"),
    )
    known = Release.of(
        [Migration(MigrationKey("a", "1"), operations=operations), Migration(MigrationKey("a", "2"))]
    )
    plain = thaw(freeze(known))

    found = with_schema(plain, freeze_schema(known)).migrations[MigrationKey("a", "1")].operations
    assert [(each.schema, each.declaration) for each in found] == [("[]", None), (None, "{}"), (None, None)]
    assert freeze_schema(plain) is None
    assert with_schema(plain, None) is plain
