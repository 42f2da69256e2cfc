"""What a manifest says of tables and columns: it is kept, it may be missing, and it decides nothing."""

import json

import pytest

from app.domain.json_values import ManifestError
from app.domain.manifest import dumps, freeze, loads
from tests.domain.test_manifest import EXAMPLE, changed

TABLE = {"does": "create-table", "table": "orders_mapping", "columns": [{"name": "id", "null": False}]}


def test_what_an_operation_does_to_tables_is_kept_and_decides_nothing():
    """Addresses hold the fingerprint of a release, and older manifests know nothing of tables."""
    text = changed("migrations", 0, "operations", 0, also={"schema": [TABLE]})
    with_it, without = loads(text), loads(EXAMPLE)
    (migration,) = with_it.migrations.values()

    assert json.loads(str(migration.operations[0].schema)) == [TABLE]
    assert (
        loads(dumps(with_it)).migrations[migration.key].operations[0].schema == migration.operations[0].schema
    )
    assert json.loads(dumps(with_it))["migrations"][0]["operations"][0]["schema"] == [TABLE]
    assert with_it == without
    assert with_it.fingerprint == without.fingerprint
    assert "schema" not in freeze(with_it)


def test_what_an_operation_does_to_tables_may_be_unknown_and_must_not_be_wrong():
    unknown = changed("migrations", 0, "operations", 0, also={"schema": None})
    (migration,) = loads(unknown).migrations.values()
    assert migration.operations[0].schema is None

    for wrong, problem in {
        "text": r"operations\[0\]\.schema: must be a list",
        "[]": r"operations\[0\]\.schema: must be a list",
    }.items():
        with pytest.raises(ManifestError, match=problem):
            loads(changed("migrations", 0, "operations", 0, also={"schema": wrong}))
    with pytest.raises(ManifestError, match=r"schema\[0\]\.table: is missing"):
        loads(changed("migrations", 0, "operations", 0, also={"schema": [{"does": "drop-table"}]}))
    with pytest.raises(ManifestError, match="declaration: is not a key"):
        loads(changed("migrations", 0, "operations", 0, also={"declaration": "{}"}))
