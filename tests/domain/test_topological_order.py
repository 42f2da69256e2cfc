"""The order in which every key comes after its parents."""

from app.domain.topological_order import topological_order


def test_a_chain_is_followed_before_the_next_one_begins():
    parents = {"a1": (), "a2": ("a1",), "b1": (), "b2": ("b1",)}

    assert topological_order(parents) == ("a1", "a2", "b1", "b2")


def test_the_first_that_is_ready_comes_next_where_depth_does_not_count():
    parents = {"a1": (), "b1": (), "a2": ("a1",), "b2": ("b1",)}

    assert topological_order(parents, depth_first=False) == ("a1", "b1", "a2", "b2")


def test_what_waits_for_a_cycle_is_left_out():
    parents = {"a": (), "b": ("c",), "c": ("b",), "d": ("c",)}

    assert topological_order(parents) == ("a",)


def test_a_cycle_is_cut_where_the_caller_says():
    parents = {"a": (), "b": ("c",), "c": ("b",), "d": ("c",)}

    assert topological_order(parents, break_cycle=min) == ("a", "b", "c", "d")
