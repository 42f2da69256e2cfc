"""
Old code on a new schema, on real Django and PostgreSQL: what we call harmless works, what we call breaking breaks.

Each case is a migration that only the newer release has. Of the rest we say that nobody can tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.rollback import Judgement, Rollback
from app.sources.migration import file
from tests.oracle.django_process import Court
from tests.rollback.judges import court, postgresql
from tests.servers.postgres import PostgresServer

HEAD = """from django.db import migrations, models
from django.db.models import F

class Migration(migrations.Migration):
    dependencies = {dependencies}
    operations = [
        {operations}
    ]
"""

KEY = "('id', models.AutoField(primary_key=True))"

OLD = (
    (
        f"migrations.CreateModel('Customer', [{KEY}, ('name', models.CharField(max_length=100)), "
        "('note', models.CharField(max_length=100, null=True))])"
    ),
    f"migrations.CreateModel('Tag', [{KEY}, ('name', models.CharField(max_length=20))])",
    (
        f"migrations.CreateModel('Order', [{KEY}, ('number', models.IntegerField()), "
        "('remark', models.TextField(null=True)), ('legacy', models.IntegerField(null=True)), "
        "('customer', models.ForeignKey('shop.Customer', models.CASCADE)), "
        "('tags', models.ManyToManyField('shop.Tag'))])"
    ),
    "migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('order', 'legacy')])",
)

MORE = "('more', models.IntegerField(null=True))"
ADD = "migrations.AddField('order', 'more', models.IntegerField({}))"
ALTER = "migrations.AlterField('order', '{}', models.{})"
ORDER, CUSTOMER, TAG = "shop_order", "shop_customer", "shop_tag"
LINK = "shop_order_tags"
BOTH, WRITE = ("read", "write"), ("write",)


@dataclass(frozen=True)
class Case:
    """Operations, our answer, what breaks by table; `rows` is SQL after them, `kept` tables whose rows then stay."""

    operations: tuple[str, ...]
    judgement: Judgement
    breaks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: str = ""
    kept: tuple[str, ...] = ()


def harmless(*operations: str, **more) -> Case:
    return Case(operations, Judgement.HARMLESS, **more)


def breaks(*operations: str, **places: tuple[str, ...]) -> Case:
    return Case(operations, Judgement.BREAKS, places)


def open_case(*operations: str) -> Case:
    return Case(operations, Judgement.CANNOT_TELL)


CASES = {
    "AddField that may be empty": harmless(ADD.format("null=True")),
    "AddField with a default of Python's": breaks(ADD.format("default=1"), shop_order=WRITE),
    "AddField with a default of the database": harmless(ADD.format("db_default=1")),
    "AddField that is generated": harmless(
        "migrations.AddField('order', 'twice', models.GeneratedField(expression=F('number') * 2, "
        "output_field=models.IntegerField(), db_persist=True))"
    ),
    "AddField that must have a value at last": breaks(
        ADD.format("null=True"), ALTER.format("more", "IntegerField(default=1)"), shop_order=WRITE
    ),
    "AddField that may be empty at last": open_case(
        ADD.format("default=1"), ALTER.format("more", "IntegerField(null=True)")
    ),
    "AddField of a foreign key": harmless(
        "migrations.AddField('tag', 'order', models.ForeignKey('shop.Order', models.SET_NULL, null=True))",
        rows="UPDATE shop_tag SET order_id = (SELECT min(id) FROM shop_order)",
        kept=(ORDER, CUSTOMER),
    ),
    "AddField of many to many": harmless(
        "migrations.AddField('customer', 'tags', models.ManyToManyField('shop.Tag'))",
        rows="INSERT INTO shop_customer_tags (customer_id, tag_id) SELECT c.id, t.id FROM shop_customer c, shop_tag t",
        kept=(CUSTOMER, TAG),
    ),
    "RemoveField": breaks("migrations.RemoveField('order', 'number')", shop_order=BOTH),
    "RemoveField of many to many": breaks("migrations.RemoveField('order', 'tags')", shop_order_tags=BOTH),
    "RemoveField of what no model has": harmless(
        "migrations.RunSQL(migrations.RunSQL.noop)",
        "migrations.SeparateDatabaseAndState(state_operations=["
        "migrations.AddField('order', 'legacy', models.IntegerField(null=True))])",
        "migrations.RemoveField('order', 'legacy')",
    ),
    "RemoveField from the state": harmless(
        "migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('order', 'number')])"
    ),
    "RemoveField from the database": breaks(
        "migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField('order', 'number')])",
        shop_order=BOTH,
    ),
    "RenameField": breaks("migrations.RenameField('order', 'number', 'no')", shop_order=BOTH),
    "AlterField with another column": breaks(
        ALTER.format("number", "IntegerField(db_column='no')"), shop_order=BOTH
    ),
    "AlterField that may not be empty": breaks(
        ALTER.format("remark", "TextField(default='')"),
        shop_order=WRITE,
    ),
    "AlterField that may be empty": open_case(ALTER.format("number", "IntegerField(null=True)")),
    "AlterField that is longer": open_case(
        "migrations.AlterField('tag', 'name', models.CharField(max_length=200))"
    ),
    "AlterField that is unique": open_case(
        "migrations.AlterField('tag', 'name', models.CharField(max_length=20, unique=True))"
    ),
    "DeleteModel": breaks(
        "migrations.RemoveField('order', 'tags')",
        "migrations.DeleteModel('Tag')",
        shop_tag=BOTH,
        shop_order_tags=BOTH,
    ),
    "RenameModel": breaks("migrations.RenameModel('Tag', 'Label')", shop_tag=BOTH, shop_order_tags=BOTH),
    "AlterModelTable": breaks(
        "migrations.AlterModelTable('order', 'orders')", shop_order=BOTH, shop_order_tags=BOTH
    ),
    "AlterOrderWithRespectTo": breaks(
        "migrations.AlterOrderWithRespectTo('order', 'customer')", shop_order=WRITE
    ),
    "CreateModel": harmless(
        f"migrations.CreateModel('Bill', [{KEY}, ('customer', models.ForeignKey('shop.Customer', models.CASCADE))])",
        "migrations.AddConstraint('bill', models.CheckConstraint(condition=models.Q(id__gt=0), name='positive'))",
        "migrations.AddField('bill', 'number', models.IntegerField(default=1))",
        "migrations.AlterField('bill', 'number', models.BigIntegerField())",
        rows="INSERT INTO shop_bill (customer_id, number) SELECT id, 1 FROM shop_customer",
        kept=(CUSTOMER,),
    ),
    "AddIndex": harmless(
        "migrations.AddIndex('order', models.Index(fields=['number'], name='by_number'))",
        "migrations.RenameIndex('order', new_name='by_no', old_name='by_number')",
        "migrations.RemoveIndex('order', 'by_no')",
    ),
    "AddConstraint": open_case(
        "migrations.AddConstraint('order', models.UniqueConstraint(fields=['number'], name='one_number'))"
    ),
    "AlterUniqueTogether": open_case("migrations.AlterUniqueTogether('order', {('number', 'customer')})"),
    "AlterModelOptions": harmless("migrations.AlterModelOptions('order', {'ordering': ['number']})"),
    "RunSQL": open_case("migrations.RunSQL('ALTER TABLE shop_order DROP COLUMN number')"),
    "RunSQL that takes no column away": open_case("migrations.RunSQL('SELECT 1')"),
    "RunPython": open_case("migrations.RunPython(lambda apps, editor: None)"),
    "RunPython that does nothing": harmless("migrations.RunPython(migrations.RunPython.noop)"),
}


@pytest.fixture(scope="module")
def judge(postgres: PostgresServer) -> Iterator[Court]:
    """Django 5.2 on one database for all cases."""
    found = court("5.2", "old_code_script.py", postgresql(postgres.create_database("old_code")))
    yield found
    found.close()
    postgres.drop_database("old_code")


@pytest.mark.parametrize("name", CASES)
def test_what_we_call_harmless_works_and_what_we_call_breaking_breaks(name: str, judge: Court):
    case = CASES[name]
    old, new = _text(OLD), _text(case.operations, "0001")
    way = _way(old, new)
    theirs = judge.ask({"old": {"shop": {"0001": old}}, "new": {"shop": {"0002": new}}, "rows": case.rows})
    ours = {
        (bearing.table, word) for step in way.steps for bearing in step.bearings for word in bearing.breaks
    }
    context = f"{way.steps}\n{theirs}"

    assert way.judgement is case.judgement, context
    assert ours == {(table, word) for table, words in case.breaks.items() for word in words}, context
    if case.judgement is Judgement.CANNOT_TELL:
        return
    errors = {(table, word): theirs[table][word] for table in theirs for word in BOTH}
    assert {place for place, error in errors.items() if error} == ours, context
    assert all("Error" in errors[place] for place in ours), context
    if case.judgement is Judgement.HARMLESS:
        kept = {table for table, words in theirs.items() if words["delete"]}
        refers = {table for step in way.steps for table in step.refers}
        assert kept == set(case.kept), context
        assert refers <= kept, context  # the rows that go along with theirs are kept too
        assert bool(refers) == bool(kept), context


def test_at_least_ten_kinds_of_operation_are_judged():
    kinds = {name.split()[0] for name in CASES}

    assert len(kinds) >= 10
    assert {case.judgement for case in CASES.values()} == set(Judgement)


def _way(old: str, new: str) -> Rollback:
    first, second = (
        file.read(MigrationKey("shop", name), text.encode()).migration
        for name, text in (("0001", old), ("0002", new))
    )
    assert first
    assert second
    return Rollback(Release.of([first]), Release.of([first, second]), History())


def _text(operations: tuple[str, ...], parent: str = "") -> str:
    dependencies = [("shop", parent)] if parent else []
    return HEAD.format(dependencies=dependencies, operations=",\n        ".join(operations))
