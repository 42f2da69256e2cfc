"""One migration file: what is read from its text, and what is named as unreadable, with its line."""

import pytest

from app.domain.keys import SETTING, MigrationKey
from app.sources.migration import file as module
from tests.build import key
from tests.sources.folder import migration

ORDERS = key("orders.0002_next")
READ = {
    "a list of pairs": ('dependencies = [("users", "0001_initial")]', ""),
    "a tuple of lists": ('dependencies = (["users", "0001_initial"],)', ""),
    "an annotated list": ('dependencies: list = [("users", "0001_initial")]', ""),
    "a name of the module": ("dependencies = BEFORE", 'BEFORE = [("users", "0001_initial")]'),
    "a name of a name": ("dependencies = A", 'B = [("users", "0001_initial")]\nA = B'),
    "a pair by name": ("dependencies = [FIRST]", 'FIRST = ("users", "0001_initial")'),
    "a string by name": ('dependencies = [(APP, "0001_" + "initial")]', 'APP = "users"'),
    "a sum": ('dependencies = [] + [("users", "0001_initial")]', ""),
    "unpacked": ("dependencies = [*A, *B]", 'A = []\nB = [("users", "0001_initial")]'),
    "a copy": ("dependencies = list(A)", 'A = (("users", "0001_initial"),)'),
    "grown by +=": ('dependencies = []\ndependencies += [("users", "0001_initial")]', ""),
    "grown by append": ('dependencies = []\ndependencies.append(("users", "0001_initial"))', ""),
    "grown by extend": ('dependencies = []\ndependencies.extend([("users", "0001_initial")])', ""),
    "itself and more": ('dependencies = []\ndependencies = dependencies + [("users", "0001_initial")]', ""),
    "the last counts": ('dependencies = [("x", "y")]\ndependencies = [("users", "0001_initial")]', ""),
    "a name of the class": ('before = [("users", "0001_initial")]\ndependencies = before', ""),
    "a name bound under if, not used": (
        'dependencies = [("users", "0001_initial")]',
        "import sys\nif sys.argv:\n    OTHER = 1\n",
    ),
}


@pytest.mark.parametrize(("body", "before"), READ.values(), ids=READ.keys())
def test_dependencies_that_are_plain_are_read(body: str, before: str):
    found = module.read(ORDERS, migration(body, before=before).encode())

    assert found.unclear == ()
    assert found.migration
    assert found.migration.dependencies == (key("users.0001_initial"),)


UNREADABLE = {
    "a call": ('dependencies = [("a", "b"), swapper.dependency("x", "y")]', "", "is a call", 7),
    "a function's list": ("dependencies = before()", "", "is a call", 7),
    "an imported constant": ("dependencies = BEFORE", "from shop.order import BEFORE", "is imported (shop.order", 7),
    "a conditional expression": ('dependencies = [("a", "b")] if settings.X else []', "", "depends on a condition", 7),
    "a condition in the class": ('if settings.X:\n    dependencies = [("a", "b")]', "", "the statement `if`", 7),
    "a condition that adds": (
        'dependencies = [("a", "b")]\nif settings.X:\n    dependencies.append(("c", "d"))',
        "",
        "depends on the statement `if`",
        8,
    ),
    "a loop": ('dependencies = []\nfor n in "ab":\n    dependencies += [(n, n)]', "", "statement `for`", 8),
    "bound twice": ("dependencies = BEFORE", "BEFORE = []\nBEFORE = [(1, 2)]", "is not bound once", 8),
    "bound under a condition": ("dependencies = A", "if settings:\n    A = []\nelse:\n    A = []", "not bound", 10),
    "changed afterwards": ("dependencies = A", 'A = []\nA.append(("a", "b"))', "is not bound once", 8),
    "changed by index": ("dependencies = A", 'A = [("a", "b")]\nA[0] = ("c", "d")', "is not bound once", 8),
    "changed by a function": ("dependencies = A", "A = []\ndef f():\n    global A\n    A = [1]", "not bound", 10),
    "a circle of names": ("dependencies = A", "A = B\nB = A", "lead in a circle", 4),
    "an f-string": ('dependencies = [("a", f"{1}")]', "", "is known only when it runs", 7),
    "a part of a setting": ('dependencies = [(settings.USER.split(".")[0], "1")]', "", "is known only when it runs", 7),
    "a comprehension": ('dependencies = [(n, n) for n in "ab"]', "", "is known only when it runs", 7),
    "one part": ('dependencies = [("a",)]', "", "is not of the form (app label, name)", 7),
    "an empty name": ('dependencies = [("a", "")]', "", "is no dependency of the form", 7),
    "a property": ("@property\ndef dependencies(self):\n    return []", "", "dependencies is not a plain value", 8),
    "an __init__": ("def __init__(self, *a):\n    self.x = 1", "", "__init__ of its own", 7),
    "swappable by a call": ("dependencies = [migrations.swappable_dependency(user())]", "", "is a call", 7),
    "another's settings": (
        "dependencies = [migrations.swappable_dependency(conf.USER)]",
        "from shop import conf",
        "is known only when it runs",
        7,
    ),
    "replaces by a call": ("dependencies = []\nreplaces = old()", "", "replaces: old() is a call", 8),
    "a setting in run_before": (
        "dependencies = []\nrun_before = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]",
        "",
        "run_before: a setting (AUTH_USER_MODEL) decides it",
        None,
    ),
    "initial by a call": ("dependencies = []\ninitial = is_first()", "", "initial: is_first() is a call", 8),
    "half a letter": ('dependencies = [("a", "\\ud800")]', "", "a character that no name has", 7),
}  # fmt: skip


