"""What chance decides is said to be chance: of migrate, of makemigrations, and of the rows of squashes."""

import pytest

from app.domain.drift import Drift, compare
from app.domain.drift.chance import possible_findings
from app.domain.drift.circumstances import circumstances_of
from app.domain.drift.comparison import with_findings
from app.domain.drift.headline import headline
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.reports.drift import plain, report
from app.domain.runbook import ENTRIES, consequence, entry_of, sentence
from app.domain.runbook.variants import VARIANTS
from tests.build import history, key, release

BY_THEMSELVES = ("a: s = 1", "a: t = old.1+t+s")
"""Of these squashes the second replaces the first, a migration that is gone, and itself."""


OF_SQUASHES = {
    Code.SILENT_SKIP,
    Code.STALE_SQUASH_ROW,
    Code.HOLLOW_SQUASH_ROW,
    Code.ONLY_MAKEMIGRATIONS,
    Code.PARTIAL_SQUASH,
}


def of_code(drift: Drift, code: Code) -> list[Finding]:
    return [finding for finding in drift.findings if finding.code is code]


def said(drift: Drift, finding: Finding) -> str:
    circumstances = circumstances_of(drift, finding)
    return f"{sentence(finding, circumstances)} {consequence(finding, circumstances)}"


def test_that_makemigrations_alone_refuses_is_not_stated_as_a_fact_where_chance_decides():
    drift = compare(release(*BY_THEMSELVES, django="5.2"), history("a.1", "a.t"))

    (finding,) = of_code(drift, Code.ONLY_MAKEMIGRATIONS)
    assert not drift.outcome.alternatives
    assert drift.by_chance == {finding}
    assert said(drift, finding) == (
        "In some runs: a.s and a.t do not go together once every squash is in place. "
        "Then migrate runs, makemigrations refuses."
    )
    assert "D207  Only makemigrations refuses, by chance: In some runs: " in plain(drift)
    assert [told.get("by_chance") for told in report(drift)["findings"]] == [None, True]
    entry = entry_of(finding, circumstances_of(drift, finding))
    assert entry.title == "Only makemigrations refuses, by chance"


def test_that_makemigrations_alone_refuses_is_a_fact_where_it_does_in_every_run():
    """In each order one squash has taken away the other before its turn."""
    drift = compare(release("a: 1", "a: s = 1+b.1", "b: 1 = a.1+a.s+1", django="5.2"), history("a.1"))

    (finding,) = of_code(drift, Code.ONLY_MAKEMIGRATIONS)
    assert drift.by_chance == frozenset()
    assert said(drift, finding).endswith("every squash is in place. migrate runs, makemigrations refuses.")


def test_makemigrations_that_refuses_in_no_run_is_no_finding():
    drift = compare(release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="6.0"), history("a.1"))

    assert of_code(drift, Code.ONLY_MAKEMIGRATIONS) == []


@pytest.mark.parametrize(
    ("code", "rows", "consequence_of_chance"),
    [
        (
            release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2"),
            (),
            "The same command may succeed in one run and fail in the next.",
        ),
        (
            release("a: 1", "a: s = 1+0", "a: t = s", django="5.2"),
            ("a.0",),
            "Django refuses in every run, with one of several errors.",
        ),
        (
            release("a: 1", "a: s = 1+b.1", "b: 1 = a.1+a.s+1", django="5.2"),
            ("b.1",),
            "migrate succeeds, and what it runs may differ from run to run.",
        ),
    ],
)
def test_what_chance_leaves_open_is_told_by_the_outcomes(code, rows, consequence_of_chance):
    drift = compare(code, history(*rows))

    (finding,) = of_code(drift, Code.UNDEFINED)
    assert said(drift, finding) == f"What Django does with a.s depends on chance. {consequence_of_chance}"
    assert headline(drift, label="v2").text.startswith("What Django does with a.s depends on chance.")


