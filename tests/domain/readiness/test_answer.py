"""No, unknown, mind, yes: what one comparison says of a release that may come."""

from dataclasses import replace

import pytest

from app.domain.drift.lead import Lead
from app.domain.findings import Code, Finding
from app.domain.outcome import Outcome
from app.domain.readiness.answer import (
    ANSWER_ORDER,
    ANSWER_WORDS,
    DOUBTFUL,
    STOPPING,
    Answer,
    answer_of,
    grounds,
)
from app.domain.release import Release, Unreadable
from tests import build
from tests.domain.readiness.before import ALL, SHOP, drift


def with_finding(code):
    finding = Finding(code, build.key("users.1"))
    clean = drift(SHOP, *ALL)
    return replace(clean, findings=(finding,)), finding


def test_what_django_refuses_is_no():
    blocked = drift(SHOP, "users.1", "orders.1")

    assert answer_of(blocked) is Answer.NO
    assert [finding.code for finding in grounds(blocked)] == [Code.MISSING_DEPENDENCY]


def test_a_partial_squash_whose_replaced_files_are_gone_is_no_although_migrate_exits_with_0():
    release = build.release("shop: 1to2 = 1+2", "shop: 3 @shop.1to2")
    before = build.release("shop: 1 < 2", "shop: 1to2 = 1+2", "shop: 3 @shop.1to2")
    skipped = drift(release, "shop.1")

    assert skipped.outcome.plan is not None or skipped.outcome.refuses
    assert answer_of(skipped) is Answer.NO
    assert answer_of(drift(before, "shop.1")) is Answer.YES


def test_a_squash_that_is_skipped_in_silence_is_no():
    release = Release.of(
        [
            *build.release("shop: 1to2 = 1+2").migrations.values(),
            *build.release("other: 1").migrations.values(),
        ]
    )
    skipped = drift(release, "shop.1")

    assert skipped.outcome.plan == (build.key("other.1"),)
    assert answer_of(skipped) is Answer.NO
    assert [finding.code for finding in grounds(skipped)] == [Code.SILENT_SKIP]


@pytest.mark.parametrize("code", sorted(STOPPING))
def test_what_django_lets_pass_and_would_run_over_what_is_there_is_no(code: Code):
    stopped, finding = with_finding(code)

    assert answer_of(stopped) is Answer.NO
    assert grounds(stopped) == (finding,)


@pytest.mark.parametrize("code", sorted(DOUBTFUL))
def test_where_the_rows_do_not_tell_what_is_there_it_is_unknown(code: Code):
    doubtful, finding = with_finding(code)

    assert answer_of(doubtful) is Answer.UNKNOWN
    assert grounds(doubtful) == (finding,)


def test_every_other_trouble_is_something_to_mind_and_information_is_not():
    for code in set(Code) - STOPPING - DOUBTFUL:
        troubled, finding = with_finding(code)
        is_information = code.value.startswith("D3")

        assert answer_of(troubled) is (Answer.YES if is_information else Answer.MIND), code
        assert grounds(troubled) == (() if is_information else (finding,))


def test_a_release_that_could_not_be_read_whole_is_unknown_unless_django_refuses_all_the_same():
    unread = replace(SHOP, unreadable=(Unreadable("x.py", 1, "odd"),))

    assert answer_of(drift(unread, *ALL)) is Answer.UNKNOWN
    assert grounds(drift(unread, *ALL, "users.9")) == ()
    assert answer_of(drift(unread, "users.1", "orders.1")) is Answer.NO


def test_what_an_app_decides_that_the_release_does_not_hold_is_unknown():
    undecided = replace(drift(SHOP, *ALL), undecided=((build.key("orders.1"), build.key("gone.1")),))

    assert answer_of(undecided) is Answer.UNKNOWN
    assert grounds(undecided) == ()


def test_a_plan_that_hangs_on_chance_is_unknown_and_a_refusal_by_chance_is_no():
    plans = tuple(Outcome(plan=(build.key(name),)) for name in ("users.2", "users.3"))
    chance = Finding(Code.UNDEFINED, build.key("users.1"))
    by_chance = replace(drift(SHOP, *ALL), outcome=Outcome(alternatives=plans), findings=(chance,))
    refused = Outcome(alternatives=(*plans, Outcome(raises="NodeNotFoundError", messages=("x",))))

    assert answer_of(by_chance) is Answer.UNKNOWN
    assert grounds(by_chance) == (chance,)
    assert answer_of(replace(by_chance, outcome=refused)) is Answer.NO


def test_rows_of_a_newer_release_are_something_to_mind():
    lead = Lead("v3", (build.key("users.4"),), (build.key("users.4"),), ())
    ahead = replace(drift(SHOP, *ALL), leads=(lead,))

    assert answer_of(ahead) is Answer.MIND
    assert grounds(ahead) == ()


def test_a_plan_without_a_finding_and_nothing_to_run_are_yes():
    assert answer_of(drift(SHOP, "users.1")) is Answer.YES
    assert answer_of(drift(SHOP, *ALL)) is Answer.YES
    assert answer_of(drift(SHOP)) is Answer.YES


def test_each_answer_has_its_word_and_its_place():
    assert ANSWER_WORDS.keys() == ANSWER_ORDER.keys() == set(Answer)
    assert sorted(Answer, key=ANSWER_ORDER.__getitem__) == [
        Answer.NO,
        Answer.UNKNOWN,
        Answer.MIND,
        Answer.YES,
    ]
