"""
Healthy databases of real projects, made by real Django, are in step and have no finding above information.

Upgrades are tested too: the rows after an upgrade are those that the comparison predicts before it.
"""

from dataclasses import replace
from itertools import pairwise

from app.domain.drift import Drift, compare
from app.domain.drift.order.inversion import InversionReason
from app.domain.findings import Code, Severity, Verdict
from app.domain.fleet.standing import Milestones, Standing
from app.domain.outcome.commands import makemigrations
from app.domain.outcome.recorder import rows_after
from app.domain.provenance import Knowledge, with_knowledge
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


def test_each_project_has_many_migrations_and_its_upgrades_ran_some(histories: ProjectHistories):
    before, *_, now = histories.upgraded

    assert len(histories.releases[-1].migrations) > 40
    assert len(now.rows) > len(before.rows)


def test_a_fresh_database_is_in_step_and_nothing_is_found(histories: ProjectHistories):
    drift = compare(histories.releases[-1], histories.fresh)

    assert (drift.verdict, drift.findings, drift.inversions) == (Verdict.IN_STEP, (), ())


def test_an_upgraded_database_is_in_step_with_nothing_above_information(histories: ProjectHistories):
    drift = compare(histories.releases[-1], histories.upgraded[-1])

    assert drift.verdict is Verdict.IN_STEP, drift.findings
    assert is_quiet(drift), drift.findings


def test_each_odd_order_of_an_upgraded_database_is_explained_by_the_code_not_by_the_speed_of_this_machine(
    histories: ProjectHistories,
):
    """Django ran these migrations within seconds, so the times alone would suggest a baseline."""
    *earlier, last = histories.releases

    for releases in ((), earlier):
        inversions = compare(last, histories.upgraded[-1], earlier=releases).inversions
        assert {inversion.reason for inversion in inversions} <= BY_THE_CODE, inversions


def test_rows_of_a_squash_that_lost_its_replaces_are_met_here(histories: ProjectHistories):
    """social-auth-app-django: its squashes took over another label; Django up to 5.2 recorded them last."""
    inversions = compare(histories.releases[-1], histories.upgraded[-1]).inversions

    assert bool(inversions) == (histories.project.name == "social-auth-app-django")


def test_after_each_upgrade_the_database_is_in_step_with_its_version(histories: ProjectHistories):
    for release, history in zip(histories.releases, histories.upgraded, strict=True):
        drift = compare(release, history)
        assert (drift.verdict, is_quiet(drift)) == (Verdict.IN_STEP, True), drift.findings
        assert not makemigrations(release, history).refuses


def test_an_older_database_is_behind_a_newer_version_or_in_step_and_never_in_trouble(
    histories: ProjectHistories,
):
    for older, history in enumerate(histories.upgraded):
        for release in histories.releases[older + 1 :]:
            drift = compare(release, history)
            assert drift.verdict in (Verdict.BEHIND, Verdict.IN_STEP)
            assert is_quiet(drift), drift.findings


def test_after_each_upgrade_the_database_stands_at_its_version(histories: ProjectHistories):
    """The right version, or the tie of versions with the same migrations, each time."""
    names = histories.project.versions
    milestones = Milestones(zip(names, histories.releases, strict=True))

    for name, release, history in zip(names, histories.releases, histories.upgraded, strict=True):
        alike = [
            other
            for other, of_other in zip(names, histories.releases, strict=True)
            if compare(of_other, history).verdict is Verdict.IN_STEP
            and of_other.migrations.keys() == release.migrations.keys()
        ]
        assert milestones.standing(history) == Standing(tuple(alike)), name
    fresh = milestones.standing(histories.fresh)
    assert fresh is not None
    assert (fresh.is_exact, fresh.last) == (True, names[-1])


def test_older_code_on_an_upgraded_database_is_told_how_far_that_is_ahead(histories: ProjectHistories):
    """Every version before the last one: no row is unknown, and all that the later versions add has run."""
    releases = tuple(
        replace(release, label=name)
        for name, release in zip(histories.project.versions, histories.releases, strict=True)
    )
    for release in releases[:-1]:
        drift = with_knowledge(compare(release, histories.upgraded[-1]), Knowledge(releases=releases))
        codes = {finding.code for finding in drift.findings}
        adds = releases[-1].migrations.keys() - release.migrations.keys()

        assert codes <= {Code.EDITED, Code.EDITED_IN_PLACE}, drift.findings
        assert bool(drift.leads) == bool(adds)
        assert all(lead.is_whole for lead in drift.leads)
        assert drift.verdict is (
            Verdict.DRIFTED if Code.EDITED in codes else Verdict.AHEAD if adds else Verdict.IN_STEP
        )


def test_each_upgrade_leaves_the_rows_that_were_foretold(histories: ProjectHistories):
    for (before, now), release in zip(pairwise(histories.upgraded), histories.releases[1:], strict=True):
        foretold = rows_after(release, before, compare(release, before).outcome)
        keys = [row.key for row in now.rows]
        assert tuple(keys[: len(foretold.rows)]) == foretold.rows
        assert set(keys[len(foretold.rows) :]) == foretold.finished_squashes


def test_a_database_that_goes_back_to_an_older_version_is_told_what_is_too_new(histories: ProjectHistories):
    """The rows of a newer version have no file in the older one. They are unknown, not left over from a squash."""
    drift = compare(histories.releases[0], histories.upgraded[-1])
    too_new = histories.upgraded[-1].recorded - histories.releases[0].migrations.keys()
    replaced = {key for squash in histories.releases[0].squashes for key in squash.replaces}

    reported = {
        key
        for finding in drift.findings
        if finding.code in (Code.UNKNOWN, Code.NOT_COVERED, Code.STARTS_ANEW)
        for key in (finding.subject, *finding.related)
    }
    assert too_new - replaced <= reported
