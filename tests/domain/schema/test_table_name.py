"""The names of tables as Django shortens them, with names that Django 5.2 itself has made."""

import pytest

from app.domain.schema import TableName

LONG = "archive_" + "verylongmodelnameindeed" * 3


@pytest.mark.parametrize("limit", [63, 64, None])
def test_a_short_name_is_the_same_everywhere(limit: int | None):
    assert TableName.of("orders_order").on(limit) == "orders_order"
    assert TableName.of("orders_order", "tags").on(limit) == "orders_order_tags"
    assert TableName.of("orders_order", "tags") == TableName("orders_order_tags")


def test_a_long_default_name_ends_with_a_hash_as_long_as_the_database_allows():
    name = TableName.of(LONG)

    assert name.on(None) == LONG
    assert name.on(63) == LONG[:59] + "d8f2"
    assert name.on(64) == LONG[:60] + "d8f2"


def test_a_table_of_a_many_to_many_field_is_shortened_after_the_table_of_its_model():
    base = TableName.of(LONG).on(63)

    assert (
        TableName.of(LONG, "tags").on(63)
        == TableName(f"{base}_tags").on(63)
        != TableName(f"{LONG}_tags").on(63)
    )


def test_a_name_that_is_given_is_cut_and_has_no_hash():
    assert TableName.of(LONG, is_given=True).on(63) == LONG[:63]
    assert TableName.of("é" * 40, is_given=True).on(63) == "é" * 31
    assert TableName.of(LONG[:58], "tags", is_given=True).on(60) == TableName(f"{LONG[:58]}_tags").on(60)
