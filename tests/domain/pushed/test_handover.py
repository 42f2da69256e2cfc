"""The histories that a project hands over: what is taken, and the path to what is not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.history import History, Row
from app.domain.json_values import ManifestError
from app.domain.keys import MigrationKey
from app.domain.pushed import handover
from app.domain.pushed.handover import Handover, LocatedHistory, ToldRelease, loads
from app.domain.table_location import TableLocation

ROW = [1, "users", "0001_initial", "2026-05-01 11:57:00+00"]
HISTORY = {"database": "default", "schema": "", "has_table": True, "rows": [ROW]}
CONTENT = {"format": "driftboard-histories/1", "sent_at": "2026-11-29T23:00:00Z", "histories": [HISTORY]}
SENT_AT = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)


def text(**facts: Any) -> str:
    return json.dumps({**CONTENT, **facts})


def histories(*changes: dict[str, Any]) -> str:
    return text(histories=[{**HISTORY, **change} for change in changes])


def test_what_must_be_there_is_enough():
    history = History((Row(MigrationKey("users", "0001_initial"), "2026-05-01 11:57:00+00", 1),))

    assert loads(text()) == Handover((LocatedHistory(TableLocation(), history),), SENT_AT)


def test_everything_that_can_be_told():
    release = {"label": "v1.2", "commit": "3f2c1a", "fingerprint": "a" * 64}
    no_table = {"database": "replica", "schema": "tenant_1", "has_table": False, "rows": []}
    told = loads(text(reporter="by hand", release=release, histories=[HISTORY, no_table]))

    assert (told.reporter, told.release) == ("by hand", ToldRelease("v1.2", "3f2c1a", "a" * 64))
    assert told.histories[1] == LocatedHistory(TableLocation("replica", "tenant_1"), History(has_table=False))


@pytest.mark.parametrize("release", [{"label": "v1"}, {"label": "v1", "commit": None, "fingerprint": None}])
def test_of_a_release_the_label_is_enough(release: dict[str, Any]):
    assert loads(text(release=release)).release == ToldRelease("v1")


def test_an_id_and_a_time_may_be_unknown():
    (told,) = loads(
        histories({"rows": [[None, "users", "1", None], [7, "users", "2", ""], [7, "", "3", "x"]]})
    ).histories

    assert [(row.id, row.applied) for row in told.history.rows] == [(None, ""), (7, ""), (7, "x")]


def test_the_sender_may_stand_in_another_zone():
    assert loads(text(sent_at="2026-11-30T01:00:00+02:00")).sent_at == SENT_AT


WRONG = {
    "no object": ("[]", "must be an object"),
    "another format": (text(format="driftboard-release/1"), "format: must be"),
    "no time": (json.dumps({name: CONTENT[name] for name in ("format", "histories")}), "sent_at: is missing"),
    "a time without offset": (text(sent_at="2026-11-29T23:00:00"), "sent_at: must be a time with its offset"),
    "no time at all": (text(sent_at="now"), "sent_at: must be a time"),
    "another key": (text(clock=1), "clock: is not a key of this format"),
    "no histories": (text(histories=[]), "histories: must not be empty"),
    "no list": (text(histories={}), "histories: must be a list, not an object"),
    "a history without a key": (text(histories=[{"database": "default"}]), "histories[0].schema: is missing"),
    "no alias": (histories({"database": ""}), "histories[0].database: must not be empty"),
    "an odd alias": (histories({"database": "a\nb"}), "histories[0].database: holds a character"),
    "an odd schema": (histories({"schema": None}), "histories[0].schema: must be a string, not null"),
    "twice": (histories({}, {}), "histories[1]: default is there twice, first as histories[0]"),
    "rows without a table": (
        histories({"has_table": False}),
        "histories[0].rows: must be empty, as has_table is false",
    ),
    "no rows": (histories({"rows": None}), "histories[0].rows: must be a list"),
    "a short row": (histories({"rows": [ROW, ROW[1:]]}), "histories[0].rows[1]: must be a row like"),
    "an id that is text": (
        histories({"rows": [["1", *ROW[1:]]]}),
        "rows[0][0]: must be a whole number or null",
    ),
    "an id that is true": (
        histories({"rows": [[True, *ROW[1:]]]}),
        "rows[0][0]: must be a whole number or null",
    ),
    "a huge id": (histories({"rows": [[2**63, *ROW[1:]]]}), "rows[0][0]: must be a whole number or null"),
    "an app that is no text": (
        histories({"rows": [[1, 2, *ROW[2:]]]}),
        "rows[0][1]: must be a string, not 2",
    ),
    "a name with a NUL": (histories({"rows": [[1, "a", "\0", ""]]}), "rows[0][2]: holds a character"),
    "a long name": (histories({"rows": [[1, "a", "b" * 1001, ""]]}), "rows[0][2]: has 1,001 characters"),
    "a time that is a number": (
        histories({"rows": [[1, "a", "b", 5]]}),
        "rows[0][3]: must be a string, not 5",
    ),
    "out of order": (
        histories({"rows": [[2, "a", "b", ""], [1, "a", "c", ""]]}),
        "rows[1][0]: is 1 after 2; rows stand in the order of their ids",
    ),
    "a release without a label": (text(release={}), "release.label: is missing"),
    "an empty commit": (text(release={"label": "v1", "commit": ""}), "release.commit: must not be empty"),
    "a short fingerprint": (
        text(release={"label": "v1", "fingerprint": "abc"}),
        "release.fingerprint: must be the 64",
    ),
    "a key twice": ('{"format": 1, "format": 2}', "format: is there twice"),
    "an odd key twice": ('{"\\ud800": 1, "\\ud800": 2}', "\\ud800: is there twice"),
}


@pytest.mark.parametrize(("content", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_its_path(content: str, says: str):
    with pytest.raises(ManifestError) as caught:
        loads(content)

    assert says in str(caught.value)
    str(caught.value).encode()


def test_too_many_rows_are_refused_over_all_histories(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handover, "MAX_ROWS", 3)
    rows = [ROW, ROW]

    with pytest.raises(ManifestError, match=r"^histories: hold 4 rows together, and at most 3 are taken"):
        loads(histories({"rows": rows}, {"database": "other", "rows": rows}))


def test_a_name_that_is_there_often_costs_no_more_than_another():
    """It took twenty seconds when each name was counted by itself."""
    names = ",".join(f'"{number}":1' for number in range(200_000))

    with pytest.raises(ManifestError, match=r"^199999: is there twice"):
        loads(f'{{{names},"199999":2}}')


def test_too_many_histories_and_databases_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handover, "MAX_HISTORIES", 3)
    monkeypatch.setattr(handover, "MAX_DATABASES", 2)
    schemas = [{"schema": f"tenant_{number}"} for number in range(4)]
    databases = [{"database": f"tenant_{number}"} for number in range(3)]

    assert len(loads(histories(*schemas[:3])).histories) == 3
    with pytest.raises(
        ManifestError, match=r"^histories: are 4, and at most 3 are taken at once; send some in"
    ):
        loads(histories(*schemas))
    with pytest.raises(
        ManifestError, match=r"^histories: are of 3 databases, and of at most 2 at once; send"
    ):
        loads(histories(*databases))
