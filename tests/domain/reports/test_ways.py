"""Ways out as a document, as text and as scripts."""

from app.domain.reports.ways import after, plain, report, sql
from app.domain.ways import Situation, ways_out
from app.domain.ways.scripts import Dialect
from tests.build import history, release
from tests.domain.ways.planned import does, labelled, planned, with_operations

CODE = labelled("v2", with_operations(release("u: 1 < 2", "o: 1 @u.2"), o_1=(does("CreateModel", "Order"),)))
SITUATION = Situation(CODE, history("u.1", "o.1", "o.1"), (labelled("v1", release("u: 1 < 2", "o: 1")),))


def test_the_document_has_every_way_with_its_scripts_and_what_no_way_answers():
    document = report(SITUATION, ways_out(SITUATION), Dialect.SQLITE)

    assert document["verdict"] == "blocked"
    assert document["release"]["label"] == "v2"
    assert document["without"] == []
    ways = {way["id"]: way for way in document["ways"]}
    assert ways["run-elsewhere"]["steps"][0] == {
        "kind": "command",
        "text": "python manage.py migrate u 2",
        "release": "v1",
        "expect": "Django runs 1 migration: u.2.",
    }
    assert ways["drop-and-redo"]["loses"] == ["table o_order"]
    assert ways["unrecord-migrate-record"]["unrecord"] == ways["unrecord-migrate-record"]["record"] == ["o.1"]
    assert all("BEGIN IMMEDIATE" in ways["record-row"][part][-1]["text"] for part in ["steps"])
    assert "BEGIN IMMEDIATE" in ways["record-row"]["undo"][0]
    assert ways["record-row"]["after"] == {"verdict": "drifted", "to_run": 0, "findings": ["D202"]}
    left = report(SITUATION, (), Dialect.SQLITE)["without"]
    assert [(each["code"], each["subject"]) for each in left] == [("D101", "o.1"), ("D202", "o.1")]
    assert left[0]["reason"].endswith("known by a label or by the repository, can bring one.")


def test_the_text_has_steps_promise_losses_risk_and_undo():
    lines = plain(SITUATION, ways_out(SITUATION)).splitlines()

    assert lines[0] == "Blocked on v2."
    assert "  1. on v1: python manage.py migrate u 2  → Django runs 1 migration: u.2." in lines
    assert "  After it: drifted, D202 o.1 left." in lines
    assert "  Gone for good: table o_order." in lines
    assert any(line.startswith("  Undo: SQL: ") for line in lines)
    assert "--format sql" in lines[-1]


def test_the_other_databases_that_an_edit_unblocks_are_named():
    others = {"staging": history("u.1", "o.1"), "fine": history("u.1", "u.2", "o.1")}
    ways = ways_out(SITUATION)

    assert "  It unblocks staging as well." in plain(SITUATION, ways, others).splitlines()
    document = report(SITUATION, ways, Dialect.SQLITE, others)
    unblocks = {way["id"]: way["unblocks"] for way in document["ways"]}
    assert unblocks["take-edge-back"] == ["staging"]
    assert unblocks["record-row"] == []


def test_the_text_says_what_has_no_way_and_where_nothing_is_wrong():
    assert "No way out is known here for D101 o.1." in plain(SITUATION, ())
    whole = Situation(release("a: 1"), history("a.1"))
    assert plain(whole, ()).endswith("Nothing has to be mended.")
    fork = Situation(release("a: 1 < 2", "a: 3 @a.1"), history())
    assert "--format sql" not in plain(fork, ways_out(fork))


def test_a_promise_in_words():
    ways = planned(release("u: 1 < 2", "o: 1 @u.2 < 2"), history("u.1", "o.1"))

    assert after(ways["record-row"]) == "behind, 1 migration to run"
    assert after(ways["drop-and-redo"] if "drop-and-redo" in ways else ways["record-row"])


def test_scripts_have_what_comes_between_as_comments():
    way = next(way for way in ways_out(SITUATION) if way.id == "unrecord-migrate-record")
    there, back = (sql(way, Dialect.POSTGRESQL, is_undo=is_undo) for is_undo in (False, True))

    assert "\n-- on v2: python manage.py migrate u 2 Django runs 1 migration: u.2.\n" in there
    assert there.count("BEGIN;") == back.count("BEGIN;") == 2
    assert "After it" not in back


def test_a_name_from_a_database_moves_no_cursor():
    rows = Situation(release("a: 1"), history("a.1", "a.2\x1b[2J\nx"))

    assert "\x1b" not in plain(rows, ways_out(rows))
