"""Edges to and from apps that the release does not cover: what the rows tell."""

import pytest

from app.domain.drift import Drift, compare
from app.domain.drift.headline import headline
from app.domain.findings import Code, Verdict
from app.domain.fleet.headline import headline as fleet_headline
from app.domain.fleet.sighting import Sighting
from tests.build import NOON, history, release


def part(*lines: str, **facts) -> Drift:
    rows = facts.pop("rows").split()
    return compare(release(*lines, complete=False, **facts), history(*rows))


def missing(drift: Drift) -> list[str]:
    return [
        f"{finding.subject} needs {' '.join(map(str, finding.related))}"
        for finding in drift.findings
        if finding.code is Code.MISSING_DEPENDENCY
    ]


@pytest.mark.parametrize(
    ("lines", "rows", "says"),
    [
        (["cms: 1 < 2 ^wagtail.72"], "cms.1 wagtail.72", ["wagtail.72 needs cms.2"]),
        (["cms: 1 < 2 ^wagtail.72"], "cms.1 cms.2 wagtail.72", []),
        (["cms: 1 < 2 ^wagtail.72"], "cms.1 wagtail.71", []),
        (["cms: 1 < 2 ^wagtail.72 @flags.1"], "cms.1 wagtail.72 flags.1", ["wagtail.72 needs cms.2"]),
        (["cms: 1 @wagtail.73"], "cms.1 wagtail.72", ["cms.1 needs wagtail.73"]),
        (["cms: 1 @wagtail.73"], "cms.1", []),
        (["cms: 1 @wagtail.73"], "wagtail.72", []),
        (["cms: 1 @wagtail.__first__ @wagtail.__latest__"], "cms.1 wagtail.72", []),
        (["cms: 1 @wagtail.73", "cms: 1s = 1"], "cms.1 cms.1s wagtail.72", ["cms.1s needs wagtail.73"]),
        (["cms: 1 ^wagtail.1 < 2", "cms: 1to2 = 1+2"], "wagtail.1", ["wagtail.1 needs cms.1to2"]),
        (["cms: 1 ^wagtail.1 < 2", "cms: 1to2 = 1+2"], "cms.1 cms.2 wagtail.1", []),
        (["cms: 1 < 2", "cms: 1to2 ^wagtail.1 = 1+2"], "cms.1 wagtail.1", ["wagtail.1 needs cms.2"]),
        (["cms: 1 < 2", "cms: 1to2 @wagtail.9 = 1+2"], "cms.1 cms.1to2 wagtail.1", []),
        (["cms: 1 ^w.1", "cms: a = 1", "cms: b = a"], "w.1", ["w.1 needs cms.b"]),
        (["cms: 1 ^w.1", "cms: s = 1+1"], "w.1", ["w.1 needs cms.s"]),
    ],
)
def test_rows_of_apps_that_are_not_covered(lines: list[str], rows: str, says: list[str]):
    drift = part(*lines, rows=rows, django="6.0")

    assert missing(drift) == says
    assert (drift.verdict is Verdict.BLOCKED) == bool(says)


def test_a_parent_with_the_name_of_a_squash_cannot_be_told():
    drift = part("cms: 1 @wagtail.1_squashed_72", rows="cms.1 wagtail.1 wagtail.72")

    assert drift.verdict is Verdict.NOT_JUDGED
    assert missing(drift) == []
    assert headline(drift, label="v2").text == (
        "This cannot be judged: cms.1 is applied, its dependency wagtail.1_squashed_72 has no row and may be a squash; "
        "v2 does not hold wagtail, and only its files tell whether Django refuses."
    )
    sighting = Sighting(environment="production", drift=drift, seen_at=NOON)
    assert fleet_headline([sighting], label="v2").startswith(
        "The environment cannot be judged: cms.1 is applied"
    )


def test_what_the_row_of_a_squash_is_worth_cannot_be_told_where_its_files_are_not_known():
    """It counts only with the rows of what the squash replaces."""
    drift = part("cms: 1 < 2 ^wagtail.1_squashed_72", rows="cms.1 wagtail.1_squashed_72")

    assert drift.verdict is Verdict.NOT_JUDGED
    assert missing(drift) == []
    assert headline(drift, label="v2").text == (
        "This cannot be judged: wagtail.1_squashed_72 has a row and may be a squash, its dependency cms.2 has none; "
        "v2 does not hold wagtail, and only its files tell whether the row counts and Django refuses."
    )


@pytest.mark.parametrize(
    ("dependency", "verdict"),
    [("0001_a", Verdict.NOT_JUDGED), ("0003_c", Verdict.NOT_JUDGED), ("0000_z", Verdict.BLOCKED)],
)
def test_a_dependency_may_be_in_a_squash_that_has_a_row(dependency: str, verdict: Verdict):
    """Django lets what needs a replaced migration need the squash, and that has a row."""
    drift = part(
        f"cms: 1 @wagtail.{dependency}", rows="cms.1 wagtail.0001_a_squashed_0004_d flags.0001_squashed"
    )

    assert drift.verdict is verdict
    if verdict is Verdict.NOT_JUDGED:
        assert (
            f"wagtail.{dependency} has no row and may be in a squash that has one; v2 does not hold"
            in str(headline(drift, label="v2"))
        )


def test_a_whole_release_has_no_edges_outside():
    drift = compare(release("cms: 1 @cms.0"), history("cms.1"))

    assert drift.undecided == ()
