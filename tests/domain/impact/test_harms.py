"""What becomes worse for one history, and what does not."""

from dataclasses import replace

from app.domain.findings import Code, Verdict
from app.domain.impact import KnownPart, impact_of
from app.domain.impact.part import ImpactAnswer
from app.domain.release import Unreadable
from tests.build import history, release
from tests.domain.impact.asked import asked, harms, told
from tests.domain.provenance.contents import holding

BASE = release("users: 1 < 2", "orders: 1")
EDITED = release("users: 1 < 2", "orders: 1 @users.2")


def test_an_edge_into_a_released_migration_refuses_whoever_lacks_its_row():
    impact = asked(BASE, EDITED, "users.1 orders.1", "users.1 users.2 orders.1", "")

    assert harms(impact) == [("refused", "D101", "orders.1", "users.2")]
    assert [each.answer for each in impact.environments] == [
        ImpactAnswer.NO,
        ImpactAnswer.YES,
        ImpactAnswer.YES,
    ]
    assert (impact.environments[0].base, impact.environments[0].candidate) == (
        Verdict.BEHIND,
        Verdict.BLOCKED,
    )
    assert impact.answer is ImpactAnswer.NO


def test_what_was_so_with_the_base_is_no_harm():
    impact = asked(EDITED, EDITED, "users.1 orders.1")

    assert harms(impact) == []
    assert impact.answer is ImpactAnswer.YES
    assert [finding.code for finding in impact.environments[0].already] == [Code.MISSING_DEPENDENCY]


def test_a_second_dependency_without_a_row_is_told_and_the_first_is_not():
    more = release("users: 1 < 2 < 3", "orders: 1 @users.2 @users.3")

    assert harms(asked(release("users: 1 < 2 < 3", "orders: 1 @users.2"), more, "users.1 orders.1")) == [
        ("refused", "D101", "orders.1", "users.3")
    ]


def test_a_squash_that_replaces_itself_refuses_once_something_needs_it():
    """Up to Django 5.2 it is dropped without a word until then."""
    base = release("a: 1", "a: 2 @a.1 = 2", django="5.2")
    needed = release("a: 1", "a: 2 @a.1 = 2", "a: 3 @a.2", django="5.2")
    more = release("a: 1", "a: 2 @a.1 = 2", "b: 1", django="5.2")

    assert harms(asked(release("a: 1", django="5.2"), base, "a.1")) == [("skipped", "D105", "a.2", "a.2")]
    assert harms(asked(base, needed, "a.1")) == [("refused", "D105", "a.2", "a.2")]
    assert asked(base, needed, "a.1").environments[0].parts[0].already == ()
    assert harms(asked(base, more, "a.1")) == []
    assert harms(asked(needed, needed, "a.1")) == []
    assert harms(asked(replace(base, django="6.0"), replace(needed, django="6.0"), "a.1")) == []


def test_a_second_leaf_forks_the_app():
    impact = asked(release("a: 1 < 2"), release("a: 1 < 2", "a: 3 @a.1"), "a.1 a.2")

    assert harms(impact) == [("forked", "D104", "a.3", "a.2")]


def test_a_third_leaf_of_a_forked_app_is_told_and_the_fork_is_not():
    base = release("a: 1 < 2", "a: 3 @a.1")
    impact = asked(base, release("a: 1 < 2", "a: 3 @a.1", "a: 4 @a.1"), "a.1 a.2")

    assert harms(impact) == [("forked", "D104", "a.4", "a.2")]


def test_a_deleted_file_that_is_needed_refuses_and_its_row_differs():
    impact = asked(release("a: 1 < 2 < 3"), release("a: 3 @a.2"), "a.1 a.2 a.3")

    assert harms(impact) == [
        ("refused", "D102", "a.3", "a.2"),
        ("drifts", "D201", "a.1", None),
        ("drifts", "D201", "a.2", None),
    ]


