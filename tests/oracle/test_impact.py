"""
Whom an edit harms, Django refuses; whom it does not harm, Django runs.

A database is migrated by Django itself at a drawn base. Then the base is edited, as a pull request does: an edge
between two of its migrations, a migration put below or beside one, a file that is gone. Django's `migrate` on the
edited files must end with an error just where the impact says that it would. `IMPACT_EXAMPLES` is the number of bases
for each version.
"""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.impact import KnownPart, impact_of
from app.domain.impact.harm import HarmKind
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from tests.build import history as rows_of
from tests.build import key, release
from tests.oracle.django_process import court, question_about
from tests.oracle.event_counts import Tally, tally
from tests.oracle.strategies import releases
from tests.oracle.test_against_django import after_the_plan, history

EXAMPLES = int(os.environ.get("IMPACT_EXAMPLES", "12"))
REFUSED = (HarmKind.REFUSED, HarmKind.FORKED)


@pytest.mark.parametrize("version", ["5.2", "6.1"])
def test_django_refuses_whom_an_edit_harms_and_no_other(version: str) -> None:
    count = tally(f"Django {court(version).greeting['django']}, whom an edit harms")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        report_multiple_bugs=False,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        base = data.draw(releases(django=version))
        (made,) = court(version).ask_all([question_about(base, [], want=["rows"])])
        if "raises" in made["plan"] or "raises" in made["rows"]:
            count("the base does not run itself")
            return
        rows = [MigrationKey(*row) for row in made["rows"]["rows"]]
        candidates = [data.draw(edited(base)) for _ in range(4)]
        questions = [question_about(candidate, rows, want=["rows"]) for candidate in candidates]
        for candidate, answer in zip(candidates, court(version).ask_all(questions), strict=True):
            check(base, candidate, rows, after_the_plan(answer["plan"], answer["rows"]), count)

    agree()


@st.composite
def edited(draw: st.DrawFn, base: Release) -> Release:
    """The base with one edit."""
    keys = sorted(base.migrations)
    if not keys:
        return base
    migrations = dict(base.migrations)
    one = draw(st.sampled_from(keys))
    match draw(st.sampled_from(["edge", "below", "beside", "gone"])):
        case "edge":
            other = draw(st.sampled_from(keys))
            migrations[one] = replace(migrations[one], dependencies=(*migrations[one].dependencies, other))
        case "below":
            new = Migration(MigrationKey(one.app_label, "0000_new"))
            migrations[new.key] = new
            migrations[one] = replace(migrations[one], dependencies=(*migrations[one].dependencies, new.key))
        case "beside":
            new = Migration(MigrationKey(one.app_label, "9999_new"), (one,))
            migrations[new.key] = new
        case "gone":
            del migrations[one]
    return Release.of(
        migrations.values(), django=base.django, settings=base.settings, unmigrated_apps=base.unmigrated_apps
    )


def check(base: Release, candidate: Release, rows: list[MigrationKey], theirs: dict, count: Tally) -> None:
    part = KnownPart(environment="e", history=history(rows), base=base)
    impact = impact_of(candidate, [part])
    count("examples")
    (environment,) = impact.environments
    (each,) = environment.parts
    harmed = [harm for harm in environment.harms if harm.kind in REFUSED]
    context = (theirs, base, candidate, rows)
    if (each.before and each.before.outcome.alternatives) or (each.after and each.after.outcome.alternatives):
        count("chance decides")
        assert "raises" not in theirs or harmed or each.already, context
        return
    if each.before is not None and each.before.outcome.refuses:
        count("the base refuses the second run")
        return
    count("refused" if harmed else "not refused")
    assert ("raises" in theirs) == bool(harmed), context
    for harm in harmed:
        assert harm.places, context
        assert harm.place.migration in candidate.migrations or harm.place.migration in base.migrations, (
            context
        )


@pytest.mark.parametrize("version", ["4.2", "5.2", "6.0", "6.1"])
def test_what_is_put_below_a_squash_that_counts_as_applied_is_passed_over_once_and_refused_then(version: str):
    """
    a:  0 <- s      every part of s has a row, and s has none
    """
    base = release("a: 1 < 2", django=version)
    candidate = release("a: 1 < 2", "a: 0", "a: s @a.0 = 1+2", django=version)
    rows = [key("a.1"), key("a.2")]
    part = KnownPart(environment="e", history=rows_of("a.1", "a.2"), base=base)
    (environment,) = impact_of(candidate, [part]).environments
    (harm,) = environment.harms

    (first,) = court(version).ask_all([question_about(candidate, rows, want=["rows"])])
    after = [MigrationKey(*row) for row in first["rows"]["rows"]]
    (second,) = court(version).ask_all([question_about(candidate, after)])

    assert (harm.kind, harm.migration, harm.needs) == (HarmKind.SKIPPED, key("a.s"), key("a.0"))
    assert "raises" not in first["plan"]
    assert key("a.0") not in after
    assert second["plan"]["raises"] == "InconsistentMigrationHistory"
    assert "Migration a.s is applied before its dependency a.0" in second["plan"]["text"]
