"""Declarations, replayed: what Django does to tables and columns, and what is not known."""

from app.domain.schema.declaration import Declaration, FieldDeclaration
from tests.domain.schema.replaying import KEY, add, alter, field, foreign, last, many, model, told

ORDER = model("order", field("sum", null=True), foreign("by", "__setting__.AUTH_USER_MODEL"))


def test_a_model_has_a_table_with_the_columns_of_its_fields():
    assert last(ORDER) == "create-table o_order id sum=null by_id>?"
    assert last(model("order", table="Bestellung")) == "create-table Bestellung id"
    assert last(model("order", field("a", column="B", is_named=True))) == "create-table o_order id B"


def test_a_model_without_a_key_has_one_of_djangos():
    bare = Declaration("CreateModel", "order", fields=(field("sum"),))

    assert last(bare) == "create-table o_order id sum"
    assert last(Declaration("CreateModel", "page", fields=(field("sum"),), bases=("o.base",))) == (
        "create-table o_page sum ?the primary key"
    )
    assert last(Declaration("CreateModel", "page", fields=(FieldDeclaration("odd"),))) == (
        "create-table o_page ?odd ?the primary key"
    )


def test_a_many_to_many_field_has_a_table_of_its_own():
    tagged = model("order", many("tags", "tag"), many("friends", "self"))

    assert last(model("tag"), tagged) == (
        "create-table o_order id, create-table o_order_tags id order_id>o_order tag_id>o_tag, "
        "create-table o_order_friends id from_order_id>o_order to_order_id>o_order"
    )
    assert (
        last(model("order", many("tags", None, table="t"))) == "create-table o_order id, create-table t ?tags"
    )
    assert last(model("order", many("tags", "tag", table=None))) == "?"


def test_proxies_unmanaged_models_and_those_in_whose_place_another_stands_have_none():
    assert last(ORDER, Declaration("CreateModel", "view", is_proxy=True, bases=("order",))) == ""
    assert last(model("order", is_managed=False)) == ""
    assert last(model("order", is_managed=None)) == "?"
    assert last(model("user", swappable="AUTH_USER_MODEL")) == ""
    assert last(model("user", swappable="AUTH_USER_MODEL"), label="users") == "create-table users_user id"
    assert last(model("user", swappable="NOBODY_KNOWS")) == last(model("user", swappable=None)) == "?"
    assert last(model("user", is_managed=False), Declaration("DeleteModel", "user")) == ""


def test_a_column_refers_to_the_table_of_a_proxys_model():
    proxies = [
        Declaration("CreateModel", name, is_proxy=True, bases=(base,))
        for name, base in (("view", "o.order"), ("far", "o.view"))
    ]

    assert last(ORDER, *proxies, model("line", foreign("of", "o.far"))).endswith(" of_id>o_order")
    assert last(model("order", table=None), model("line", foreign("of", "order"))).endswith(" of_id>?")
    circle = Declaration("CreateModel", "round", is_proxy=True, bases=("o.round",))
    assert last(circle, model("line", foreign("of", "o.round"))).endswith(" of_id>?")


def test_columns_come_go_and_change():
    rename = Declaration("RenameField", "order", "by", "owner")

    assert last(ORDER, add("order", field("note", default=True))) == "add-column o_order note=default"
    assert last(ORDER, Declaration("RemoveField", "order", "sum")) == "drop-column o_order sum"
    assert last(ORDER, rename) == "rename-column o_order by_id to owner_id"
    assert last(ORDER, alter("order", field("sum"))) == "alter-column o_order sum"
    assert last(ORDER, alter("order", field("sum", null=True))) == ""
    assert last(ORDER, alter("order", field("sum", column="total", is_named=True))) == (
        "rename-column o_order sum to total, alter-column o_order total"
    )
    own = model("order", field("sum", column="total", is_named=True))
    assert last(own, Declaration("RenameField", "order", "sum", "amount")) == ""


def test_a_default_for_the_rows_that_are_there_is_gone_after_it():
    passing = add("order", field("note", default=True), keeps_default=False)

    assert told(ORDER, passing, alter("order", field("note")))[1:] == ["add-column o_order note=default", ""]
    staying = add("order", field("note", default=True))
    assert told(ORDER, staying, alter("order", field("note")))[2] == "alter-column o_order note"
    assert told(None, passing)[1] == "?"


def test_a_name_may_be_taken_again():
    rename = Declaration("RenameField", "order", "sum", "total")

    assert last(ORDER, rename, add("order", field("sum"))) == "add-column o_order sum"
    assert last(ORDER, rename, add("order", field("sum")), Declaration("RemoveField", "order", "total")) == (
        "drop-column o_order total"
    )


