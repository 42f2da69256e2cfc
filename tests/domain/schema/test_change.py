"""The changes of tables and columns in JSON: what is written is read, and what is wrong is named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.json_values import ManifestError
from app.domain.schema.change import Column, SchemaChange, SchemaChangeKind, changes, read, written
from app.domain.schema.table_name import TableName

names = st.text("abc_é", min_size=1, max_size=5)
tables = st.builds(TableName, names) | st.builds(TableName, names, names, st.booleans())
flags = st.none() | st.booleans()
columns = st.builds(Column, names, flags, flags, st.none() | tables)
of_tables = st.sampled_from([SchemaChangeKind.CREATE_TABLE, SchemaChangeKind.DROP_TABLE])
of_columns = st.sampled_from(
    [SchemaChangeKind.ADD_COLUMN, SchemaChangeKind.DROP_COLUMN, SchemaChangeKind.ALTER_COLUMN]
)
one_column = st.tuples(columns)
some_changes = st.lists(
    st.builds(
        SchemaChange, of_tables, tables, st.lists(columns, max_size=2).map(tuple), unknown=st.tuples(names)
    )
    | st.builds(SchemaChange, of_columns, tables, one_column)
    | st.builds(SchemaChange, st.just(SchemaChangeKind.RENAME_TABLE), tables, to=tables)
    | st.builds(SchemaChange, st.just(SchemaChangeKind.RENAME_COLUMN), tables, one_column, renamed=names),
    max_size=3,
).map(tuple)


@given(some_changes)
def test_what_is_written_is_read(value: tuple[SchemaChange, ...]):
    assert read(written(value)) == value


TABLE = {"does": "create-table", "table": "orders_order"}
WRONG = {
    "[0].does: must be one of create-table, drop-table, rename-table, add-column, drop-column, rename-column, "
    'alter-column, not "make"': [{**TABLE, "does": "make"}],
    "[0].table: must be a string, not 3": [{**TABLE, "table": 3}],
    "[0].table: must be a text, or two texts and true or false, not a list of 1": [{**TABLE, "table": ["a"]}],
    "[0].to: is for renaming alone, not for create-table": [{**TABLE, "to": "b"}],
    "[0].to: is missing": [{**TABLE, "does": "rename-table"}],
    "[0].columns: is missing": [{**TABLE, "does": "rename-column", "to": "b"}],
    "[0].columns: must have one column for add-column": [{**TABLE, "does": "add-column"}],
    "[0].columns[0].name: must not be empty": [{**TABLE, "columns": [{"name": ""}]}],
    "[0].columns[0].null: must be true or false, not 1": [{**TABLE, "columns": [{"name": "a", "null": 1}]}],
    "[0].size: is not a key of this format": [{**TABLE, "size": 1}],
    "must be a list, not an object": TABLE,
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_is_named(message: str):
    with pytest.raises(ManifestError) as caught:
        changes(json.loads(json.dumps(WRONG[message])))

    assert str(caught.value) == message


def test_whether_the_database_fills_a_column_is_written_where_it_is_known():
    columns = (Column("a", filled=True), Column("b", filled=False), Column("c"))
    text = written([SchemaChange(SchemaChangeKind.CREATE_TABLE, TableName("o_a"), columns)])

    assert '{"name":"a","filled":true},{"name":"b","filled":false},{"name":"c"}' in text
    assert [column.filled for column in read(text)[0].columns] == [True, False, None]
