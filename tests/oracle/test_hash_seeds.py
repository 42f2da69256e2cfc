"""
Under sixteen hash seeds, every answer of Django is one of ours.

Django's loader collects the names of files in a set up to 6.0, and so does the judge here. So the hash seed of the
process decides their order. Where we say that chance decides, Django gives more than one answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.outcome import Outcome, migrate
from app.domain.release import Release
from tests.build import history, key, release
from tests.oracle.django_process import Court, question_about
from tests.oracle.django_versions import judge

SEEDS = range(16)
VERSIONS = ("4.2", "5.2", "6.0", "6.1")


@dataclass(frozen=True)
class Case:
    """A release for each Django version, and rows. `varies` are the versions that must give several answers."""

    release: Callable[[str], Release]
    rows: tuple[str, ...] = ()
    varies: tuple[str, ...] = ()


def drawn(*lines: str) -> Callable[[str], Release]:
    """Make the release that the lines draw, for any Django version."""
    return lambda django: release(*lines, django=django)


CASES = {
    "which violating pair is named": Case(
        drawn("a: 1", "b: 1", "d: 1", "c: 1 @a.1 @b.1 @d.1"), ("c.1",), VERSIONS
    ),
    "where a cycle begins": Case(drawn("a: 1 @b.1", "b: 1 @c.1", "c: 1 @a.1"), (), VERSIONS),
    "which missing file is named": Case(drawn("a: 1 @b.8 < 2 @b.9", "b: 1"), (), ("4.2", "5.2", "6.0")),
    "in which order forked apps are listed": Case(
        drawn("a: 1x", "a: 1y", "b: 1x", "b: 1y", "c: 1x", "c: 1y"), (), VERSIONS
    ),
    "a nest of squashes": Case(
        drawn("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3"), (), ("4.2", "5.2")
    ),
    "a squash that replaces itself": Case(drawn("a: 1", "a: s = 1+s", "b: 1 @a.s")),
    "a half recorded squash that replaces itself": Case(drawn("a: 1", "a: s = 1+s", "b: 1 @a.s"), ("a.1",)),
    "what needs a squash that replaces itself is recorded": Case(
        drawn("a: 1", "a: s = 1+s", "b: 1 @a.s"), ("b.1",)
    ),
    "nothing needs a squash that replaces itself": Case(drawn("a: 1", "a: s = 1+s", "b: 1")),
    "a squash that replaces itself and another, of which one has left a row": Case(
        drawn("a: s = 1", "a: t = old.1+t+s"), ("a.1", "a.t")
    ),
    "squashes that replace each other": Case(drawn("a: 1", "a: s = 1+b.1", "b: 1 = a.1+a.s+1"), ("a.1",)),
    "squashes that overlap": Case(
        drawn("d: 1 < 2 < 3", "d: s12 = 1+2", "d: s23 = 2+3", "b: 1 @d.2"), (), ("4.2", "5.2", "6.0")
    ),
}


@pytest.fixture(scope="module", params=VERSIONS)
def answers(request):
    """A Django version, and its answers to each case under all seeds: of migrate, and of makemigrations."""
    answers = {name: set() for name in CASES}
    refusals = {name: set() for name in CASES}
    for seed in SEEDS:
        court = Court(judge(request.param), hash_seed=str(seed))
        questions = [
            question_about(
                case.release(request.param),
                [key(row) for row in case.rows],
                by_set=True,
                want=["makemigrations"],
            )
            for case in CASES.values()
        ]
        for name, answer in zip(CASES, court.ask_all(questions), strict=True):
            plan = answer["plan"]
            answers[name].add((plan.get("raises"), plan.get("text"), str(plan.get("value"))))
            refusals[name].add("raises" in answer["makemigrations"])
        court.close()
    return request.param, answers, refusals


@pytest.mark.parametrize("name", CASES)
def test_every_answer_that_chance_gives_is_one_of_ours(answers, name):
    version, answers_by_case, _ = answers
    case = CASES[name]
    ours = migrate(case.release(version), history(*case.rows))
    outcomes = ours.alternatives or (ours,)

    for answer in answers_by_case[name]:
        assert any(fits(answer, outcome) for outcome in outcomes), (answer, ours)


@pytest.mark.parametrize("name", CASES)
def test_chance_is_seen_at_work_where_we_say_that_it_decides(answers, name):
    version, answers_by_case, _ = answers
    case = CASES[name]
    ours = migrate(case.release(version), history(*case.rows))

    if version in case.varies:
        assert len(answers_by_case[name]) > 1
        assert ours.alternatives or len(ours.messages) > 1
    else:
        assert len(answers_by_case[name]) == 1


@pytest.mark.parametrize("name", CASES)
def test_that_only_makemigrations_refuses_is_by_chance_where_it_does_not_always(answers, name):
    version, _, refusals = answers
    drift = compare(CASES[name].release(version), history(*CASES[name].rows))
    said = [finding for finding in drift.findings if finding.code is Code.ONLY_MAKEMIGRATIONS]

    if said:
        assert refusals[name] == ({True, False} if drift.by_chance.issuperset(said) else {True})
    elif not drift.outcome.refuses:
        assert refusals[name] == {False}


def fits(answer: tuple, ours: Outcome) -> bool:
    raises, text, plan = answer
    if raises:
        return ours.raises == raises and text in ours.messages
    return ours.plan is not None and plan == str([[*step, False] for step in ours.plan])
