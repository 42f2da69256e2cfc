"""What a new edge does to databases: refused, a risk, or harmless."""

from app.domain.difference import difference
from app.domain.difference.new_edges import Effect, NewEdge
from app.domain.drift import compare
from tests.build import history, key, release
from tests.domain.difference.variants import V1_2, edges, keys, partly


def test_refused_is_what_django_would_refuse():
    v1_1_everywhere = history("users.1", "users.9", "orders.1", "orders.2")

    (finding,) = compare(V1_2, v1_1_everywhere).findings

    assert (finding.subject, finding.related) == (key("orders.1"), keys("users.10"))


def test_what_was_there_and_not_made_to_run_first_is_a_risk():
    result = difference(release("a: 1 < 2", "b: 1 @a.1"), release("a: 1 < 2", "b: 1 @a.1 @a.2"))

    assert edges(result) == {("b.1", "a.2"): "risk"}


def test_what_ran_first_in_any_case_is_harmless():
    result = difference(release("a: 1 < 2 < 3", "b: 1 @a.3"), release("a: 1 < 2 < 3", "b: 1 @a.3 @a.1"))

    assert edges(result) == {("b.1", "a.1"): "harmless"}
    assert result.is_edited
    assert result.edges_without_edit == ()


def test_in_a_circle_nothing_runs_first_in_any_case():
    result = difference(
        release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1"), release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1 @b.1")
    )

    assert edges(result) == {("c.1", "b.1"): "risk"}


def test_a_new_migration_before_a_released_one_is_told_though_no_file_was_edited():
    result = difference(release("b: 1"), release("a: 1 ^b.1", "b: 1"))

    assert result.edited == ()
    assert result.edges_without_edit == (NewEdge(key("b.1"), key("a.1"), Effect.REFUSED),)
    assert result.is_edited


def test_a_first_migration_that_is_another_now_is_told():
    before = release("a: 2", "b: 1 @a.__first__")
    after = release("a: 1 < 2", "b: 1 @a.__first__")

    result = difference(before, after)

    assert [edit.key for edit in result.edited] == [key("a.2")]
    assert result.edges_without_edit == (NewEdge(key("b.1"), key("a.1"), Effect.REFUSED),)


def test_what_needs_rows_of_an_app_that_is_not_covered_is_not_refused():
    result = difference(partly(release("orders: 1 < 2")), V1_2)

    assert [edit.key for edit in result.edited] == [key("orders.1")]
    assert result.edges == ()


def test_what_needs_something_new_in_a_file_that_was_not_read_is_not_refused():
    result = difference(partly(release("a: 1"), "a/migrations/1.py"), release("a: 1 @b.1", "b: 1"))

    assert result.edges == ()


def test_what_latest_stands_for_in_an_app_that_was_half_read_is_no_new_edge():
    before = release("cms: 1 < 2", "shop: 1 @cms.__latest__")
    after = partly(release("cms: 1", "cms: 2", "shop: 1 @cms.__latest__"), "cms/migrations/2.py")

    result = difference(before, after)

    assert result.edges == ()
    assert not result.is_whole


def test_an_edge_that_a_file_names_is_new_though_the_app_was_half_read():
    before = release("cms: 1", "cms: 2", "cms: 3", "shop: 1", "shop: 2")
    named = release("cms: 1 ^shop.2", "cms: 2", "cms: 3", "shop: 1 @cms.3", "shop: 2")

    result = difference(before, partly(named, "cms/migrations/2.py"))

    assert edges(result) == {("shop.1", "cms.3"): "risk", ("shop.2", "cms.1"): "risk"}
