"""Which migrations drop a table or a column, forwards and back: by what is known of the schema, else by the kind."""

import pytest

from app.domain.release import Operation
from app.domain.schema import Column, SchemaChange, SchemaChangeKind, TableName
from app.domain.schema.change import written
from app.domain.schema.declaration import Declaration
from app.domain.schema.loss import dropping, dropping_backwards
from tests.build import key, release
from tests.domain.schema.replaying import add, field, model
from tests.domain.schema.test_changes import stated, with_operations

ORDERS = TableName("a_order")
DROPS_TABLE = written((SchemaChange(SchemaChangeKind.DROP_TABLE, ORDERS),))
DROPS_COLUMN = written((SchemaChange(SchemaChangeKind.DROP_COLUMN, ORDERS, (Column("total"),)),))
DELETE, REMOVE = Declaration("DeleteModel", "order"), Declaration("RemoveField", "order", "total")


def separate(*, database: tuple = (), state: tuple = ()) -> Declaration:
    return Declaration("SeparateDatabaseAndState", database=database, state=state)


def forwards_and_back(code) -> tuple[list[str], list[str]]:
    return tuple(
        [str(one) for one in sorted(side(code, code.migrations))] for side in (dropping, dropping_backwards)
    )


@pytest.mark.parametrize(
    ("operations", "drops", "drops_backwards"),
    [
        ([Operation("RemoveField", "order.total")], True, False),
        ([Operation("DeleteModel", "order")], True, False),
        ([Operation("AddField", "order.total")], False, True),
        ([Operation("CreateModel", "order")], False, True),
        ([Operation("AlterField", "order.total"), Operation("RunSQL")], False, False),
        ([Operation("SeparateDatabaseAndState")], False, False),
        ([Operation("Theirs", schema=DROPS_TABLE)], True, False),
        ([Operation("RemoveField", "order.total", schema=DROPS_COLUMN)], True, False),
        ([Operation("DeleteModel", "order", schema=written(()))], False, False),
    ],
)
def test_what_the_reporter_was_told_decides_else_the_kind(operations, drops, drops_backwards):
    code = with_operations(release("a: 1"), a_1=tuple(operations))

    assert forwards_and_back(code) == (["a.1"] * drops, ["a.1"] * drops_backwards)


def test_what_is_only_state_drops_nothing_and_what_acts_on_the_database_does():
    code = with_operations(
        release("a: 1 < 2 < 3 < 4"),
        a_1=stated(model("order", field("total")), model("other", field("total"))),
        a_2=stated(separate(state=(DELETE,))),
        a_3=stated(separate(database=(Declaration("RemoveField", "other", "total"),))),
        a_4=stated(Declaration("DeleteModel", "other")),
    )

    assert forwards_and_back(code) == (["a.3", "a.4"], ["a.1"])


def test_where_the_model_is_not_known_what_the_source_states_decides():
    code = with_operations(
        release("a: 1 < 2 < 3 < 4"),
        a_1=stated(None),
        a_2=stated(REMOVE),
        a_3=stated(separate(database=(None, DELETE))),
        a_4=stated(separate(database=(None,), state=(DELETE,))),
    )

    assert forwards_and_back(code) == (["a.2", "a.3"], [])


def test_an_unmanaged_model_has_no_table_that_could_be_dropped():
    code = with_operations(
        release("a: 1 < 2"),
        a_1=stated(Declaration("CreateModel", "order", is_managed=False)),
        a_2=stated(DELETE),
    )

    assert forwards_and_back(code) == ([], [])


def test_only_the_migrations_that_are_asked_for_are_answered():
    code = with_operations(
        release("a: 1 < 2"), a_1=stated(model("order")), a_2=stated(DELETE, add("order", field("x")))
    )

    assert dropping(code, [key("a.1"), key("b.9")]) == frozenset()
    assert dropping(code, [key("a.2")]) == {key("a.2")}
