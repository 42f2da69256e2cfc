"""Which changes a rule asks for."""

import pytest

from app.domain.findings import Verdict
from app.domain.fleet.announcement import RuleScope, VerdictChange

BLOCKED, IN_STEP, UNSEEN, BEHIND = Verdict.BLOCKED, Verdict.IN_STEP, Verdict.UNSEEN, Verdict.BEHIND
NOT_JUDGED = Verdict.NOT_JUDGED


@pytest.mark.parametrize(
    ("scope", "has"),
    [
        (RuleScope(), True),
        (RuleScope(projects=("shop", "blog")), True),
        (RuleScope(projects=("blog",)), False),
        (RuleScope(tiers=("production",)), True),
        (RuleScope(tiers=("sandbox",)), False),
        (RuleScope(environments=("prod-*",)), True),
        (RuleScope(environments=("edge-1", "prod-eu")), True),
        (RuleScope(environments=("edge-*",)), False),
        (RuleScope(projects=("shop",), tiers=("production",), environments=("*",)), True),
    ],
)
def test_a_rule_has_environments_by_project_tier_and_name(scope, has):
    assert scope.has("shop", "prod-eu", "production") is has


@pytest.mark.parametrize(
    ("before", "judged", "after", "asked"),
    [
        (IN_STEP, IN_STEP, BLOCKED, True),
        (BLOCKED, BLOCKED, IN_STEP, True),  # whoever heard of it hears that it is over
        (BLOCKED, BLOCKED, UNSEEN, True),
        (UNSEEN, BLOCKED, IN_STEP, True),  # … also when it was unseen in between
        (NOT_JUDGED, BLOCKED, BEHIND, True),
        (UNSEEN, BLOCKED, NOT_JUDGED, False),
        (UNSEEN, IN_STEP, IN_STEP, False),
        (IN_STEP, IN_STEP, BEHIND, False),
        (IN_STEP, IN_STEP, UNSEEN, False),
        (None, None, BLOCKED, False),
    ],
)
def test_a_rule_of_one_verdict_hears_when_it_begins_and_when_it_is_over(before, judged, after, asked):
    assert RuleScope(verdicts=(BLOCKED,)).asks_for(VerdictChange(before, judged, after)) is asked


def test_a_rule_without_verdicts_hears_of_every_change_but_the_first():
    assert RuleScope().asks_for(VerdictChange(IN_STEP, IN_STEP, BEHIND))
    assert not RuleScope().asks_for(VerdictChange(None, None, BEHIND))


def test_the_first_verdict_is_told_by_choice():
    assert RuleScope(first=True).asks_for(VerdictChange(None, None, BEHIND))
    assert RuleScope(first=True, verdicts=(BLOCKED,)).asks_for(VerdictChange(None, None, BLOCKED))
    assert not RuleScope(first=True, verdicts=(BLOCKED,)).asks_for(VerdictChange(None, None, BEHIND))
