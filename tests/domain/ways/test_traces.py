"""What migrations leave in the schema, once those that ran later are counted in, and the sentences that say so."""

from app.domain.schema import Column, TableName
from app.domain.ways.schema import made_by, schema_step
from app.domain.ways.traces import Trace, traces_of
from tests.build import key, release
from tests.domain.ways.known_schema import changed, code, does, dropped, made, moved, with_operations

ADDS = does("AddField", changed("add-column", "u", "uid"))
THREE = release("u: 1 < 2 < 3")


def traces(later=(), wanted=(ADDS,), before=()):
    release_ = with_operations(THREE, u_1=before, u_2=wanted, u_3=later)
    return traces_of(release_, (key("u.2"),), frozenset({key("u.1"), key("u.3")}))


def test_a_column_is_looked_for_under_the_name_that_it_has_now():
    later = (
        does("RenameField", changed("rename-column", "u", "uid", to="uuid")),
        does("AlterField", changed("alter-column", "u", "uuid!")),
        does("RenameModel", moved("u", "users")),
    )

    assert traces(later).tables == (Trace(TableName("users"), columns=(Column("uuid", null=False),)),)


def test_what_was_dropped_later_is_not_looked_for():
    assert traces((does("RemoveField", changed("drop-column", "u", "uid")),)).tables == (
        Trace(TableName("u")),
    )
    assert traces((does("DeleteModel", dropped("u")),)).tables == ()


def test_what_others_did_elsewhere_changes_nothing():
    later = (
        does("AddField", changed("add-column", "u", "other"), changed("add-column", "far", "x")),
        does("AlterField", changed("alter-column", "u", "other")),
        does("RenameField", changed("rename-column", "u", "other", to="another")),
        code(),
    )

    assert traces(later) == traces()


def test_what_was_taken_away_is_gone_unless_it_came_back():
    wanted = (
        does("RemoveField", changed("drop-column", "u", "a")),
        does("RenameField", changed("rename-column", "u", "b", to="c")),
        does("DeleteModel", dropped("old")),
        does("RenameModel", moved("x", "y")),
    )

    assert traces(wanted=wanted).tables == (
        Trace(TableName("old"), is_there=False),
        Trace(TableName("u"), columns=(Column("c", null=True),), gone=("a", "b")),
        Trace(TableName("x"), is_there=False),
        Trace(TableName("y")),
    )
    later = (does("AddField", changed("add-column", "u", "a")), does("CreateModel", made("old")))
    assert traces(later, wanted).tables[0] == Trace(
        TableName("u"), columns=(Column("c", null=True),), gone=("b",)
    )


def test_a_table_that_is_made_and_renamed_is_made():
    wanted = (does("CreateModel", made("a", "id!")), does("RenameModel", moved("a", "b")))
    later = (does("RenameModel", moved("b", "c")),)

    assert traces(later, wanted).tables == (
        Trace(TableName("a"), is_there=False),
        Trace(TableName("c"), is_made=True, columns=(Column("id", null=False),)),
    )


def sentence(*operations, release_=THREE) -> str:
    return schema_step(with_operations(release_, u_2=operations), (key("u.2"),)).text


def test_the_sentences_say_what_is_there_what_is_gone_and_what_is_code():
    assert sentence(ADDS, does("DeleteModel", dropped("old")), code(), does("AddIndex", name="u.by_uid")) == (
        "Look whether all of it is there: column uid of u. Look whether it is gone: table old. "
        "Look at this too: RunPython of u.2 and AddIndex u.by_uid of u.2."
    )
    assert sentence(code()) == "Look at what it did: RunPython of u.2."
    assert sentence(does("AlterModelOptions")).startswith("Look at the schema")
    partly = made("t")
    assert "note of t" in sentence(
        does("CreateModel", type(partly)(partly.kind, partly.table, unknown=("note",)))
    )


def test_statements_look_only_for_names_that_are_known():
    known = schema_step(with_operations(THREE, u_2=(ADDS,)), (key("u.2"),))
    assert known.traces is not None
    from_names = with_operations(THREE, u_2=(ADDS.__class__("AddField", "user.uid"),))
    step = schema_step(from_names, (key("u.2"),))
    assert step.traces is None
    assert "default names" in step.text


def test_tables_go_before_those_that_they_refer_to():
    release_ = with_operations(
        THREE,
        u_2=(
            does("CreateModel", made("a", "id!")),
            does("CreateModel", made("b", "a_id>a", "b_id>b")),
            does("CreateModel", made("c", "d_id>d")),
            does("CreateModel", made("d", "c_id>c")),
            ADDS,
        ),
    )
    everything = made_by(release_, (key("u.2"),))

    assert [str(table) for table in everything.tables] == ["b", "a", "c", "d"]
    assert everything.names[-1] == "column uid of u"
    assert everything.undone is not None
    assert everything.undone.tables[-1] == Trace(TableName("u"), gone=("uid",))
    assert made_by(with_operations(THREE, u_2=(code(),)), (key("u.2"),)).undone is None


def test_a_migration_without_a_file_is_named():
    assert traces_of(THREE, (key("u.9"),)).unknown == (
        "whatever u.9 does, which has no file in this release",
    )
