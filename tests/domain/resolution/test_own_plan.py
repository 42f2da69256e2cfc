"""The own migrations of an app stand in the order of its forwards plan, whatever of the others is passed by."""

import random

import pytest

from app.domain.release import Migration, Release
from app.domain.resolution import declare
from app.domain.resolution.own_plan import own_plans
from tests.build import key, release


def drawn(seed: int) -> Release:
    """Apps whose migrations need each other across, two branches of an app side by side among them."""
    draw = random.Random(seed)
    keys = [key(f"{draw.choice('abcd')}.{number:02}") for number in range(40)]
    draw.shuffle(keys)
    return Release.of(
        Migration(each, tuple(draw.sample(keys[:position], min(position, draw.randint(0, 3)))))
        for position, each in enumerate(keys)
    )


@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_the_whole_plan_has_of_the_app(seed: int):
    graph = declare(drawn(seed)).graph

    assert own_plans(graph) == {
        app: [each for each in graph.forwards_plan(*graph.leaves(app)) if each.app_label == app]
        for app in {each.app_label for each in graph.parents}
    }


def test_what_leads_back_to_the_app_decides_the_order():
    graph = declare(release("a: 1", "a: 3", "a: 2 @b.1", "b: 1 @a.3", "a: 4 @a.1 @a.2")).graph

    assert own_plans(graph)["a"] == [key("a.3"), key("a.2"), key("a.1"), key("a.4")]
