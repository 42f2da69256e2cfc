"""
Healthy databases of real projects, made by real Django, are in step, and nothing is found in them but information.

The rest of a database's life is held too: before each upgrade the comparison says what the upgrade will run, and
afterwards the rows are those that it foretold.
"""

from itertools import pairwise

from app.domain.drift import Drift, compare
from app.domain.drift.inversion import InversionReason
from app.domain.findings import Code, Severity, Verdict
from app.domain.outcome.commands import makemigrations
from app.domain.outcome.recorder import rows_after
from tests.real.histories import ProjectHistories
from tests.real.projects import LEAN

BY_THE_CODE = {
    InversionReason.SQUASH,
    InversionReason.INSIDE_SQUASH,
    InversionReason.FORMER_SQUASH,
    InversionReason.RENAMED,
    InversionReason.EDGE_ADDED_LATER,
    InversionReason.MOVING_DEPENDENCY,
}


def is_quiet(drift: Drift) -> bool:
    return all(finding.code.severity is Severity.INFORMATION for finding in drift.findings)


def test_there_are_five_projects_each_through_three_versions():
    assert len(LEAN) >= 5
    assert all(len(project.versions) >= 3 for project in LEAN)


def test_each_project_has_many_migrations_and_its_upgrades_ran_some(made: ProjectHistories):
    before, *_, now = made.upgraded

    assert len(made.releases[-1].migrations) > 40
    assert len(now.rows) > len(before.rows)


def test_a_fresh_database_is_in_step_and_nothing_is_found(made: ProjectHistories):
    drift = compare(made.releases[-1], made.fresh)

    assert (drift.verdict, drift.findings, drift.inversions) == (Verdict.IN_STEP, (), ())


def test_an_upgraded_database_is_in_step_with_nothing_above_information(made: ProjectHistories):
    drift = compare(made.releases[-1], made.upgraded[-1])

    assert drift.verdict is Verdict.IN_STEP, drift.findings
    assert is_quiet(drift), drift.findings


def test_each_odd_order_of_an_upgraded_database_is_explained_by_the_code_not_by_the_speed_of_this_machine(
    made: ProjectHistories,
):
    """Django ran these migrations within seconds, which alone would pass for a baseline."""
    *earlier, last = made.releases

    for known in ((), earlier):
        order = compare(last, made.upgraded[-1], earlier=known).inversions
        assert {odd.reason for odd in order} <= BY_THE_CODE, order


def test_rows_of_a_squash_that_lost_its_replaces_are_met_here(made: ProjectHistories):
    """social-auth-app-django: its squashes took over another label; Django up to 5.2 recorded them last."""
    order = compare(made.releases[-1], made.upgraded[-1]).inversions

    assert bool(order) == (made.project.name == "social-auth-app-django")


def test_after_each_upgrade_the_database_is_in_step_with_its_version(made: ProjectHistories):
    for release, history in zip(made.releases, made.upgraded, strict=True):
        drift = compare(release, history)
        assert (drift.verdict, is_quiet(drift)) == (Verdict.IN_STEP, True), drift.findings
        assert not makemigrations(release, history).refuses


def test_an_older_database_is_behind_a_newer_version_or_in_step_and_never_in_trouble(made: ProjectHistories):
    for older, history in enumerate(made.upgraded):
        for release in made.releases[older + 1 :]:
            drift = compare(release, history)
            assert drift.verdict in (Verdict.BEHIND, Verdict.IN_STEP)
            assert is_quiet(drift), drift.findings


def test_each_upgrade_leaves_the_rows_that_were_foretold(made: ProjectHistories):
    for (before, now), release in zip(pairwise(made.upgraded), made.releases[1:], strict=True):
        foretold = rows_after(release, before, compare(release, before).outcome)
        keys = [row.key for row in now.rows]
        assert tuple(keys[: len(foretold.rows)]) == foretold.rows
        assert set(keys[len(foretold.rows) :]) == foretold.finished_squashes


def test_a_database_that_goes_back_to_an_older_version_is_told_what_is_too_new(made: ProjectHistories):
    """The rows of a newer version have no files in the older one: they are unknown, not residue of a squash."""
    drift = compare(made.releases[0], made.upgraded[-1])
    too_new = made.upgraded[-1].recorded - made.releases[0].migrations.keys()
    replaced = {key for squash in made.releases[0].squashes for key in squash.replaces}

    told = {
        key
        for finding in drift.findings
        if finding.code in (Code.UNKNOWN, Code.NOT_COVERED, Code.STARTS_ANEW)
        for key in (finding.subject, *finding.related)
    }
    assert too_new - replaced <= told
