"""What was seen last, written and read back; what is no such document says where it is wrong."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.failure import Cause
from app.domain.fleet.last_seen import history as histories
from app.domain.fleet.last_seen import reading, writing
from app.domain.fleet.last_seen.values import LastSeen, NamedRelease, SeenEnvironment, SeenTable
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.history import History, Row, Surroundings
from app.domain.json_values import ManifestError
from app.domain.keys import MigrationKey
from app.domain.label import Label
from app.domain.table_location import TableLocation

T0 = datetime(2026, 6, 19, 9, 12, 20, tzinfo=UTC)
LABEL = Label("v1.2", "b" * 64, None, T0)
SEEN = LastSeen(
    "shop",
    (
        SeenEnvironment(
            "edge-1",
            NamedRelease("v1.2", ReleaseBasis.TOLD, "v1.2", "b" * 64, "3f2c1a4"),
            (
                SeenTable(TableLocation(), fingerprint="a" * 64, seen_at=T0),
                SeenTable(
                    TableLocation("legacy", "tenant_07"),
                    ("tenant_07", "tenant_30"),
                    "a" * 64,
                    T0,
                    True,
                    Cause.UNREACHABLE,
                    frozenset({"users", "orders"}),
                ),
            ),
            3,
            True,
        ),
        SeenEnvironment("edge-2", NamedRelease("v9", ReleaseBasis.DECLARED), (SeenTable(TableLocation()),)),
        SeenEnvironment("edge-3", None, ()),
    ),
)
ROWS = (
    Row(MigrationKey("users", "0001_initial"), "2026-05-01 11:57:00+00", 1),
    Row(MigrationKey("", "\udcff\0"), "", None),
)


def changed(path: tuple[str | int, ...], value: Any) -> str:
    """The document with another value at one place; without the member where the value is `...`."""
    content = json.loads(json.dumps(writing.document(SEEN)))
    *way, last = path
    place = content
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(content)


def test_what_was_seen_is_read_as_it_was_written():
    assert reading.loads(json.dumps(writing.document(SEEN))) == SEEN


def test_each_fingerprint_is_named_once():
    assert SEEN.histories == ("a" * 64,)
    assert SEEN.releases == ("b" * 64,)


def test_what_a_newer_dashboard_says_beside_it_is_left_aside():
    assert reading.loads(changed(("environments", 0, "weather"), "fair")) == SEEN


def test_a_cause_of_a_newer_dashboard_is_a_failure():
    read = reading.loads(changed(("environments", 0, "tables", 1, "failure"), "lost-at-sea"))

    assert read.environments[0].tables[1].failure is Cause.FAILED


ENVIRONMENT = ("environments", 0)
TABLE = (*ENVIRONMENT, "tables", 1)
RELEASE = (*ENVIRONMENT, "release")
WRONG = {
    "another format": (("format",), "driftboard-last-seen/2", 'format: must be "driftboard-last-seen/1"'),
    "no environments": (("environments",), ..., "environments: is missing"),
    "no name": ((*ENVIRONMENT, "environment"), "", "environments[0].environment: must not be empty"),
    "a basis": ((*RELEASE, "basis"), "guessed", "environments[0].release.basis: must be told, declared or newest"),
    "digits": ((*RELEASE, "fingerprint"), "b" * 63, "environments[0].release.fingerprint: must be the 64 hex digits"),
    "a number": ((*ENVIRONMENT, "left_out"), -1, "environments[0].left_out: must be a number, not -1"),
    "a list": ((*TABLE, "schemas"), 2, "environments[0].tables[1].schemas: must be a list, not 2"),
    "true": ((*ENVIRONMENT, "left_out"), True, "environments[0].left_out: must be a number, not true"),
    "a time": ((*TABLE, "seen_at"), "yesterday", 'tables[1].seen_at: must be a time with its offset, not "yesterday"'),
    "an offset": ((*TABLE, "seen_at"), "2026-06-19T09:12:20", "seen_at: must be a time with its offset"),
    "an app": ((*TABLE, "apps"), [""], "environments[0].tables[1].apps[0]: must not be empty"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_the_wrong_value_is_named(case: str):
    path, value, problem = WRONG[case]
    with pytest.raises(ManifestError) as caught:
        reading.loads(changed(path, value))

    assert problem in str(caught.value)


@pytest.mark.parametrize("text", ["", "<html>", "[]", "null", '{"format": 1}', "[" * 100_000])
def test_what_is_no_document_is_refused(text: str):
    with pytest.raises(ManifestError):
        reading.loads(text)
    with pytest.raises(ManifestError):
        reading.label_of(text)
    with pytest.raises(ManifestError):
        histories.loads(text, fingerprint="a" * 64)


def test_a_label_is_read_as_it_was_written():
    assert reading.label_of(json.dumps(writing.label_document(LABEL))) == LABEL


@pytest.mark.parametrize(
    "history",
    [
        History(),
        History(has_table=False, surroundings=Surroundings("public", other_schemas=("acme",))),
        History(ROWS, surroundings=Surroundings(table_schema="public", tables=("orders_order",))),
        History(tuple(replace(ROWS[0], id=number) for number in range(2 * histories.ROWS_AT_ONCE))),
    ],
)
def test_a_history_is_read_as_it_was_seen(history: History):
    pieces = tuple(histories.pieces(history))

    assert histories.loads("".join(pieces), fingerprint=history.fingerprint) == history
    assert "".join(pieces).isascii()
    assert len(pieces) == 2 + -(-len(history.rows) // histories.ROWS_AT_ONCE)


def test_another_history_is_not_taken_for_it():
    text = "".join(histories.pieces(History(ROWS)))

    with pytest.raises(ManifestError, match=f"is the history {History(ROWS).fingerprint[:8]}, not aaaaaaaa"):
        histories.loads(text, fingerprint="a" * 64)


ODD_ROWS = [
    [1, "users", "0001"],
    [True, "users", "0001", ""],
    [1, None, "0001", ""],
    "users",
    {"app": "users"},
]


@pytest.mark.parametrize("row", ODD_ROWS)
def test_an_odd_row_is_named(row: Any):
    content = {"format": histories.FORMAT, "has_table": True, "surroundings": None, "rows": [row]}

    with pytest.raises(ManifestError, match=r"rows\[0\]: must be an id, an app, a name and a time"):
        histories.loads(json.dumps(content), fingerprint="a" * 64)


def test_odd_surroundings_are_named():
    around = {"schema": 1, "table_schema": None, "is_schema_chosen": True, "other_schemas": [], "tables": []}
    content = {
        "format": histories.FORMAT,
        "has_table": True,
        "surroundings": {**around, "is_case_blind": False},
        "rows": [],
    }

    with pytest.raises(ManifestError, match=r"surroundings\.schema: must be a string, not 1"):
        histories.loads(json.dumps(content), fingerprint="a" * 64)
