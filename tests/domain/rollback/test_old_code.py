"""What a migration of a newer release does to the code of an older one that runs on."""

import pytest

from app.domain.release import Release
from app.domain.rollback import Judgement, Rollback
from app.domain.rollback.words import step_sentences
from app.domain.schema.declaration import Declaration
from tests.build import history
from tests.domain.rollback.pairs import NAMES, bare, op, step, way
from tests.domain.schema.replaying import add, alter, field, foreign, many, model

OLD = step(
    "o.1",
    op(model("customer", field("name"))),
    op(
        model(
            "order",
            field("number"),
            field("remark", null=True),
            foreign("by", "o.customer"),
            many("tags", "o.tag"),
        )
    ),
    op(model("tag", field("word"))),
    op(model("odd", field("x", column=None))),
)


def said(*operations, old=(OLD,), **more) -> list[str]:
    """The judgement of a migration with these operations, and why."""
    found = way(list(old), [step("o.2", *operations, after="o.1")], **more)
    (judged,) = found.steps
    assert found.judgement is judged.judgement
    return [judged.judgement.value, *step_sentences(judged, NAMES)]


def remove(model: str, name: str) -> Declaration:
    return Declaration("RemoveField", model, name)


def separate(*database, state=()) -> Declaration:
    return Declaration("SeparateDatabaseAndState", database=database, state=state)


