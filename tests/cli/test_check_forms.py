"""The forms of `driftboard check` for other programs: each is read back by a reader of its own."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from app.cli.check.forms import FORMS
from app.cli.check.github import MAX_NOTES
from app.cli.check.markdown import MARK, MAX_HARMS, code, plain
from app.cli.check.notes import MAX_LENGTH
from app.domain.impact import Impact, KnownPart, impact_of
from app.domain.impact.spot import Spot
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from tests.build import history, key, release
from tests.cli.check_forms import SCHEMA, cases, commands, issues, results
from tests.domain.provenance.code import commit

BASE = release("users: 1 < 2", "orders: 1")
SAID = "orders.1 is applied, but users.2, which it depends on, is not."

UGLY = (
    "a b/0001.py",
    "100%/0001.py",
    "a\nb/0001.py",
    "a\r\nb::error::c/0001.py",
    "a,file=x:1/0001.py",
    "ünïcode/数据/0001.py",
    "]]>/<b>&amp;\"'/0001.py",
    "a\x00\x1b[31m\x7f\u202e/0001.py",
    "`a`|b*_[x](http://y)/0001.py",
    "a\udcffb/0001.py",
)


def edited(path: str = "orders/migrations/0001_initial.py") -> Release:
    """The edit of the story, in a file of this path."""
    there = release("users: 1 < 2", "orders: 1 @users.2").migrations
    return Release.of(
        [
            *(there[one] for one in map(key, ("users.1", "users.2"))),
            replace(there[key("orders.1")], path=path),
        ]
    )


def impact(candidate: Release, *environments: str) -> Impact:
    """`blocked`, `fine` and `unseen` are environments; other names are blocked."""
    rows = {"fine": history("users.1", "users.2", "orders.1"), "unseen": None}
    blocked = history("users.1", "orders.1")
    parts = [
        KnownPart(
            environment=name,
            history=rows.get(name, blocked),
            unseen="Nobody looked.",
            base=BASE,
            base_name="v1.1",
        )
        for name in environments
    ]
    return impact_of(candidate, parts, name="v1.2")


def said(form: str, asked: Impact) -> str:
    places = [place for each in asked.shared for place in each.harm.places]
    return FORMS[form](asked, {place: Spot(place.path, 12, commit("b")) for place in places})


ASKED = impact(edited(), "blocked", "fine", "unseen")


def test_the_schema_of_sarif_is_that_of_oasis():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema")
    assert len(schema["definitions"]) > 40


def test_sarif_is_a_log_that_its_schema_takes():
    (result,) = results(said("sarif", ASKED))
    run = json.loads(said("sarif", ASKED))["runs"][0]

    assert (result["ruleId"], result["level"]) == ("D101", "error")
    assert SAID in result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "orders/migrations/0001_initial.py", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 12}
    assert run["tool"]["driver"]["rules"][0]["shortDescription"] == {"text": "Missing dependency"}
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "unseen: Nobody looked."


def test_a_log_that_is_none_is_refused():
    log = json.loads(said("sarif", ASKED))
    log["runs"][0]["results"][0]["level"] = "blocker"

    with pytest.raises(Exception, match="'blocker' is not one of"):
        results(json.dumps(log))


def test_junit_has_a_test_for_each_environment():
    found = cases(said("junit", ASKED))

    assert found["fine"] == ("passed", "", "")
    assert found["unseen"] == ("error", "Nobody looked.", "")
    outcome, message, text = found["blocked"]
    assert (outcome, message) == ("failure", f"refused: {SAID}")
    assert "orders/migrations/0001_initial.py:12: dependencies: users.2 added, commit bbbbbbb" in text


def test_github_is_told_the_file_and_the_line():
    error, warning, notice = commands(said("github", ASKED))

    level, properties, message = error
    assert level == "error"
    assert properties == {
        "file": "orders/migrations/0001_initial.py",
        "line": "12",
        "title": "D101 Missing dependency: refused",
    }
    assert message.startswith(f"In 1 of 3 environments (blocked): {SAID}")
    assert warning[2] == "unseen: Nobody looked."
    assert notice[2] == (
        "With v1.2, 1 of 3 environments would be refused: blocked. For 1 of 3 environments it cannot be told: unseen."
    )


def test_gitlab_has_an_issue_for_each_harm_and_each_unknown_environment():
    harm, unknown = issues(said("gitlab", ASKED))

    assert (harm["check_name"], harm["severity"]) == ("driftboard-D101", "blocker")
    assert harm["location"] == {"path": "orders/migrations/0001_initial.py", "lines": {"begin": 12}}
    assert (unknown["severity"], unknown["description"]) == ("info", "unseen: Nobody looked.")


def test_a_fingerprint_stays_where_lines_move_and_environments_come():
    first = issues(said("gitlab", ASKED))[0]["fingerprint"]
    moved = FORMS["gitlab"](impact(edited(), "blocked", "other"), {})

    assert issues(moved)[0]["fingerprint"] == first
    assert issues(said("gitlab", impact(edited("elsewhere.py"), "blocked")))[0]["fingerprint"] != first


def test_markdown_can_be_pasted():
    text = said("markdown", ASKED)

    assert text.startswith(f"{MARK}\n**No.** With v1.2")
    assert "**D101, refused** in `blocked`:" in text
    assert "- `orders/migrations/0001_initial.py:12`: dependencies\\: users.2 added" in text
    assert "- `unseen`: Nobody looked." in text


def test_where_nobody_is_harmed_every_form_says_so():
    fine = impact(edited(), "fine")

    assert results(said("sarif", fine)) == []
    assert issues(said("gitlab", fine)) == []
    assert cases(said("junit", fine)) == {"fine": ("passed", "", "")}
    assert commands(said("github", fine))[-1][2] == "v1.2 does no harm to the one environment."
    assert said("text", fine) == "Yes. v1.2 does no harm to the one environment.\n"
    assert said("markdown", fine) == f"{MARK}\n**Yes.** v1.2 does no harm to the one environment.\n"


@pytest.mark.parametrize("path", UGLY)
def test_ugly_paths_and_names_stay_what_they_are(path):
    name = path.removesuffix("/0001.py")
    asked = impact(edited(path), name, "fine")
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)

    (result,) = results(said("sarif", asked))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogateescape") == path
    level, properties, message = commands(said("github", asked))[0]
    assert (level, properties["file"], shown in message) == ("error", shown, True)
    (issue,) = issues(said("gitlab", asked))
    assert issue["location"]["path"] == path
    found = cases(said("junit", asked))
    assert len(found) == 2
    assert any(shown in text for _, _, text in found.values())
    document = json.loads(said("json", asked))
    assert {each["environment"] for each in document["environments"]} == {name, "fine"}
    assert [cause["path"] for each in document["environments"] for cause in each["causes"]] == [path]
    for form in ("text", "markdown"):
        text = said(form, asked)
        assert all(sign.isprintable() or sign == "\n" for sign in text)
        text.encode()


def test_markdown_shows_a_text_as_it_is():
    assert plain("a|b `c` <d> @team #1 *x* [y](z) http://q") == (
        r"a\|b \`c\` \<d\> \@team \#1 \*x\* \[y\]\(z\) http\://q"
    )
    assert (code("a`b"), code("`a``b`"), code("")) == ("``a`b``", "``` `a``b` ```", "``")


def test_five_hundred_environments_with_many_causes_are_bounded_and_whole_in_json():
    names = [f"{number:03}" for number in range(150)]
    base = Release.of([Migration(MigrationKey("app", name), path=f"app/{name}.py") for name in names[:1]])
    chain = [Migration(MigrationKey("lib", name)) for name in names]
    before = Release.of(
        [*base.migrations.values(), *chain, *(Migration(MigrationKey("z", name)) for name in names)]
    )
    after = Release.of(
        [
            *base.migrations.values(),
            *chain,
            *(
                Migration(MigrationKey("z", name), (MigrationKey("lib", name),), path=f"z/{name}.py")
                for name in names
            ),
        ]
    )
    rows = history("app.000", *(f"z.{name}" for name in names))
    parts = [
        KnownPart(environment=f"sandbox-{number}", history=rows, base=before, base_name="v1")
        for number in range(500)
    ]
    asked = impact_of(after, parts, name="v2")

    document = json.loads(said("json", asked))
    assert len(document["environments"]) == 500
    assert all(len(each["causes"]) == len(names) for each in document["environments"])
    assert len(said("text", asked)) < 100_000
    assert len(said("markdown", asked)) < 65_536
    assert said("markdown", asked).count("**D101") == MAX_HARMS
    told = commands(said("github", asked))
    assert sum(level == "error" for level, _, _ in told) == MAX_NOTES
    assert f"{len(names) - MAX_NOTES} further notes (error) are not shown here." in [
        text for _, _, text in told
    ]
    assert all(len(text) <= MAX_LENGTH for _, _, text in told)
    assert len(issues(said("gitlab", asked))) == len(names)
    assert len(results(said("sarif", asked))) == len(names)
    assert len(cases(said("junit", asked))) == 500
    assert len(re.findall("and 130 more", said("junit", asked))) == 500


def test_what_drifts_only_is_a_note_and_a_deleted_file_has_no_line():
    before = release("a: 1 < 2")
    after = release("a: 1")
    asked = impact_of(
        after, [KnownPart(environment="e", history=history("a.1", "a.2"), base=before)], name="v2"
    )

    (result,) = results(said("sarif", asked))
    assert (result["level"], result["locations"]) == ("note", [])
    assert commands(said("github", asked))[0][:2] == ("warning", {"title": "D201 Unknown row: differs"})
    (issue,) = issues(said("gitlab", asked))
    assert (issue["severity"], issue["location"]["path"]) == ("minor", "driftboard.toml")
    assert "1 difference that stops nobody" in said("text", asked)


def test_very_many_unknown_environments_are_counted():
    asked = impact(edited(), *(f"unseen-{number:02}" for number in range(2)), "unseen")
    many = impact_of(
        edited(), [KnownPart(environment=f"e{number:02}", unseen="Nobody looked.") for number in range(30)]
    )

    assert len(commands(said("github", asked))) == 3
    assert "Cannot tell: 10 more" in said("text", many)
    assert "… and 10 more environments." in said("markdown", many)


def test_what_was_refused_already_and_what_moved_is_said():
    lines = ("a: 1 < 2", "b: 1 @a.__latest__")
    before, after = release(*lines), release("a: 1 < 2 < 3", "b: 1 @a.__latest__")
    parts = [
        KnownPart(environment="e", history=history("a.1", "b.1"), base=before, base_name="v1"),
        KnownPart(environment="f", history=history("a.1"), base=before, base_name="v1"),
    ]
    text = said("markdown", impact_of(after, parts, name="v2"))

    assert "Dependencies that stand for something else now:" in text
    assert "b.1 needs a.\\_\\_latest\\_\\_\\: a.3 in the candidate, a.2 in v1" in text
    asked = impact_of(
        edited(), [KnownPart(environment="e", history=history("users.1", "orders.1"), base=edited())]
    )
    assert "Refused already, not by this release: `e`." in said("markdown", asked)
    assert "e was refused already, for D101" in said("text", asked)
