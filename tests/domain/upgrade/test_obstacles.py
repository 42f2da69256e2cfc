"""What is said of what stands in the way."""

import pytest

from app.domain.findings import Code, Finding, Severity
from app.domain.upgrade import Reach
from app.domain.upgrade.arrival import MINDED
from app.domain.upgrade.obstacle import _ALONE, _BY_FINDING, KIND_OF_CODE, UNCERTAIN, Obstacle, ObstacleKind
from tests.build import history, key, release
from tests.domain.upgrade.asked import ask

KEYS = (key("a.1"), key("a.2"))


@pytest.mark.parametrize("kind", ObstacleKind)
def test_every_obstacle_has_a_sentence(kind):
    shown = [Obstacle(kind, (Finding(Code.UNKNOWN, key("a.1")),))] if kind in _BY_FINDING else []
    alone = [Obstacle(kind, keys=KEYS, text="This.")] if kind in _ALONE else []

    assert shown + alone
    assert all("{" not in obstacle.sentence("v2") for obstacle in shown + alone)
    assert Obstacle(kind).is_certain is (kind not in UNCERTAIN)


def test_every_trouble_is_in_the_way_or_minded():
    trouble = {code for code in Code if code.severity is Severity.TROUBLE}

    assert trouble == (KIND_OF_CODE.keys() | MINDED) & trouble


def test_further_findings_are_counted():
    findings = (Finding(Code.UNKNOWN, key("a.1")), Finding(Code.UNKNOWN, key("a.2")))

    assert Obstacle(ObstacleKind.STRANGE, findings).sentence("v2").endswith(" (1 more finding)")


def test_what_chance_decides_is_left_open():
    found = ask(history(), {"v1": release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2")})

    assert found.reach is Reach.UNKNOWN
    assert found.reason.startswith("v1 is left to chance: each run of Django may do something else.")


def test_what_is_refused_in_every_run_is_refused():
    found = ask(history("a.0"), {"v1": release("a: 1", "a: s = 1+0", "a: t = s", django="5.2")})

    assert found.direct.obstacle is not None
    assert found.direct.obstacle.kind is ObstacleKind.REFUSED