@pytest.mark.parametrize(("body", "before", "says", "line"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_not_plain_is_named_with_its_line(body: str, before: str, says: str, line: int | None):
    found = module.read(ORDERS, migration(body, before=before).encode())

    assert [unclear.line for unclear in found.unclear] == [line]
    assert says in found.unclear[0].reason


def test_a_list_with_one_unreadable_entry_keeps_the_others():
    text = migration('dependencies = [("a", "1"), *more(), ("b", "2"), dependency("c")]')
    found = module.read(ORDERS, text.encode())

    assert found.migration
    assert found.migration.dependencies == (key("a.1"), key("b.2"))
    assert len(found.unclear) == 2


@pytest.mark.parametrize(
    "written",
    [
        "migrations.swappable_dependency(settings.AUTH_USER_MODEL)",
        "swappable_dependency(settings.AUTH_USER_MODEL)",
        "migrations.swappable_dependency(USER)",
        "m.swappable_dependency(conf.settings.AUTH_USER_MODEL)",
    ],
)
def test_a_swappable_dependency_is_a_setting(written: str):
    before = """
        from django import conf
        from django.db import migrations as m
        from django.db.migrations import swappable_dependency
        USER = settings.AUTH_USER_MODEL
    """
    found = module.read(ORDERS, migration(f"dependencies = [{written}]", before=before).encode())

    assert found.migration
    assert found.migration.dependencies == (MigrationKey(SETTING, "AUTH_USER_MODEL"),)


def test_a_swappable_dependency_on_a_literal_model_is_the_first_of_its_app():
    text = migration('dependencies = [migrations.swappable_dependency("users.User")]')
    found = module.read(ORDERS, text.encode())

    assert found.migration
    assert found.migration.dependencies == (key("users.__first__"),)


def test_the_other_facts_are_read():
    text = migration(
        """
        initial = True
        atomic = False
        replaces = [("orders", "0001_a"), ("orders", "0002_b")]
        run_before = [("billing", "0001_initial")]
        """
    )
    found = module.read(ORDERS, text.encode()).migration

    assert found
    assert found.initial is True
    assert found.atomic is False
    assert found.replaces == (key("orders.0001_a"), key("orders.0002_b"))
    assert found.run_before == (key("billing.0001_initial"),)


def test_what_a_file_does_not_say_is_djangos_default():
    found = module.read(ORDERS, migration().encode()).migration

    assert found
    assert (found.initial, found.atomic, found.dependencies, found.operations) == (None, True, (), ())


def test_a_base_of_the_same_module_hands_down():
    before = 'class Step(migrations.Migration):\n    atomic = False\n    dependencies = [("users", "0001_initial")]\n'
    found = module.read(ORDERS, migration(base="Step", before=before).encode())

    assert found.unclear == ()
    assert found.migration
    assert found.migration.dependencies == (key("users.0001_initial"),)
    assert found.migration.atomic is False


@pytest.mark.parametrize("body", ["initial = True", 'dependencies = [("a", "b")]'])
def test_a_base_that_is_not_here_is_named(body: str):
    text = migration(body, base="CheckedMigration", before="from shop.m import CheckedMigration")
    (unclear,) = module.read(ORDERS, text.encode()).unclear

    assert unclear.reason.startswith("the base shop.m.CheckedMigration of Migration is not here")
    assert unclear.line == 6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1", "BadMigrationError"),
        ("", "BadMigrationError"),
        ("from shop.m import Migration", "not a class that stands plainly"),
        ("Migration = make()", "not a class that stands plainly"),
        ("if X:\n    class Migration(Y):\n        pass", "not a class that stands plainly"),
        ("class Migration(", "Python cannot read it"),
        ("class Migration:\n    dependencies = []", "no base of Django's"),
        ("x = = 1\nclass Migration(X):\n    pass", "Python cannot read it"),
    ],
)
def test_a_file_without_a_plain_migration_is_named(text: str, says: str):
    found = module.read(ORDERS, text.encode())

    assert says in found.unclear[0].reason


def test_djangos_own_class_imported_is_a_migration_to_django():
    found = module.read(ORDERS, b"from django.db.migrations import Migration\n")

    assert found.unclear == ()
    assert found.migration


@pytest.mark.parametrize(
    "after",
    [
        'Migration.dependencies.append(("a", "b"))',
        "Migration.dependencies = []",
        'setattr(Migration, "replaces", [])',
        "Migration = wrapped(Migration)",
    ],
)
def test_a_class_that_is_changed_afterwards_is_named(after: str):
    found = module.read(ORDERS, migration("dependencies = []", after=after).encode())

    assert [(unclear.line, unclear.reason) for unclear in found.unclear] == [
        (9, "the class Migration is changed after its definition")
    ]