def test_a_row_without_a_file_alone_is_no_no():
    impact = asked(release("a: 1 < 2"), release("a: 1"), "a.1 a.2")

    assert harms(impact) == [("drifts", "D201", "a.2", None)]
    assert impact.answer is ImpactAnswer.YES


def test_a_squash_without_the_files_that_it_replaces_skips_what_a_database_lacks():
    impact = asked(release("a: 1 < 2 < 3"), release("a: s = 1+2+3"), "a.1 a.2", "a.1 a.2 a.3", "")

    assert harms(impact) == [("skipped", "D203", "a.s", "a.3")]
    assert [each.answer for each in impact.environments] == [
        ImpactAnswer.NO,
        ImpactAnswer.YES,
        ImpactAnswer.YES,
    ]


def test_a_squash_that_steps_aside_in_both_is_told_apart():
    squashed = release("a: s = 1+2+3")
    impact = asked(squashed, squashed, "a.1 a.2")

    assert harms(impact) == []
    assert [finding.code for finding in impact.environments[0].already] == [Code.SILENT_SKIP]


def test_what_is_put_below_a_squash_that_counts_as_applied_never_runs():
    """
    a:  0 <- s      every part of s has a row, and s has none
    """
    base, candidate = release("a: 1 < 2"), release("a: 1 < 2", "a: 00 < 0", "a: s @a.0 = 1+2")
    impact = asked(base, candidate, "a.1 a.2 a.77", "")

    assert harms(impact) == [("skipped", "D101", "a.s", "a.0"), ("skipped", "D101", "a.s", "a.00")]
    assert "without a word, and refuses from the next run on" in impact.environments[0].harms[0].sentence
    assert harms(impact, 1) == []
    assert harms(asked(candidate, candidate, "a.1 a.2")) == []


def test_what_a_database_without_the_app_never_runs_is_no_harm():
    base, candidate = release("a: 1 < 2", "b: 1"), release("a: 1 < 2", "a: 0", "a: s @a.0 = 1+2", "b: 1")
    part = KnownPart(environment="e", history=history("a.1", "a.2", "b.1"), base=base, apps=frozenset({"b"}))

    assert impact_of(candidate, [part]).answer is ImpactAnswer.YES


def test_a_squash_with_a_hollow_row_hides_what_it_replaces():
    """
    a:  s = 1 + 2 + 3 <- 4      1 and 4 have rows, 2 and 3 none: 4 is the leaf, and it is applied
    """
    base = release("a: 1 < 2 < 3", "a: s = 1+2", "a: 4 @a.1")
    candidate = release("a: 1 < 2 < 3", "a: s = 1+2+3", "a: 4 @a.s")
    impact = asked(base, candidate, "a.s a.4")

    assert {harm.kind.value for harm in impact.environments[0].harms} <= {"skipped", "refused", "again"}
    assert impact.answer is ImpactAnswer.NO


def test_a_squash_that_nothing_needs_any_more_is_passed_over():
    """
    a:  s = 1+2 <- 3      s and 3 have rows, 1 and 2 none: s does not count, and the leaf 3 is applied
    """
    base = release("a: s < 3")
    candidate = release("a: 1 < 2", "a: s = 1+2", "a: 3 @a.s")
    impact = asked(base, candidate, "a.s a.3")

    assert harms(impact) == [("skipped", "D205", "a.s", "a.s")]


def test_a_squash_whose_row_stops_counting_runs_again():
    base, candidate = release("a: s"), release("a: 1 < 2", "a: s = 1+2")
    impact = asked(base, candidate, "a.s")

    assert harms(impact) == [("again", "D205", "a.s", "a.1")]
    assert impact.answer is ImpactAnswer.NO


def test_a_squash_that_loses_its_replaces_runs_again_where_it_has_no_row():
    impact = asked(release("a: 1 < 2", "a: s = 1+2"), release("a: s"), "a.1 a.2")

    assert harms(impact) == [("again", "D206", "a.s", "a.1")]