CASES = {
    "a column that may be empty": (
        [op(add("order", field("x", null=True)))],
        "harmless: AddField order.x adds column x of o_order, which v1 may leave out.",
    ),
    "a column that the database fills": (
        [op(add("order", field("x", filled=True, default=True)))],
        "harmless: AddField order.x adds column x of o_order, which v1 may leave out.",
    ),
    "a column that must have a value": (
        [op(add("order", field("x")))],
        "breaks: AddField order.x lets no row be without column x of o_order, and v1 writes rows without it.",
    ),
    "a column with a default of Python's": (
        [op(add("order", field("x", default=True, filled=False)))],
        "breaks: AddField order.x lets no row be without column x of o_order, and v1 writes rows without it.",
    ),
    "a column of which it is not known where its default comes from": (
        [op(add("order", field("x", default=True)))],
        (
            "cannot-tell: AddField order.x adds column x of o_order, and whether a row may be written without it is "
            "not known."
        ),
    ),
    "a column that may or may not be empty": (
        [op(add("order", field("x", null=None)))],
        (
            "cannot-tell: AddField order.x adds column x of o_order, and whether a row may be written without it is "
            "not known."
        ),
    ),
    "a new column that must have a value in the end": (
        [op(add("order", field("x", null=True))), op(alter("order", field("x")))],
        "breaks: AlterField order.x lets no row be without column x of o_order, and v1 writes rows without it.",
    ),
    "a new column that may be empty in the end": (
        [op(add("order", field("x"))), op(alter("order", field("x", null=True)))],
        "cannot-tell: AddField order.x changes column x of o_order, and a later step changes it again.",
    ),
    "a new column that must have a value all along": (
        [op(add("order", field("x"))), op(alter("order", field("x", to="o.tag")))],
        (
            "breaks: AddField order.x lets no row be without column x of o_order, and v1 writes rows without it. "
            "AlterField order.x lets no row be without column x of o_order, and v1 writes rows without it."
        ),
    ),
    "a new column that goes again": (
        [op(add("order", field("x"))), op(remove("order", "x"))],
        "cannot-tell: AddField order.x changes column x of o_order, and a later step changes it again.",
    ),
    "a new column of another type": (
        [op(add("order", field("x", null=True))), op(alter("order", field("x", null=True)))],
        (
            "harmless: AddField order.x adds column x of o_order, which v1 may leave out. "
            "AlterField order.x changes what v1 does not have."
        ),
    ),
    "a column that goes": (
        [op(remove("order", "number"))],
        "breaks: RemoveField order.number drops column number of o_order, which v1 reads and writes.",
    ),
    "a column that goes and comes back": (
        [op(remove("order", "number")), op(add("order", field("number", null=True)))],
        "cannot-tell: RemoveField order.number changes column number of o_order, and a later step changes it again.",
    ),
    "a column that is renamed": (
        [op(Declaration("RenameField", "order", "number", to="no"))],
        (
            "breaks: RenameField order.number renames column number of o_order to no, and v1 reads and writes it by "
            "its former name."
        ),
    ),
    "a column that may be empty no more": (
        [op(alter("order", field("remark")))],
        "breaks: AlterField order.remark lets column remark of o_order be empty no more, and v1 may leave it empty.",
    ),
    "a former column that may be empty": (
        [op(alter("order", field("number", null=True)))],
        "cannot-tell: AlterField order.number changes a field, and whether it takes less than before is not known.",
    ),
    "a column of another type": (
        [op(alter("order", field("number")))],
        "cannot-tell: AlterField order.number changes a field, and whether it takes less than before is not known.",
    ),
    "a table that goes": (
        [op(Declaration("DeleteModel", "tag"))],
        "breaks: DeleteModel tag drops table o_tag, which v1 reads and writes.",
    ),
    "a table that goes and is made anew": (
        [op(Declaration("DeleteModel", "tag")), op(model("tag", field("word")))],
        "cannot-tell: DeleteModel tag changes table o_tag, and a later step changes it again.",
    ),
    "a table that is renamed": (
        [op(Declaration("AlterModelTable", "tag", table="words")), op(add("tag", field("x")))],
        "breaks: AlterModelTable tag renames table o_tag to words, and v1 reads and writes it by its former name.",
    ),
    "a model that is renamed and not its table": (
        [op(Declaration("RenameModel", "given", to="other"))],
        (
            "cannot-tell: RenameModel given renames a model and not its table, and content types and permissions "
            "of v1 have "
            "the former name."
        ),
    ),
    "a new table": (
        [
            op(model("bill", foreign("customer", "o.customer"), foreign("self", "self"))),
            op(Declaration("AddConstraint"), "bill.positive"),
            op(add("bill", foreign("order", "o.order"))),
            op(Declaration("RenameModel", "bill", to="invoice")),
            op(Declaration("DeleteModel", "invoice")),
        ],
        (
            "harmless: CreateModel bill makes a table. AddConstraint bill.positive changes what v1 does not have. "
            "AddField "
            "bill.order changes what v1 does not have. RenameModel bill changes what v1 does not have. DeleteModel "
            "invoice "
            "changes what v1 does not have. New rows may refer to rows of o_customer and o_order. v1 cannot delete "
            "such a row: "
            "it does not know of the new ones."
        ),
    ),
    "code": (
        [op(Declaration("RunPython", is_code=True))],
        "cannot-tell: RunPython runs Python, and what that does to rows nobody can tell from the file.",
    ),
    "SQL": (
        [op(Declaration("RunSQL", is_code=True))],
        "cannot-tell: RunSQL runs SQL of its own, and what that does nobody can tell from the file.",
    ),
    "code that does nothing": (
        [op(Declaration("RunPython"))],
        "harmless: RunPython changes no table and no column.",
    ),
    "an index": (
        [op(Declaration("AddIndex"), "order.by_number")],
        "harmless: AddIndex order.by_number changes no table and no column.",
    ),
    "a rule": (
        [op(Declaration("AddConstraint"), "order.one")],
        "cannot-tell: AddConstraint order.one adds a rule, and a row that v1 writes may break it.",
    ),
    "a rule that goes": (
        [op(Declaration("RemoveConstraint"), "order.one")],
        "cannot-tell: RemoveConstraint order.one takes a rule away, and v1 may count on it.",
    ),
    "another rule": (
        [op(Declaration("AlterUniqueTogether"), "order")],
        "cannot-tell: AlterUniqueTogether order changes a rule, and v1 may break the new one or count on the former.",
    ),
    "an operation of the project's own": (
        [bare("Shard", "order")],
        "cannot-tell: Shard order is no operation of Django's.",
    ),
    "an operation of the project's own that is told": (
        [bare("MyIndex", "order", schema="[]")],
        "cannot-tell: MyIndex order is no operation of Django's.",
    ),
    "a field that is not known": (
        [op(add("order", field("x", column=None)))],
        "cannot-tell: AddField order.x changes a table or a column of which the name is not known.",
    ),
    "a new table that is not known": (
        [op(Declaration("CreateModel", "x", table=None))],
        "harmless: CreateModel x makes a table.",
    ),
    "what is of the state alone": (
        [op(separate(state=(remove("order", "number"),)), "")],
        "harmless: ",
    ),
    "what is of the database alone": (
        [op(separate(remove("order", "number"), Declaration("AddIndex")), "")],
        "breaks: SeparateDatabaseAndState drops column number of o_order, which v1 reads and writes.",
    ),
    "something of the database that is not known": (
        [op(separate(None), "")],
        "cannot-tell: SeparateDatabaseAndState is no operation of Django's.",
    ),
    "SQL of the database alone": (
        [op(separate(separate(Declaration("RunSQL", is_code=True))), "")],
        "cannot-tell: SeparateDatabaseAndState runs SQL of its own, and what that does nobody can tell from the file.",
    ),
    "a field of the database that is not known": (
        [op(separate(add("gone", field("x"))), "")],
        "cannot-tell: SeparateDatabaseAndState does something to the database that is not told.",
    ),
    "something apart that the reporter told": (
        [bare("SeparateDatabaseAndState", schema="[]")],
        "cannot-tell: SeparateDatabaseAndState does something to the database that is not told.",
    ),
    "a column of a model that is not known": (
        [op(add("odd", field("y"))), op(alter("odd", field("y", null=True))), op(remove("odd", "y"))],
        "cannot-tell: AddField odd.y changes column y of o_odd, and a later step changes it again.",
    ),
    "nothing": ([], "harmless: "),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_operation_has_its_answer(name: str):
    operations, expected = CASES[name]
    given = step("o.1", *OLD.operations, op(model("given", field("x"), table="given")))
    answer, *sentences = said(*operations, old=(given,))

    assert f"{answer}: {' '.join(sentences)}" == expected


def test_what_breaks_says_whether_reading_or_writing_does():
    found = way(
        [OLD], [step("o.2", op(remove("order", "number")), op(add("order", field("x"))), after="o.1")]
    )
    (judged,) = found.steps

    assert [bearing.breaks for bearing in judged.bearings] == [("read", "write"), ("write",)]
    assert [step.key.name for step in found.steps_with(Judgement.BREAKS)] == ["2"]
    assert (
        way([OLD], [step("o.2", op(add("order", field("x", null=True))), after="o.1")])
        .steps[0]
        .bearings[0]
        .breaks
        == ()
    )


def test_what_no_model_of_the_older_release_has_may_go():
    old = step("o.1", *OLD.operations, op(separate(state=(remove("order", "number"),)), ""))

    assert said(op(separate(remove("order", "number")), ""), old=(old,))[0] == "cannot-tell"
    back_in_the_state = op(separate(state=(add("order", field("number")),)), "")
    assert said(back_in_the_state, op(remove("order", "number")), old=(old,)) == [
        "harmless",
        "RemoveField order.number changes column number of o_order, which no model of v1 has.",
    ]


def test_a_model_that_could_not_be_read_leaves_its_columns_open():
    unread = step("o.1", *OLD.operations, op(Declaration("AlterField", "odd", is_unread=True)))
    drops = op(Declaration("DeleteModel", "tag"))

    assert said(drops, old=(unread,))[0] == "breaks"
    other = step("p.1", op(model("thing")), bare("Own"))
    newer = [
        step("p.2", op(model("more")), after="p.1"),
        step("p.3", op(Declaration("DeleteModel", "more")), after="p.2"),
    ]
    assert [each.judgement.value for each in way([OLD, other], newer).steps] == ["harmless", "harmless"]


def test_without_the_models_everything_that_was_made_counts_as_used():
    made = '[{"does":"create-table","table":"o_a","columns":[{"name":"x","null":true}]}]'
    gone = '[{"does":"drop-column","table":"o_a","columns":[{"name":"x"}]}]'
    old = step("o.1", bare("CreateModel", "a", schema=made))
    new = [step("o.2", bare("RemoveField", "a.x", schema=gone), after="o.1")]

    assert way([old], new).judgement is Judgement.BREAKS
    apart = step("o.1", *old.operations, bare("SeparateDatabaseAndState", schema="[]"))
    (judged,) = way([apart], new).steps
    assert step_sentences(judged, NAMES) == (
        "RemoveField a.x takes column x of o_a away or changes it, and whether v1 uses it is not known.",
    )


def test_of_a_squash_the_originals_are_judged_and_one_that_is_known_in_part_is_not():
    old, new = step("o.1", *OLD.operations), step("o.2", op(remove("order", "number")), after="o.1")
    squash = step("o.1to2", replaces="o.1 o.2")
    with_files = Rollback(Release.of([old]), Release.of([old, new, squash]), history())
    assert [str(each.key) for each in with_files.steps] == ["o.2"]

    without = Rollback(Release.of([old]), Release.of([squash]), history())
    assert [step_sentences(each, NAMES) for each in without.steps] == [
        ("It stands for some migrations that v1 has and some that it has not.",)
    ]


def test_an_app_that_the_older_release_does_not_tell_about_is_open():
    other = step("p.1", op(model("thing")))
    old = Release.of([OLD, step("o.9", after="o.1 p.1")], complete=False)
    found = Rollback(old, Release.of([OLD, other], complete=False), history("o.1"))

    assert [step_sentences(each, NAMES) for each in found.steps] == [
        ("It may be there in v1, which does not tell about this app.",)
    ]


def test_migrations_that_no_order_reaches_are_judged_too():
    circle = [step("o.2", op(remove("order", "number")), after="o.1 o.3"), step("o.3", after="o.2")]
    found = way([OLD], circle, "o.1", "o.2", "o.3")

    assert [str(each.key) for each in found.steps] == ["o.2", "o.3"]


def test_a_model_without_a_table_uses_none_and_one_without_a_known_name_leaves_all_open():
    drops = op(Declaration("DeleteModel", "tag"))
    proxy = step("o.1", *OLD.operations, op(model("proxy", is_proxy=True, bases=("o.order",))))
    nameless = step("p.1", op(model("nameless", table=None)))

    assert said(drops, old=(proxy,))[0] == "breaks"
    made = [
        step("o.2", op(model("made")), after="o.1"),
        step("o.3", op(Declaration("DeleteModel", "other")), after="o.2"),
    ]
    assert [each.judgement.value for each in way([OLD, nameless], made).steps] == ["harmless", "cannot-tell"]
    gone = step("o.1", *OLD.operations, op(separate(state=(Declaration("DeleteModel", "tag"),)), ""))
    back = op(separate(state=(model("tag", field("word")),)), "")
    assert said(back, drops, old=(gone,))[0] == "harmless"
    assert said(back, drops, old=(gone, nameless))[1:] == [
        "DeleteModel tag takes table o_tag away or changes it, and whether v1 uses it is not known."
    ]


def test_a_column_that_only_the_newer_release_has_may_be_renamed():
    answer, *sentences = said(
        op(add("order", field("x", null=True))), op(Declaration("RenameField", "order", "x", to="y"))
    )

    assert (answer, sentences[1]) == ("harmless", "RenameField order.x changes what v1 does not have.")
