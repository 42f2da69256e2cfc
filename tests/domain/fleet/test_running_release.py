"""Which release runs where: told, declared, or the newest; and what a deployment names."""

from datetime import timedelta

import pytest

from app.domain.fleet.deployment import Deployment, deployed, is_label
from app.domain.fleet.running_release import ReleaseBasis, running_release, running_releases
from app.domain.label import Label
from tests.build import NOON

HOUR = timedelta(hours=1)
A, B, C = "a" * 40, "b" * 40, "c" * 40


def label(name: str, fingerprint: str, commit: str | None = None, *, hour: int = 0) -> Label:
    return Label(name, fingerprint, commit, NOON + hour * HOUR)


LABELS = (
    label("main", "3", C, hour=8),
    label("v1.2", "2", B, hour=4),
    label("main", "2", B, hour=3),
    label("manifest", "4", None, hour=2),
    label("v1.1", "1", A, hour=1),
    label("main", "1", A, hour=0),
)
"""Newest first."""


def told(name: str | None, commit: str | None = None, *, hour: int = 5) -> Deployment:
    return Deployment("edge", name, commit, NOON + hour * HOUR)


@pytest.mark.parametrize(
    ("deployment", "fingerprint"),
    [
        (told("v1.2"), "2"),
        (told("main"), "2"),
        (told("main", hour=9), "3"),
        (told("main", hour=-1), "1"),
        (told("v1.2", hour=1), "2"),
        (told("v9"), None),
        (told(None, A[:7]), "1"),
        (told(None, A.upper()), "1"),
        (told("v1.1", A), "1"),
        (told("main", A), "1"),
        (told("v9", B), "2"),
        (told("main", "d" * 40), None),
        (told("manifest", "d" * 40), "4"),
        (told(None, "d" * 40), None),
        (told(None, "aaa"), None),
    ],
)
def test_a_deployment_names_what_its_label_or_commit_meant_when_it_was_received(deployment, fingerprint):
    found = deployed(deployment, LABELS)

    assert (found and found.fingerprint) == fingerprint


def test_what_a_deployment_names_never_changes_when_labels_move_on():
    later = (label("main", "9", "e" * 40, hour=30), *LABELS)

    for deployment in (told("main"), told("v1.2"), told(None, A), told("main", B)):
        assert deployed(deployment, later) == deployed(deployment, LABELS)


def test_told_stands_over_declared_and_declared_over_the_newest():
    by_deployment = running_release("v1.1", told("v1.2"), LABELS, places=LABELS)
    declared = running_release("v1.1", None, LABELS)
    newest = running_release(None, None, LABELS)

    assert by_deployment is not None
    assert by_deployment.deployment == told("v1.2")
    assert [
        (each.name, each.basis, each.label and each.label.fingerprint)
        for each in (by_deployment, declared, newest)
        if each
    ] == [
        ("v1.2", ReleaseBasis.TOLD, "2"),
        ("v1.1", ReleaseBasis.DECLARED, "1"),
        ("main", ReleaseBasis.NEWEST, "3"),
    ]


def test_a_release_that_nobody_knows_is_still_the_one_that_runs():
    """Never another one in its place."""
    assert running_release("v1.1", told("v9"), LABELS, places=LABELS).label is None
    assert running_release("v9", None, LABELS).name == "v9"
    assert running_release("v9", None, LABELS).label is None
    assert running_release(None, None, ()) is None
    assert running_release(None, told(None, "deadbeef"), ()).name == "commit deadbee"


def test_each_environment_has_its_own():
    releases = running_releases(
        {"edge": "v1.1", "qa": "v1.1", "dev": None}, {"edge": told("v1.2")}, LABELS, places=LABELS
    )

    assert {slug: release.name for slug, release in releases.items()} == {
        "edge": "v1.2",
        "qa": "v1.1",
        "dev": "main",
    }
    assert running_releases({"edge": None}, {}, ()) == {}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("v1.2", True), ("release/3", True), ("", False), (" ", False), ("a\nb", False), ("x" * 201, False)],
)
def test_a_label_can_stand_in_a_sentence(text, is_one):
    assert is_label(text) is is_one


def test_what_is_asked_about_is_no_measure_of_itself():
    asked = LABELS[0].fingerprint
    newest = running_release(None, None, LABELS, besides=asked)

    assert newest is not None
    assert newest.label == LABELS[1]
    assert running_release(None, None, LABELS[:1], besides=asked) is None
