r"""JSON can write the half of a character, `"\ud800"`, which no text has: it is refused wherever it stands."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.domain import manifest
from app.domain.json_values import ManifestError
from app.domain.pushed import handover

MANIFEST = {
    "format": "driftboard-release/1",
    "project": "shop",
    "label": "v1",
    "commit": "1e01071",
    "django": "5.2",
    "settings": {"AUTH_USER_MODEL": "users.User"},
    "unmigrated_apps": ["legacy"],
    "passed_over": [["orders", "0002", "orders/migrations/0002.pyc", "dot"]],
    "migrations": [
        {
            "app": "orders",
            "name": "0001_initial",
            "dependencies": [["users", "0001_initial"]],
            "run_before": [["users", "0002"]],
            "replaces": [["orders", "0000"]],
            "initial": True,
            "atomic": True,
            "path": "orders/migrations/0001_initial.py",
            "operations": [
                {
                    "kind": "CreateModel",
                    "name": "Order",
                    "reversible": True,
                    "fingerprint": "0" * 16,
                    "portable": "0" * 16,
                    "schema": [
                        {"does": "create-table", "table": "orders_order", "columns": [{"name": "id"}]}
                    ],
                }
            ],
        }
    ],
}
HANDOVER = {
    "format": "driftboard-histories/1",
    "sent_at": "2026-11-29T23:00:00Z",
    "reporter": "driftboard-reporter 1",
    "release": {"label": "v1.2", "commit": "1e01071", "fingerprint": "a" * 64},
    "histories": [
        {
            "database": "default",
            "schema": "public",
            "has_table": True,
            "rows": [[1, "users", "0001_initial", "2026-05-01 11:57:00+00"]],
        }
    ],
}
ODD = ("\ud800", "x\udfffy", "\0")
Reader = Callable[[str], object]


def with_odd(value: Any, odd: str) -> Iterator[Any]:
    """Each value that differs in one text, or in one name of an object."""
    match value:
        case str():
            yield odd
        case list():
            for index, item in enumerate(value):
                yield from ([*value[:index], changed, *value[index + 1 :]] for changed in with_odd(item, odd))
        case dict():
            for name, item in value.items():
                yield from ({**value, name: changed} for changed in with_odd(item, odd))
                yield {(odd if key == name else key): part for key, part in value.items()}


@pytest.mark.parametrize(("read", "right"), [(manifest.loads, MANIFEST), (handover.loads, HANDOVER)])
def test_every_text_of_what_is_pushed(read: Reader, right: dict[str, Any]):
    assert read(json.dumps(right))

    for odd in ODD:
        for wrong in with_odd(right, odd):
            with pytest.raises(ManifestError) as caught:
                read(json.dumps(wrong))
            str(caught.value).encode()


def test_a_name_that_is_there_twice():
    with pytest.raises(ManifestError, match="is there twice"):
        manifest.loads('{"\\ud800": 1, "\\ud800": 2}')
