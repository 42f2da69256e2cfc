"""The whole answer over several environments and their parts."""

from datetime import UTC, datetime

from app.domain.drift import Drift, compare
from app.domain.findings import Verdict
from app.domain.impact import KnownPart, impact_of
from app.domain.impact.commits import commit_of, commit_of_harm
from app.domain.impact.headline import headline
from app.domain.impact.moving import moving_dependencies
from app.domain.impact.part import ImpactAnswer
from app.domain.impact.place import EditedPlace, EditKind
from app.domain.keys import MigrationKey
from app.domain.provenance import Knowledge
from app.domain.provenance.code_history import NO_HISTORY, ChangedPart
from app.domain.table_location import TableLocation
from tests.build import history, key, release
from tests.domain.impact.asked import asked
from tests.domain.provenance.code import code, commit, did, id_of, ref

BASE = release("users: 1 < 2", "orders: 1")
EDITED = release("users: 1 < 2", "orders: 1 @users.2", commit=id_of("b"))
LACKS = "users.1 orders.1"
HAS = "users.1 users.2 orders.1"


def part(rows: str, alias: str = "default", **facts) -> KnownPart:
    given = {"environment": "e", "base": BASE, "location": TableLocation(alias), **facts}
    return KnownPart(history=history(*rows.split()), **given)


def test_an_environment_says_what_its_worst_part_says():
    impact = impact_of(EDITED, [part(HAS), part(LACKS, "replica"), part(LACKS, "third")], name="v2")
    (environment,) = impact.environments

    assert environment.answer is ImpactAnswer.NO
    assert environment.worst.part.location.alias == "replica"
    assert len(environment.harms) == 1
    assert (environment.base, environment.candidate) == (Verdict.BEHIND, Verdict.BLOCKED)


def test_a_history_that_is_not_known_is_never_a_yes():
    parts = [part(HAS), KnownPart(environment="f", unseen="Nobody looked."), KnownPart(environment="g")]
    impact = impact_of(EDITED, parts)

    assert impact.answer is ImpactAnswer.UNKNOWN
    assert [each.reason for each in impact.environments] == [
        "",
        "Nobody looked.",
        "Its history is not known.",
    ]
    assert {each.base for each in impact.of_answer(ImpactAnswer.UNKNOWN)} == {Verdict.UNSEEN}
    assert impact.counts == {ImpactAnswer.NO: 0, ImpactAnswer.UNKNOWN: 2, ImpactAnswer.YES: 1}


def test_a_doubtful_history_can_say_no_and_never_yes():
    seen = datetime(2026, 5, 1, tzinfo=UTC)
    fine = part(HAS, doubt="Seen long ago.", seen_at=seen)
    refused = part(LACKS, doubt="Seen long ago.", environment="f")
    first, second = impact_of(EDITED, [fine, refused]).environments

    assert (first.answer, first.reason) == (ImpactAnswer.UNKNOWN, "Seen long ago.")
    assert (second.answer, second.reason) == (ImpactAnswer.NO, "")


def test_without_environments_nothing_can_be_told():
    impact = impact_of(EDITED, [])

    assert impact.answer is ImpactAnswer.UNKNOWN
    assert headline(impact) == "No environment is known, so nothing can be told."


def test_a_candidate_that_equals_the_base_does_no_harm():
    impact = asked(BASE, BASE, LACKS, HAS, "")

    assert impact.answer is ImpactAnswer.YES
    assert headline(impact) == "v2 does no harm to any of 3 environments."


def test_the_sentence_names_the_worst_first():
    base = release("a: 1 < 2", "b: 1 < 2")
    candidate = release("a: s = 1+2", "b: 2 < 1")
    impact = asked(base, candidate, "a.1 b.2 b.1", "a.1 a.2 b.1", None, "a.1 a.2 b.1 b.2")

    assert headline(impact) == (
        "With v2, 1 of 4 environments would be refused: env-1. "
        "With v2, 1 of 4 environments would skip migrations without a word: env-0. "
        "For 1 of 4 environments it cannot be told: env-2."
    )
    assert [each.environments for each in impact.shared] == [("env-1",), ("env-0",)]


def test_the_sentence_over_one_environment():
    assert headline(asked(BASE, EDITED, LACKS)) == "With v2, the one environment would be refused: env-0."
    assert headline(asked(BASE, EDITED, HAS)) == "v2 does no harm to the one environment."