def test_what_blocks_in_some_runs_is_told_by_the_outcomes_alone():
    drift = compare(release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2"), history())

    assert drift.verdict is Verdict.BLOCKED
    assert {f.code for f in drift.findings if f.code.severity is Severity.BLOCKING} == {Code.UNDEFINED}
    assert with_findings(drift, [*drift.findings, *drift.by_chance]).findings == drift.findings


def test_a_squash_circle_is_one_in_every_run_although_django_names_one_of_the_squashes_by_chance():
    drift = compare(release("a: 1", "a: s = 1+b.1", "b: 1 = a.1+a.s+1", django="6.1"), history())

    circles = of_code(drift, Code.SQUASH_CIRCLE)
    assert [finding.subject for finding in circles] == [key("a.s"), key("b.1")]
    assert drift.by_chance.isdisjoint(circles)
    assert headline(drift, label="v2").text.startswith("Django refuses to migrate: a.s cannot be resolved")


def test_a_squash_that_replaces_itself_is_no_refusal_where_it_is_lost_in_some_runs_only():
    code = release("a: 1", "a: s @a.1 = 2+3", "a: 2 @a.1 = 2", django="5.2")
    drift = compare(code, history())

    assert {outcome.raises for outcome in drift.outcome.alternatives} == {None, "NodeNotFoundError"}
    assert headline(drift, label="v2").text.startswith("a.2 names itself in its replaces.")


def test_what_a_squash_that_steps_aside_in_some_runs_means_is_said_of_these():
    """Chance decides whether b.1 is settled before a.s, for which it counts."""
    code = release("a: 1", "a: s = 1+b.1", "b: 1 = a.1+a.s+1", django="5.2")
    drift = compare(code, history("b.1"))

    (partial,) = of_code(drift, Code.PARTIAL_SQUASH)
    assert said(drift, partial) == (
        "In some runs: a.s stepped aside: some of a.1 and b.1 are recorded and some are not. "
        "Then Django runs the rest of them one by one."
    )


@pytest.mark.parametrize(
    ("lines", "rows", "code", "text"),
    [
        (("a: s = 1", "a: t = s"), ("a.t",), Code.HOLLOW_SQUASH_ROW, "a.t has a row, but none of what"),
        (("a: s @a.1 = 2+3", "a: t = t+s+1"), ("a.s",), Code.SILENT_SKIP, "a.t is half recorded, and a.1"),
        (
            ("a: 1", "a: s = 1+b.1", "b: 1 = a.1+a.s+1"),
            ("a.s",),
            Code.PARTIAL_SQUASH,
            "In some runs: b.1 stepped",
        ),
    ],
)
def test_what_django_does_about_a_squash_is_left_open_where_it_refuses_by_chance(lines, rows, code, text):
    drift = compare(release(*lines, django="5.2"), history(*rows))

    assert drift.outcome.refuses_by_chance
    (finding,) = of_code(drift, code)
    assert said(drift, finding).startswith(text)
    assert "What Django does about it hangs on chance (D107)." in said(drift, finding)


def test_a_row_is_there_in_every_run_and_what_it_is_worth_may_be_chance():
    lines = ("a: s @a.3 = 4", "b: s @b.2 = 3+a.t", "b: t @a.2 = s+1+2")
    drift = compare(release(*lines, django="5.2"), history("a.s", "a.4", "b.1", "b.s", "b.2", "b.t", "b.3"))

    stale = next(f for f in of_code(drift, Code.STALE_SQUASH_ROW) if f.subject == key("b.t"))
    assert stale in drift.by_chance
    assert said(drift, stale).startswith(
        "b.t has a row, but that of b.s, a squash which it replaces, does not count. In some runs Django counts"
    )


def test_the_row_of_a_replaced_squash_that_does_not_count_is_named():
    code = release("a: s = 1+2", "a: t = s+u+3", "a: u = 4+5", django="6.0")
    drift = compare(code, history("a.s", "a.u", "a.t", "a.3"))

    (stale,) = (f for f in drift.findings if f.code in (Code.STALE_SQUASH_ROW, Code.SILENT_SKIP))
    assert said(drift, stale).startswith(
        "a.t has a row, but those of a.s and a.u, squashes which it replaces, do not count."
    )


def test_what_blocks_by_chance_stands_behind_what_blocks_in_every_run():
    """b.9 is missing in every run. The circle leads over the squash that is settled last, which is chance."""
    lines = ("a: 1 @b.9 < 2 < 3", "a: s @a.2 = 3", "a: t @a.2 = 3", "b: 1 @a.3 ^a.2")
    drift = compare(release(*lines, django="6.0"), history())

    assert not drift.outcome.alternatives
    assert [finding.code for finding in drift.findings] == [Code.MISSING_PARENT, Code.CYCLE]
    assert drift.by_chance == set(drift.findings[1:])
    text = headline(drift, label="v2").text
    assert text.startswith("Django refuses to migrate: b.9 has no file in this release")


def test_one_graph_leaves_nothing_to_chance():
    finding = Finding(Code.CYCLE, key("a.1"), (key("a.2"),))

    assert possible_findings([[finding]]).findings == (finding,)
    assert possible_findings([[finding]]).by_chance == frozenset()


def test_of_a_pair_every_graph_tells_its_half():
    graphs = [[missing("b.1", "a.s"), missing("c.1", "a.s")], [missing("b.1", "a.t")]]

    possible = possible_findings(graphs)

    assert possible.findings == (missing("b.1", "a.s", "a.t"), missing("c.1", "a.s"))
    assert possible.by_chance == {missing("c.1", "a.s")}


def test_of_a_fork_the_first_graph_that_has_it_tells_the_leaves():
    forks = [[Finding(Code.FORKED, key("a.1"), (key(leaf),))] for leaf in ("a.2", "a.3")]

    possible = possible_findings(forks)

    assert possible.findings == tuple(forks[0])
    assert possible.by_chance == set(forks[0])


def test_every_consequence_that_may_hang_on_chance_can_follow_then():
    """`Then Django …`, `In some runs Django …`."""
    entries = [
        entry
        for code, entry in [*ENTRIES.items(), *((code, entry) for (code, _), entry in VARIANTS.items())]
        if (code.severity is Severity.BLOCKING and code is not Code.UNDEFINED) or code in OF_SQUASHES
    ]

    first_words = {entry.consequence.split()[0] for entry in entries if "D107" not in entry.consequence}
    assert first_words == {"Django", "migrate"}


def missing(child: str, *parents: str) -> Finding:
    return Finding(Code.MISSING_DEPENDENCY, key(child), tuple(map(key, parents)))
