"""
What is said of edges to and from an app that a release does not cover is true, whatever that app holds.

A whole release is drawn and Django judges it. We see it without one of its apps.
"""

import json
import os
import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.drift import Drift, compare
from app.domain.findings import Code, Verdict
from app.domain.keys import SETTING, MigrationKey
from app.domain.outcome.consistency import violations
from app.domain.outcome.outside import SQUASH_NAME_PART
from app.domain.release import Release
from app.domain.resolution.squash import resolutions
from tests.build import release
from tests.oracle.django_process import court, question_about
from tests.oracle.event_counts import tally
from tests.oracle.left_out import left_out
from tests.oracle.test_against_django import history

EXAMPLES = int(os.environ.get("OUTSIDE_EXAMPLES", "40"))
PAIR = re.compile(r"Migration (\S+) is applied before its dependency (\S+) on database")


@pytest.mark.parametrize("version", ["5.2", "6.0"])
def test_an_app_that_is_not_covered_is_judged_by_its_rows(version: str) -> None:
    count = tally(f"Django {court(version).greeting['django']}, an app left out")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        drawn = data.draw(left_out(django=version))
        whole, label, part = drawn.whole, drawn.label, drawn.part
        if not part.migrations:
            return
        question = question_about(whole, drawn.rows, to=[], seed=data.draw(st.integers(0, 999)))
        theirs = court(version).ask(question)["plan"]
        drift = compare(part, history(question["rows"]))
        context = f"{label}\n{json.dumps(question)}\n{json.dumps(theirs)}\n{drift.outcome}"
        own = violations(part, drift.history.recorded, drift.resolution.graph)
        count("examples")
        if drift.outcome.raises == "InconsistentMigrationHistory" and not own:
            count("refused for an app left out")
            if "raises" not in theirs:
                count("Django does not refuse: of a squash that no row or name tells")
                assert has_unknown_squash(whole, label, drift), context
        pair = PAIR.match(theirs.get("text", ""))
        if pair is not None and is_across(pair, label, drift, part):
            count("Django refuses for an app left out")
            assert drift.verdict in (Verdict.BLOCKED, Verdict.NOT_JUDGED), context

    agree()
    if EXAMPLES >= 2000:
        count.check("refused for an app left out", at_least=0.02)
        count.check("Django refuses for an app left out", at_least=0.01)


HELD = {
    "its file": ["wagtail: 1 < 2"],
    "no file": ["wagtail: 1"],
    "no app": [],
    "a squash that it is in": ["wagtail: 1 < 2", "wagtail: 1to2 = 1+2"],
    "a squash without its file": ["wagtail: 1to2 = 1+2"],
}


@pytest.mark.parametrize("version", ["5.2", "6.1"])
@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize(
    ("cms", "recorded", "says"),
    [
        ("cms: 1 < 2 ^wagtail.2", ["cms.1", "wagtail.1", "wagtail.2", "wagtail.1to2"], Verdict.BLOCKED),
        ("cms: 1 @wagtail.2", ["cms.1", "wagtail.1"], Verdict.BLOCKED),
        ("cms: 1 @wagtail.2", ["cms.1", "wagtail.1", "wagtail.2", "wagtail.1to2"], Verdict.IN_STEP),
    ],
)
def test_whatever_the_app_holds(
    version: str, held: str, cms: str, recorded: list[str], says: Verdict
) -> None:
    """A `run_before` onto a row, and a dependency on a row that lacks, of an app that the release does not cover."""
    part = release(cms, django=version, complete=False)
    whole = release(cms, *HELD[held], django=version)
    rows_there = [MigrationKey.parse(text) for text in recorded]

    theirs = court(version).ask(question_about(whole, rows_there, to=[]))["plan"]

    drift = compare(part, history(rows_there))
    assert drift.verdict is says
    if says is Verdict.BLOCKED:
        assert theirs["raises"] in ("InconsistentMigrationHistory", "NodeNotFoundError")
    elif held == "its file":
        assert theirs["value"] == []


def has_unknown_squash(release: Release, label: str, drift: Drift) -> bool:
    """Whether an end of an edge that we take for refused is a squash or in one, and neither name nor row says so."""
    violations = [finding for finding in drift.findings if finding.code is Code.MISSING_DEPENDENCY]
    ends = {key for finding in violations for key in (finding.subject, *finding.related)}
    hidden = {squash.key for squash in release.squashes if SQUASH_NAME_PART not in squash.key.name}
    for squash in release.squashes:
        if squash.key not in drift.history.recorded or squash.key in hidden:
            hidden.update(squash.replaces)
    return any(key.app_label == label for key in ends & hidden)


def is_across(pair: re.Match[str], label: str, drift: Drift, part: Release) -> bool:
    """Whether a file of the part names the pair plainly, and the app left out has rows."""
    child, parent = (MigrationKey.parse(text) for text in pair.groups())
    if len({child.app_label == label, parent.app_label == label}) == 1:
        return False
    own, other = (parent, child) if child.app_label == label else (child, parent)
    migration = part.migrations.get(own)
    named = migration and (migration.run_before if own == parent else migration.dependencies)
    has_rows = any(key.app_label == label for key in drift.history.recorded)
    return bool(named and other in named and SETTING not in other and has_rows and not is_chance(part, drift))


def is_chance(part: Release, drift: Drift) -> bool:
    return len(resolutions(part, drift.history.recorded)) > 1
