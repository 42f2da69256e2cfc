import json

from app.domain.drift import compare
from app.domain.provenance import Knowledge, explanation_of
from app.domain.provenance.blame import blame
from app.domain.provenance.code_history import NO_HISTORY, Commit
from app.domain.reports.blame import plain, report
from app.domain.reports.drift import plain as plain_drift
from app.domain.reports.drift import report as report_drift
from tests.build import history, key, release
from tests.domain.provenance.code import branch, code, commit, did, id_of, ref

STORY = code(
    [commit("a"), commit("b", "a", day=3), commit("c", "b", author="", authored_at=None, committed_at=None)],
    [
        did("a", "added orders.1"),
        did("b", "added orders.1 dependencies users.10"),
        did("c", "added users.9"),
    ],
    ref("v1", "b"),
    branch("side", "c"),
)
HERE = release("users: 1 < 10", "orders: 1 @users.10", commit="bbbb")


def test_a_comparison_says_why_and_where_rows_come_from():
    drift = compare(HERE, history("users.1", "orders.1", "users.9"))
    explanation = explanation_of(Knowledge(STORY), drift)

    text = plain_drift(drift, explanation)
    document = report_drift(drift, explanation)

    assert "\n      v1 added this dependency in bbbbbbb (4 May 2026), " in text
    assert "\n      Only the branch side has it: added in ccccccc." in text
    missing, unknown = document["findings"]
    assert missing["why"][0]["label"] == "v1"
    assert missing["why"][0]["commit"]["id"] == id_of("b")
    assert (missing["why"][0]["child"], missing["why"][0]["parent"]) == ("orders.1", "users.10")
    assert "origins" not in missing
    assert unknown["origins"] == [
        {
            "migration": "users.9",
            "place": "branch",
            "sentence": "Only the branch side has it: added in ccccccc.",
            "commit": {
                "id": id_of("c"),
                "author": "",
                "authored": None,
                "committed": None,
                "subject": "Subject c",
            },
            "other": None,
            "labels": ["side"],
        }
    ]
    json.dumps(document)


def test_without_a_history_of_the_code_nothing_is_added():
    drift = compare(HERE, history("users.1", "orders.1"))

    assert report_drift(drift, explanation_of(Knowledge(NO_HISTORY), drift)) == report_drift(drift)
    assert plain_drift(drift, explanation_of(Knowledge(NO_HISTORY), drift)) == plain_drift(drift)


def test_what_the_releases_alone_tell_has_no_commit():
    drift = compare(HERE, history("users.1", "orders.1"))
    (entry,) = report_drift(drift, explanation_of(Knowledge(releases=(HERE,)), drift))["findings"]

    assert entry["why"] == [
        {
            "child": "orders.1",
            "parent": "users.10",
            "sentence": "Every release known here that has it also has this dependency.",
            "commit": None,
            "label": None,
        }
    ]


def test_of_a_fork_each_leaf_is_told_and_of_several_rows_each_by_its_key():
    forked = compare(release("orders: 1", "orders: 2"), history())
    anew = compare(release("users: 1"), history("users.8", "users.9"))

    (entry,) = report_drift(forked, explanation_of(Knowledge(STORY), forked))["findings"]
    assert (entry["why"][0]["child"], entry["why"][0]["parent"]) == ("orders.1", None)
    sentences = list(explanation_of(Knowledge(STORY), anew).sentences(anew.findings[0]))
    assert sentences == [
        "users.8: No followed branch, tag or known manifest has ever had it.",
        "users.9: Only the branch side has it: added in ccccccc.",
    ]


def test_a_squash_is_named_in_the_document():
    squashed = code([commit("a")], [did("a", "added users.9to10 replaces users.9")])
    drift = compare(release("users: 1"), history("users.1", "users.9"))

    (entry,) = report_drift(drift, explanation_of(Knowledge(squashed), drift))["findings"]
    assert entry["origins"][0]["other"] == "users.9to10"


def test_a_blame_is_told_line_by_line():
    story = code(
        [commit("a"), commit("b", "a", day=1), Commit(id_of("c"), (id_of("b"),))],
        [
            did("a", "added orders.1"),
            did("a", "added orders.1 dependencies users.1"),
            did("b", "renamed orders.2 from orders.1"),
            did("c", "removed orders.2 dependencies users.1"),
            did("c", "added orders.2 dependencies users.10"),
        ],
        ref("v1", "b"),
    )
    result = blame(story, key("orders.2"))

    assert plain(result).splitlines() == [
        "orders.2",
        "",
        "  renamed from orders.1         v1        bbbbbbb   2 May 2026  Mara  Subject b",
        "  dependencies users.10         no label  ccccccc      no date",
        "",
        "no longer so:",
        "  dependencies users.1 removed  no label  ccccccc      no date",
        "  dependencies users.1          v1        aaaaaaa   1 May 2026  Mara  Subject a",
        "  added                         v1        aaaaaaa   1 May 2026  Mara  Subject a",
    ]
    document = report(result)
    assert (document["format"], document["migration"], document["there"]) == (
        "driftboard-blame/1",
        "orders.2",
        True,
    )
    assert document["file"]["other"] == "orders.1"
    assert [(edge["part"], edge["other"], edge["first_label"]) for edge in document["edges"]] == [
        ("dependencies", "users.10", None)
    ]
    assert [change["act"] for change in document["former"]] == ["removed", "added", "added"]
    json.dumps(document)


def test_a_blame_of_what_is_gone_or_was_never_there():
    story = code([commit("a"), commit("b", "a")], [did("a", "added orders.1"), did("b", "removed orders.1")])

    assert plain(blame(story, key("orders.1"))).startswith("orders.1 is no longer there.\n")
    assert plain(blame(story, key("orders.9"))) == "No commit that is known here has orders.9."
    assert report(blame(story, key("orders.9")))["file"] is None
