"""What a candidate means, as a document and as text."""

from datetime import UTC, datetime

from app.domain.impact import KnownPart, impact_of
from app.domain.impact.spot import NOWHERE, Spot
from app.domain.reports.impact import MAX_ENVIRONMENTS, MAX_HARMS, plain, report
from app.domain.table_location import TableLocation
from tests.build import history, release
from tests.domain.provenance.code import commit, id_of

BASE = release("users: 1 < 2", "orders: 1")
EDITED = release("users: 1 < 2", "orders: 1 @users.2")
LACKS, HAS = history("users.1", "orders.1"), history("users.1", "users.2", "orders.1")
SEEN = datetime(2026, 6, 19, 9, 12, tzinfo=UTC)


def part(environment: str, **facts) -> KnownPart:
    return KnownPart(**{"environment": environment, "base": BASE, "base_name": "v1.1", **facts})


def located(impact, path: str | None = "orders/1.py", line: int | None = 12, who: str = "Mara"):
    places = [place for each in impact.shared for place in each.harm.places]
    return {place: Spot(path, line, commit("b", author=who)) for place in places}


def test_the_document_has_the_causes_of_each_environment():
    impact = impact_of(EDITED, [part("e", history=LACKS, seen_at=SEEN), part("f", history=HAS)], name="v1.2")
    document = report(impact, located(impact))

    assert list(document) == ["format", "answer", "sentence", "release", "environments", "moving"]
    assert (document["format"], document["answer"]) == ("driftboard-check/1", "no")
    first, second = document["environments"]
    assert list(first) == [
        *(
            "environment",
            "answer",
            "base",
            "candidate",
            "reason",
            "base_release",
            "seen_at",
            "causes",
            "already",
        )
    ]
    assert (first["base"], first["candidate"], first["base_release"]) == ("behind", "blocked", "v1.1")
    assert first["seen_at"] == "2026-06-19T09:12:00+00:00"
    (cause,) = first["causes"]
    assert list(cause) == [
        *("kind", "code", "migration", "needs", "sentence", "path", "line", "commit", "by_chance", "edits")
    ]
    assert (cause["path"], cause["line"], cause["commit"]) == ("orders/1.py", 12, id_of("b"))
    assert cause["edits"] == [
        {
            "kind": "added",
            "migration": "orders.1",
            "part": "dependencies",
            "entry": "users.2",
            "path": "orders/1.py",
            "line": 12,
            "commit": id_of("b"),
        }
    ]
    assert (second["causes"], second["seen_at"]) == ([], None)


def test_what_is_not_known_is_null():
    impact = impact_of(
        release("a: 1"), [KnownPart(environment="e", history=history("a.1", "a.2"))], name="v2"
    )
    (cause,) = report(impact, {})["environments"][0]["causes"]

    assert (cause["needs"], cause["path"], cause["line"], cause["commit"]) == (None, None, None, None)
    assert (cause["edits"][0]["entry"], cause["edits"][0]["commit"]) == (None, None)
    assert report(impact, {})["environments"][0]["base_release"] is None


def test_parts_are_told_where_there_are_several():
    replica = TableLocation("replica")
    impact = impact_of(EDITED, [part("e", history=LACKS, location=replica), part("e", history=HAS)])
    (environment,) = report(impact, {})["environments"]

    assert [(each["database"], each["answer"]) for each in environment["parts"]] == [
        ("replica", "no"),
        ("default", "yes"),
    ]
    assert "e (replica): behind with v1.1, blocked with the candidate" in plain(impact, {})


def test_dependencies_that_moved_and_what_was_so_already():
    lines = ("a: 1 < 2", "b: 1 @a.__latest__")
    impact = impact_of(
        release("a: 1 < 2 < 3", "b: 1 @a.__latest__"),
        [
            part("e", history=history("a.1", "b.1"), base=release(*lines)),
            part("f", history=history("a.1"), base=release(*lines)),
        ],
        name="v2",
    )
    document, text = report(impact, {}), plain(impact, {})

    assert document["moving"] == [
        {
            "migration": "b.1",
            "entry": "a.__latest__",
            "before": "a.2",
            "after": "a.3",
            "path": None,
            "bases": ["v1.1"],
        }
    ]
    assert "b.1 needs a.__latest__: a.3 in the candidate, a.2 in v1.1" in text
    same = impact_of(EDITED, [part("e", history=LACKS, base=EDITED)], name="v2")
    assert report(same, {})["environments"][0]["already"] == [
        {"code": "D101", "subject": "orders.1", "related": ["users.2"]}
    ]
    assert plain(same, {}).split("\n")[-1] == "e was refused already, for D101"