def test_a_many_to_many_field_comes_goes_and_is_renamed_with_its_table():
    tag = model("tag")

    assert last(tag, ORDER, add("order", many("tags", "tag"))) == (
        "create-table o_order_tags id order_id>o_order tag_id>o_tag"
    )
    tagged = [tag, model("order", many("tags", "tag"))]
    assert last(*tagged, Declaration("RemoveField", "order", "tags")) == "drop-table o_order_tags"
    assert last(*tagged, Declaration("RenameField", "order", "tags", "words")) == (
        "rename-table o_order_tags to o_order_words"
    )
    assert last(*tagged, Declaration("DeleteModel", "order")) == "drop-table o_order_tags, drop-table o_order"
    assert last(*tagged, alter("order", many("tags", None))) == "?"
    through = FieldDeclaration("tags", "", to="tag")
    assert last(tag, model("order", through), Declaration("RemoveField", "order", "tags")) == ""


def test_a_model_is_renamed_with_all_that_is_named_for_it():
    models = [
        model("tag"),
        model("order", many("tags", "tag"), foreign("parent", "self")),
        model("line", foreign("of", "order"), many("also", "order")),
        Declaration("CreateModel", "view", is_proxy=True, bases=("order",)),
    ]
    renamed = last(*models, Declaration("RenameModel", "order", to="purchase"))

    assert renamed == (
        "rename-table o_order to o_purchase, rename-table o_order_tags to o_purchase_tags, "
        "rename-column o_purchase_tags order_id to purchase_id, rename-column o_line_also order_id to purchase_id"
    )
    after = [*models, Declaration("RenameModel", "order", to="purchase")]
    assert last(*after, model("bill", foreign("of", "view"))).endswith("of_id>o_purchase")
    assert last(model("a", table="x"), Declaration("RenameModel", "a", to="b")) == ""


def test_a_table_is_renamed_with_those_of_its_many_to_many_fields():
    tagged = model("order", many("tags", "tag"))

    assert last(tagged, Declaration("AlterModelTable", "order", table="x")) == (
        "rename-table o_order to x, rename-table o_order_tags to x_tags"
    )
    assert last(tagged, Declaration("AlterModelTable", "order", table=None)) == "?"


def test_whether_a_model_is_managed_changes_without_a_table():
    options = Declaration("AlterModelOptions", "order", is_managed=False)
    managed = Declaration("AlterModelOptions", "order")

    assert told(ORDER, options, add("order", field("a")), managed, add("order", field("b")))[1:] == [
        "",
        "",
        "",
        "add-column o_order b",
    ]


def test_an_order_among_others_is_a_column():
    ordered = Declaration("AlterOrderWithRespectTo", "order", is_ordered=True)

    assert told(ORDER, ordered, Declaration("AlterOrderWithRespectTo", "order"))[1:] == [
        "add-column o_order _order=default",
        "drop-column o_order _order",
    ]
    assert last(model("line", is_ordered=True)) == "create-table o_line id _order"


def test_what_touches_the_database_and_what_does_not_are_told_apart():
    apart = Declaration("SeparateDatabaseAndState", state=(model("order"),))
    both = Declaration(
        "SeparateDatabaseAndState", database=(model("x"), add("x", field("a"))), state=(model("y"),)
    )

    assert told(apart, add("order", field("a"))) == ["", "add-column o_order a"]
    assert told(both, add("y", field("a")), add("x", field("a"))) == [
        "create-table o_x id, add-column o_x a",
        "add-column o_y a",
        "?",
    ]
    assert told(Declaration("SeparateDatabaseAndState", database=(None, model("x")))) == ["?"]


def test_code_is_not_known_and_its_state_is():
    code = Declaration("RunSQL", is_code=True, state=(model("order"),))

    assert told(code, add("order", field("a")), Declaration("RunPython", is_code=False)) == [
        "?",
        "add-column o_order a",
        "",
    ]
    assert told(Declaration("AddIndex")) == [""]


def test_after_an_operation_of_which_nothing_is_known_nothing_is_known_of_its_app():
    assert told(ORDER, None, add("order", field("a")), model("line"), add("line", field("a")))[1:] == [
        "?",
        "?",
        "create-table o_line id",
        "add-column o_line a",
    ]


def test_a_field_that_is_not_known_leaves_the_others():
    odd = FieldDeclaration("odd")
    models = [model("order", odd, field("sum"))]

    assert told(*models)[0] == "create-table o_order id sum ?odd"
    assert last(*models, add("order", field("a"))) == "add-column o_order a"
    assert last(*models, add("order", FieldDeclaration("b"))) == "?"
    assert last(*models, alter("order", field("odd"))) == "?"
    assert last(*models, Declaration("RemoveField", "order", "odd")) == "?"
    assert last(*models, Declaration("RemoveField", "order", "never")) == "?"
    assert last(model("order"), Declaration("AddField", "order", "b", field=None)) == "?"


def test_an_operation_that_cannot_be_read_takes_its_model_along_alone():
    unread = Declaration("AddField", "order", is_unread=True)

    assert told(ORDER, model("line"), unread, add("order", field("a")), add("line", field("a")))[2:] == [
        "?",
        "?",
        "add-column o_line a",
    ]


def test_a_composite_key_has_no_column():
    key = FieldDeclaration("pk", "", is_primary=True)

    assert (
        last(Declaration("CreateModel", "order", fields=(key, field("a"), field("b"))))
        == "create-table o_order a b"
    )
    assert KEY.is_primary