def test_a_renamed_migration_runs_again():
    base = holding("a: 1 < 2", contents={"a.1": "CreateModel x", "a.2": "AddField x.y"})
    candidate = holding("a: 1 < 2b", contents={"a.1": "CreateModel x", "a.2b": "AddField x.y"})

    assert harms(asked(base, candidate, "a.1 a.2")) == [("again", "D212", "a.2", "a.2b")]


def test_an_app_with_another_label_runs_again():
    impact = asked(release("a: 1 < 2"), release("z: 1 < 2"), "a.1 a.2")

    assert harms(impact) == [("again", "D213", "z.1", "a.1")]


def test_a_cycle_is_told():
    impact = asked(release("a: 1", "b: 1 @a.1"), release("a: 1 @b.1", "b: 1 @a.1"), "")

    assert harms(impact) == [("refused", "D103", "a.1", "b.1")]


def test_what_only_some_runs_of_django_have_is_told_as_such():
    shared = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t @a.s = 2+3")
    impact = asked(release("a: 1 < 2 < 3"), shared, "a.1")
    by_chance = [harm for harm in impact.environments[0].harms if harm.by_chance]

    assert all(harm.sentence.startswith("In some runs") for harm in by_chance)
    assert impact.environments[0].harms


def test_information_is_no_harm():
    impact = asked(release("a: 1 < 2"), release("a: 1 < 2", "a: s = 1+2"), "a.1")

    assert harms(impact) == []
    assert impact.answer is ImpactAnswer.YES


def test_without_a_base_everything_that_is_wrong_is_told():
    impact = asked(None, EDITED, "users.1 orders.1")

    assert harms(impact) == [("refused", "D101", "orders.1", "users.2")]
    assert impact.environments[0].base is Verdict.NOT_JUDGED
    assert impact.environments[0].already == ()


def test_a_candidate_that_could_not_be_read_whole_is_not_known():
    unread = replace(
        release("a: 1"), unreadable=(Unreadable("a/2.py", 3, "odd"), Unreadable("a/3.py", None, "odd"))
    )
    impact = asked(release("a: 1"), unread, "a.1")

    assert impact.answer is ImpactAnswer.UNKNOWN
    assert impact.environments[0].harms == ()
    assert (
        impact.environments[0].reason
        == "The release could not be read whole: a/2.py:3: odd, and 1 further place."
    )


def test_a_certain_refusal_of_a_candidate_that_could_not_be_read_whole_is_a_no():
    unread = replace(EDITED, unreadable=(Unreadable("a/2.py", 3, "odd"),))

    assert asked(BASE, unread, "users.1 orders.1").answer is ImpactAnswer.NO


def test_what_only_apps_that_are_not_held_can_tell_is_not_known():
    candidate = release("a: 1 @cms.1_squashed_2", complete=False)
    impact = asked(release("a: 1"), candidate, "a.1 cms.0")

    assert impact.answer is ImpactAnswer.UNKNOWN
    assert impact.environments[0].reason == (
        "Only files that the release does not hold can tell; it holds none of cms."
    )


def test_of_a_base_that_could_not_be_read_whole_only_what_is_certain_was_so_before():
    forked = release("a: 1 < 2", "a: 3 @a.1")
    unread = replace(forked, unreadable=(Unreadable("a/4.py", 3, "odd"),))

    assert harms(asked(unread, forked, "a.1 a.2")) == [("forked", "D104", "a.2", "a.3")]
    assert harms(asked(replace(EDITED, unreadable=unread.unreadable), EDITED, "users.1 orders.1")) == []


def test_the_places_of_a_harm_are_those_of_its_own_pair():
    impact = asked(BASE, EDITED, "users.1 orders.1")
    harm = impact.environments[0].harms[0]

    assert told(harm) == ("refused", "D101", "orders.1", "users.2")
    assert harm.place is harm.anchor
    assert harm.sentence == "orders.1 is applied, but users.2, which it depends on, is not."
