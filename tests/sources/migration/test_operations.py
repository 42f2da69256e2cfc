"""Operations in brief: kind, name, and whether Django can take them back."""

import pytest

from app.sources.migration import file as module
from tests.build import key
from tests.sources.folder import migration

READ = {
    'migrations.CreateModel(name="Mapping", fields=[])': ("CreateModel", "Mapping", True),
    'migrations.CreateModel("Mapping", [])': ("CreateModel", "Mapping", True),
    'migrations.AddField(model_name="order", name="total", field=x)': ("AddField", "order.total", True),
    'migrations.AddField("order", "total", x)': ("AddField", "order.total", True),
    'migrations.RemoveField(model_name="order", name="total")': ("RemoveField", "order.total", True),
    'migrations.DeleteModel(name="Order")': ("DeleteModel", "Order", True),
    'migrations.RenameModel(old_name="A", new_name="B")': ("RenameModel", "A", True),
    'migrations.RenameField(model_name="m", old_name="a", new_name="b")': ("RenameField", "m.a", True),
    'migrations.RenameField("m", "a", "b")': ("RenameField", "m.a", True),
    'migrations.AddIndex(model_name="m", index=models.Index(fields=["x"], name="by_x"))': (
        "AddIndex",
        "m.by_x",
        True,
    ),
    'migrations.AddIndex("m", BY_X)': ("AddIndex", "m.by_x", True),
    'migrations.AddIndex(model_name="m", index=decided())': ("AddIndex", None, True),
    'migrations.RemoveIndex("m", "by_x")': ("RemoveIndex", "m.by_x", True),
    'migrations.RenameIndex(model_name="m", new_name="new", old_name="old")': ("RenameIndex", "m.old", True),
    'migrations.RenameIndex("m", "new", "old")': ("RenameIndex", "m.old", True),
    'migrations.RenameIndex("m", "new", old_name=None, old_fields=["x"])': ("RenameIndex", "m.new", True),
    'migrations.AddConstraint("m", models.UniqueConstraint(fields=["x"], name="one"))': (
        "AddConstraint",
        "m.one",
        True,
    ),
    'migrations.RemoveConstraint(model_name="m", name="one")': ("RemoveConstraint", "m.one", True),
    'migrations.AddField(model_name=decided(), name="total", field=x)': ("AddField", None, True),
    "migrations.AddField(*both, field=x)": ("AddField", None, True),
    'migrations.AddField(name="total", **more)': ("AddField", None, True),
    'migrations.AlterUniqueTogether("order", None)': ("AlterUniqueTogether", "order", True),
    "migrations.RunPython(forwards)": ("RunPython", None, False),
    "migrations.RunPython(forwards, None)": ("RunPython", None, False),
    "migrations.RunPython(forwards, backwards)": ("RunPython", None, True),
    "migrations.RunPython(forwards, reverse_code=None)": ("RunPython", None, False),
    "migrations.RunPython(forwards, reverse_code=backwards)": ("RunPython", None, True),
    "migrations.RunPython(forwards, migrations.RunPython.noop)": ("RunPython", None, True),
    "migrations.RunPython(code=forwards, elidable=True)": ("RunPython", None, False),
    "migrations.RunPython(*both)": ("RunPython", None, None),
    "migrations.RunPython(**all_of_it)": ("RunPython", None, None),
    'migrations.RunSQL("SELECT 1")': ("RunSQL", None, False),
    'migrations.RunSQL("SELECT 1", "SELECT 2")': ("RunSQL", None, True),
    'migrations.RunSQL("SELECT 1", reverse_sql=migrations.RunSQL.noop)': ("RunSQL", None, True),
    "migrations.SeparateDatabaseAndState(state_operations=[])": ("SeparateDatabaseAndState", None, True),
    "migrations.SeparateDatabaseAndState([migrations.RunPython(f)])": (
        "SeparateDatabaseAndState",
        None,
        False,
    ),
    "migrations.SeparateDatabaseAndState(database_operations=[migrations.RunPython(f, g)])": (
        "SeparateDatabaseAndState",
        None,
        True,
    ),
    "migrations.SeparateDatabaseAndState(database_operations=[custom.Op()])": (
        "SeparateDatabaseAndState",
        None,
        None,
    ),
    "RunPython(forwards)": ("RunPython", None, False),
    "TrigramExtension()": ("TrigramExtension", None, True),
    'custom.AddThing("x")': ("AddThing", "x", None),
    'custom.AddThing(model_name="order", name="x")': ("AddThing", "order.x", None),
    'custom.AddThing(model_name="order")': ("AddThing", "order", None),
    'custom.AddThing(model_name=decided(), name="x")': ("AddThing", None, None),
    'custom.Load("DELETE FROM orders")': ("Load", None, None),
    "make()(1)": ("unreadable", None, None),
    "make().AddThing(1)": ("AddThing", None, None),
    "make(1)": ("unreadable", None, None),
    "custom.make(1)": ("unreadable", None, None),
    "Renamed(forwards)": ("RunPython", None, False),
    "NAMED": ("RunPython", None, False),
    "op if settings.X else other": ("unreadable", None, None),
}


@pytest.mark.parametrize(("text", "says"), READ.items(), ids=READ.keys())
def test_an_operation_in_brief(text: str, says: tuple[str, str | None, bool | None]):
    before = """
        from django.contrib.postgres.operations import TrigramExtension
        from django.db.migrations import RunPython
        NAMED = RunPython(print)
        Renamed = migrations.RunPython
        BY_X = models.Index(fields=["x"], name="by_x")
    """
    source = migration(f"dependencies = []\noperations = [{text}]", before=before)
    found = module.read(key("orders.0001_initial"), source.encode())

    assert found.migration
    (operation,) = found.migration.operations
    assert (operation.kind, operation.name, operation.reversible) == says
    assert found.unclear == ()


@pytest.mark.parametrize(
    ("text", "elidable"),
    [
        ("migrations.RunPython(forwards, elidable=True)", True),
        ("migrations.RunPython(forwards, elidable=False)", False),
        ('migrations.RunSQL("", None, None, None, True)', True),
        ("migrations.RunPython(forwards)", False),
        ("migrations.RunPython(forwards, elidable=decided())", None),
        ("migrations.RunPython(forwards, **more)", None),
        ('migrations.DeleteModel(name="Order")', False),
        ("custom.AddThing(elidable=True)", None),
    ],
)
def test_squashmigrations_may_leave_out_what_says_so(text: str, *, elidable: bool | None):
    found = module.read(key("orders.0001_initial"), migration(f"operations = [{text}]").encode())

    assert found.migration
    assert [operation.elidable for operation in found.migration.operations] == [elidable]


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("operations = A + [B, *A]", ["RunSQL", "RunSQL", "RunSQL"]),
        ("operations = A\noperations += A\noperations.append(B)", ["RunSQL", "RunSQL", "RunSQL"]),
        ("operations = A\nif settings.X:\n    operations = []", ["RunSQL", "unreadable"]),
        ("operations = [f(x) for x in y]", ["unreadable"]),
        ("operations = make()", ["unreadable"]),
    ],
)
def test_operations_never_make_a_release_unreadable(body: str, kinds: list[str]):
    before = 'B = migrations.RunSQL("")\nA = [migrations.RunSQL("")]'
    found = module.read(key("orders.0001_initial"), migration(body, before=before).encode())

    assert found.migration
    assert [operation.kind for operation in found.migration.operations] == kinds
    assert found.unclear == ()