def test_what_could_not_be_read_is_in_the_document():
    from dataclasses import replace

    from app.domain.release import Unreadable

    unread = replace(EDITED, unreadable=(Unreadable("a.py", 3, "odd"),))
    document = report(impact_of(unread, [part("e", history=HAS)]), {})

    assert document["release"]["unreadable"] == [{"file": "a.py", "line": 3, "reason": "odd"}]
    assert document["environments"][0]["reason"] == "The release could not be read whole: a.py:3: odd."


def test_the_text_names_the_edit_and_the_commit():
    impact = impact_of(
        EDITED, [part("e", history=LACKS, seen_at=SEEN), part("u", unseen="Nobody looked.")], name="v1.2"
    )

    assert plain(impact, located(impact)) == (
        "No. With v1.2, 1 of 2 environments would be refused: e. For 1 of 2 environments it cannot be told: u.\n"
        "\n"
        "e: behind with v1.1, blocked with the candidate, seen 19 Jun 2026, 09:12 UTC\n"
        "  D101  refused: orders.1 is applied, but users.2, which it depends on, is not.\n"
        "        orders/1.py:12: dependencies: users.2 added, commit bbbbbbb (2 May 2026) by Mara\n"
        "\n"
        "u: unseen\n"
        "  Nobody looked."
    ).replace("2 May", "1 May")
    assert "orders/1.py: dependencies: users.2 added, commit" in plain(
        impact, located(impact, line=None, who="")
    )
    assert "orders.1: dependencies: users.2 added" in plain(impact, {})


def test_a_base_that_is_not_known_is_said():
    def line(**facts) -> str:
        return plain(impact_of(EDITED, [part("e", history=LACKS, **facts)]), {}).split("\n")[2]

    assert line(base=None, base_name="") == "e: blocked with the candidate; what runs there is not known"
    assert line(base=None, base_name="v9") == "e: blocked with the candidate; no release v9 is known"
    assert line(base_name="") == "e: behind with the base, blocked with the candidate"


def test_a_file_and_a_list_are_named_as_such():
    impact = impact_of(
        release("a: s < 3"),
        [
            part(
                "e", history=history("a.1", "a.2", "a.3"), base=release("a: 1 < 2", "a: s = 1+2", "a: 3 @a.s")
            )
        ],
    )
    assert "a.s: replaces: removed" in plain(impact, {})
    gone = impact_of(
        release("a: 3 @a.2"), [part("e", history=history("a.2", "a.3"), base=release("a: 2 < 3"))]
    )
    assert "a.2: the file of a.2, removed" in plain(gone, {})


def test_very_much_is_counted():
    names = [f"{number:02}" for number in range(30)]
    before = release(*(f"a{name}: 1" for name in names), *(f"b{name}: 1" for name in names))
    after = release(*(f"a{name}: 1" for name in names), *(f"b{name}: 1 @a{name}.1" for name in names))
    rows = history(*(f"b{name}.1" for name in names))
    impact = impact_of(after, [part(f"e{name}", history=rows, base=before) for name in names])
    text = plain(impact, {})

    assert f"No: {30 - MAX_ENVIRONMENTS} more" in text
    assert f"  causes: {30 - MAX_HARMS} more" in text
    assert len(report(impact, {})["environments"][29]["causes"]) == 30


def test_differences_that_stop_nobody_are_counted():
    impact = impact_of(release("a: 1"), [part("e", history=history("a.1", "a.2"), base=release("a: 1 < 2"))])

    assert plain(impact, {}).split("\n")[-1] == "1 difference that stops nobody; --format json has them."


def test_a_spot_in_words():
    assert (str(NOWHERE), str(Spot("a.py")), str(Spot("a.py", 3))) == ("", "a.py", "a.py:3")
