"""Source in newer Python syntax is repaired, or named as unreadable; the migration in it is read as it is."""

import ast

import pytest

from app.domain.release import Migration
from app.sources.migration import file
from app.sources.python.syntax import parse_with_repair
from tests.build import key
from tests.sources.folder import migration

ORDERS = key("orders.0002_next")
BODY = """
    dependencies = [("users", "0001_initial")]
    operations = [migrations.RunPython(forwards), migrations.RunSQL("x")]
"""
FORWARDS = "def forwards(apps, editor):\n    pass\n"
REFUSED = {
    "two exceptions without brackets": "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n",
    "the same in a function": "def g():\n    try:\n        f()\n    except ValueError, a.TypeError:\n        pass\n",
    "a function of a type": "def g[T](a: T) -> T:\n    return a\n",
    "a decorated one": "@once\n@twice(\n    1\n)\ndef g[T](a):\n    return a\n",
    "one whose head has several lines": "def g[T](\n    a,\n    b,\n) -> T:\n    return a\n\n",
    "a newer kind of text": "def g():\n    x = 1\n    return f'{f'{x}'}'\n",
    "a text that is a template": "def g():\n    if True:\n        return t'{x}'\n    return 1\n",
    "several": (
        "def g[T](a):\n    return a\n\nasync def h[T](a):\n    return a\n\n"
        "try:\n    pass\nexcept A, B, C:\n    pass\n"
    ),
}


def migration_after(before: str) -> Migration:
    """The migration in a file that begins with this source."""
    result = file.read(ORDERS, migration(BODY, before=before + FORWARDS).encode())
    assert result.unclear == ()
    assert result.migration
    return result.migration


@pytest.mark.parametrize("before", REFUSED.values(), ids=REFUSED.keys())
def test_newer_syntax_outside_the_class_changes_nothing(before: str):
    repaired, plain = migration_after(before), migration_after("")

    assert repaired.dependencies == plain.dependencies
    assert [operation.kind for operation in repaired.operations] == ["RunPython", "RunSQL"]


def test_a_method_that_is_refused_leaves_the_class():
    text = migration('def f[T](self):\n    return 1\ndependencies = [("users", "0001_initial")]')
    result = file.read(ORDERS, text.encode())

    assert result.unclear == ()
    assert result.migration
    assert result.migration.dependencies == (key("users.0001_initial"),)


def test_a_function_that_was_not_read_gives_no_fingerprint():
    assert [o.fingerprint for o in migration_after("def g(a):\n    return = a\n").operations] == [None, None]


def test_exceptions_without_brackets_have_the_fingerprint_of_those_with_brackets():
    text = "def forwards(apps, editor):\n    try:\n        f()\n    except {}:\n        pass\n"
    with_brackets, without = (
        file.read(ORDERS, migration(BODY, before=text.format(what)).encode()).migration
        for what in ("(A, b.C)", "A, b.C")
    )

    assert with_brackets
    assert without
    assert with_brackets.operations[0].fingerprint is not None
    assert with_brackets == without


def test_lines_stay_where_they_are():
    tree, is_exact = parse_with_repair(b"def g(\n    a,\n):\n    return = a\n\n\nx = 1\n")

    assert (tree.body[-1].lineno, is_exact) == (7, False)
    assert isinstance(tree.body[-1], ast.Assign)


@pytest.mark.parametrize("before", ["x = = 1\n", "class A[[T]]:\n    pass\n"])
def test_what_no_python_reads_outside_a_function_is_named(before: str):
    (unclear,) = file.read(ORDERS, migration(BODY, before=before).encode()).unclear

    assert unclear.reason.startswith("Python cannot read it")
    assert unclear.line == 4


def test_a_text_that_looks_like_code_does_not_pass_for_it():
    """The repair empties the function only to the text, and the rest of the text is no Python, so it is named."""
    text = '"""\nclass Migration(migrations.Migration):\n    dependencies = []\n"""'
    before = f"def g(a):\n    return = a\n    x = {text}\n"
    result = file.read(ORDERS, migration(BODY, before=before).encode())

    assert result.migration is None
    assert result.unclear


def test_a_line_ends_where_python_ends_it():
    before = "\x0c# \u2028 \x85\n" + REFUSED["two exceptions without brackets"]

    assert migration_after(before) == migration_after("")