def test_who_was_refused_already_is_said():
    assert headline(asked(EDITED, EDITED, LACKS, HAS)) == (
        "v2 does no harm to any of 2 environments. 1 was refused already and stays so: env-0."
    )


def test_a_harm_that_several_environments_share_is_told_once():
    shared = asked(BASE, EDITED, LACKS, HAS, LACKS).shared

    assert [each.environments for each in shared] == [("env-0", "env-2")]


def test_environments_with_the_same_rows_are_compared_once():
    made: list[str] = []

    def drift_of(release, history, alias, apps) -> Drift:
        made.append(alias)
        return compare(release, history, alias=alias)

    impact = asked(BASE, EDITED, *[LACKS] * 200, drift_of=drift_of)

    assert len(impact.of_answer(ImpactAnswer.NO)) == 200
    assert len(made) == 2


def test_the_candidate_and_the_bases_are_known_releases():
    """A row of the candidate is no drift with the base: the environment is ahead of it."""
    impact = asked(release("a: 1"), release("a: 1 < 2"), "a.1 a.2")

    assert (impact.environments[0].base, impact.environments[0].candidate) == (Verdict.AHEAD, Verdict.IN_STEP)
    known = Knowledge(releases=(release("a: 1"), release("a: 1 < 2")))
    assert asked(*known.releases, "a.1", knowledge=known).answer is ImpactAnswer.YES


def test_only_some_apps_live_in_a_database():
    few = part("users.1", apps=frozenset({"users"}))

    assert impact_of(release("users: 1 < 2", "orders: 1 @users.2"), [few]).answer is ImpactAnswer.YES


def test_dependencies_that_stand_for_something_else_are_told_with_their_bases():
    base = release("a: 1 < 2", "b: 1 @a.__latest__ @a.__first__ @a.1", "c: 1 @a.__latest__")
    candidate = release("a: 1 < 2 < 3", "b: 1 @a.__latest__ @a.__first__ @a.1", "d: 1 @a.__latest__")
    impact = impact_of(candidate, [part("a.1", base=base), part("a.1", "x", base=base, base_name="v1")])
    (moved,) = impact.moving

    assert (str(moved.child), str(moved.before), str(moved.after)) == ("b.1", "a.2", "a.3")
    assert impact.moving[moved] == (f"release {base.fingerprint[:8]}", "v1")


def test_a_dependency_that_stands_for_nothing_has_not_moved():
    lines = ("b: 1 @a.__latest__",)
    base = release(*lines, complete=False)

    assert moving_dependencies(base, release("a: 1", *lines)) == ()
    assert moving_dependencies(release("a: 1", *lines), base) == ()


HISTORY = code(
    [commit("a"), commit("b", "a", day=1), commit("c", "b", day=2)],
    [
        did("a", "added orders.1"),
        did("a", "added users.1"),
        did("b", "added orders.1 dependencies users.2"),
        did("b", "added users.2"),
        did("b", "removed users.1 dependencies x.1"),
        did("b", "added s.1 replaces a.1"),
        did("c", "removed gone.1"),
    ],
    ref("v2", "b"),
)


def test_the_commit_of_an_edit():
    harm = asked(BASE, EDITED, LACKS).environments[0].harms[0]
    found = commit_of_harm(HISTORY, EDITED, harm)

    assert found is not None
    assert (found.commit.id, found.label) == (id_of("b"), "v2")
    assert commit_of_harm(NO_HISTORY, EDITED, harm) is None


def commit_id(kind: str, migration: str, part: str, entry: str | None = None) -> str | None:
    place = EditedPlace(
        EditKind(kind),
        key(migration),
        ChangedPart(part),
        None if entry is None else MigrationKey.parse(entry),
    )
    found = commit_of(HISTORY, release("a: 1", commit=id_of("c")), place)
    return None if found is None else found.commit.id[:1]


def test_the_commit_of_each_kind_of_edit():
    assert commit_id("added", "users.2", "file") == "b"
    assert commit_id("kept", "orders.1", "file") == "a"
    assert commit_id("moved", "orders.1", "dependencies", "users.2") is None
    assert commit_id("removed", "gone.1", "file") == "c"
    assert commit_id("removed", "users.1", "dependencies", "x.1") == "b"
    assert commit_id("removed", "users.1", "dependencies", "x.2") is None
    assert commit_id("changed", "s.1", "replaces") == "b"
    assert commit_id("changed", "orders.1", "file") is None
