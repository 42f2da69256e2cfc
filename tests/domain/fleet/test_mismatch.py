"""The sentence where what runs and the rows do not belong together."""

import pytest

from app.domain.findings import Verdict
from app.domain.fleet.deployment import Deployment
from app.domain.fleet.mismatch import mismatch, stand_elsewhere
from app.domain.fleet.running_release import ReleaseBasis, RunningRelease
from app.domain.fleet.standing import Standing
from app.domain.label import Label
from tests.build import NOON

LABEL = Label("v1.2", "2", None, NOON)
TOLD = RunningRelease("v1.2", ReleaseBasis.TOLD, LABEL, Deployment("edge", "v1.2", None, NOON))
DECLARED = RunningRelease("v1.2", ReleaseBasis.DECLARED, LABEL)
OLDER, NEWER, PART = Standing(("v1.1",)), Standing(("v1.3", "v1.4")), Standing(("v1.1",), "v1.2", 4, 9)


@pytest.mark.parametrize(
    ("running", "verdict", "standing", "sentence"),
    [
        (
            TOLD,
            Verdict.BEHIND,
            OLDER,
            "Runs v1.2, its rows stand at v1.1: it has not migrated since the deploy.",
        ),
        (DECLARED, Verdict.BEHIND, OLDER, ""),
        (
            TOLD,
            Verdict.AHEAD,
            NEWER,
            "Runs v1.2, its rows stand at v1.3 to v1.4, the same migrations: its code is older than the database.",
        ),
        (TOLD, Verdict.BLOCKED, OLDER, "Runs v1.2, its rows stand at v1.1."),
        (
            TOLD,
            Verdict.BEHIND,
            PART,
            "Runs v1.2, its rows stand between v1.1 and v1.2, 4 of 9 run: it has not migrated since the deploy.",
        ),
        (
            TOLD,
            Verdict.AHEAD,
            Standing(("v1.2",), "v1.3", 1, 3),
            "Runs v1.2, its rows stand between v1.2 and v1.3, 1 of 3 run: its code is older than the database.",
        ),
        (TOLD, Verdict.DRIFTED, Standing(("v1.1", "v1.2")), ""),
        (TOLD, Verdict.IN_STEP, OLDER, ""),
        (TOLD, Verdict.UNSEEN, OLDER, ""),
        (TOLD, Verdict.NOT_JUDGED, OLDER, ""),
        (TOLD, Verdict.BEHIND, None, ""),
        (None, Verdict.BEHIND, OLDER, ""),
        (RunningRelease("v1.2", ReleaseBasis.NEWEST, LABEL), Verdict.BEHIND, OLDER, ""),
        (RunningRelease("v9", ReleaseBasis.TOLD), Verdict.BEHIND, OLDER, ""),
    ],
)
def test_a_release_and_rows_that_do_not_belong_together_are_said(running, verdict, standing, sentence):
    assert mismatch(running, verdict, standing) == sentence


@pytest.mark.parametrize(
    ("running", "verdict", "standing", "differs"),
    [
        (DECLARED, Verdict.BEHIND, OLDER, True),
        (DECLARED, Verdict.IN_STEP, OLDER, False),
        (DECLARED, Verdict.DRIFTED, Standing(("v1.2",), unknown=1), False),
        (RunningRelease("v1.2", ReleaseBasis.NEWEST, LABEL), Verdict.BEHIND, OLDER, False),
        (DECLARED, Verdict.BEHIND, None, False),
    ],
)
def test_of_what_is_only_declared_it_is_known_beside_it(running, verdict, standing, differs):
    assert stand_elsewhere(running, verdict, standing) is differs
