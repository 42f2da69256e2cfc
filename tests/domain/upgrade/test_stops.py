"""Which known releases a path may lead over."""

from dataclasses import replace
from datetime import timedelta

from app.domain.label import Label
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.provenance.code_history import Commit, Ref, RefKind
from app.domain.provenance.succession import succession
from app.domain.upgrade import Stop, stops_of
from app.domain.upgrade.stop import commits_before, stops_before
from app.domain.ways import Situation
from app.versions import version_of
from tests.build import NOON, history, release

CODE = release("a: 1")
MAIN = CodeHistory(refs=(Ref("main", RefKind.BRANCH, "a" * 40, "a" * 40, 0, None),), commits={})


def stops(
    goal: str, *names: str, code: CodeHistory | None = None, others: tuple[Stop, ...] = ()
) -> list[str]:
    labels = [Label(name, "f" * 64, None, NOON - timedelta(days=n)) for n, name in enumerate(names)]
    places = succession(labels, code or CodeHistory({}), version_of)
    found = stops_before(goal, places, dict.fromkeys(names, CODE), others)
    return [stop.name + ("?" if stop.number is None else "") for stop in found]


def test_versions_lead_up_to_a_version_and_none_that_is_newer():
    assert stops("v2", "v3", "v2.1", "v2", "v1.9", "v1.10") == ["v1.10", "v1.9"]


def test_their_numbers_rise():
    labels = [Label(name, "f" * 64, None, NOON) for name in ("v3", "v2", "v1")]
    found = stops_before(
        "v3", succession(labels, CodeHistory({}), version_of), dict.fromkeys(("v1", "v2", "v3"), CODE)
    )

    assert [(stop.name, stop.number) for stop in found] == [("v2", 2), ("v1", 1)]


def test_the_main_branch_comes_after_every_version():
    assert stops("main", "main", "v2", "v1", code=MAIN) == ["v2", "v1"]
    assert stops("v2", "main", "v2", "v1", code=MAIN) == ["v1"]


def test_labels_without_a_place_may_be_tried_and_stand_behind():
    assert stops("v2", "mine", "v2", "v1") == ["v1", "mine?"]
    assert stops("mine", "yours", "mine", "v1") == ["v1?", "yours?"]


def test_a_goal_that_no_label_has_may_be_led_to_by_all():
    assert stops("goal", "v2", "v1") == ["v2?", "v1?"]


def test_a_label_without_a_release_is_no_stop():
    labels = [Label(name, "f" * 64, None, NOON) for name in ("v2", "v1")]

    assert stops_before("v2", succession(labels, CodeHistory({}), version_of), {"v2": CODE}) == ()


def test_what_has_no_label_stands_at_the_end():
    assert stops("v2", "v2", "v1", others=(Stop("3f2c1a4", CODE),)) == ["v1", "3f2c1a4?"]


def test_commits_before_the_goal_may_be_tried_the_newest_first():
    def at(letter: str, label: str | None = None):
        return replace(CODE, commit=letter * 40, label=label, project=letter)

    commits = {
        letter * 40: Commit(letter * 40, tuple(each * 40 for each in parents))
        for letter, parents in (("a", ""), ("b", "a"), ("c", "b"), ("d", "a"))
    }
    known = (at("a"), at("b"), at("d"), at("b", "v1"))
    knowledge = Knowledge(CodeHistory(commits), known)

    assert [each.commit[0] for each in commits_before(at("c", "v2"), known, knowledge)] == ["b", "a"]


def test_releases_that_are_not_at_hand_are_counted():
    known = tuple(release("a: 1", label=name, project=name) for name in ("v3", "v2"))
    named = {"v3": known[0].fingerprint, "v2": known[1].fingerprint, "v1": "0" * 64, "v4": "1" * 64}
    labels = [Label(name, fingerprint, None, NOON) for name, fingerprint in named.items()]
    found = stops_of(
        Situation(known[0], history(), known), "v3", succession(labels, CodeHistory({}), version_of)
    )

    assert [stop.name for stop in found.stops] == ["v2"]
    assert found.absent == 1
