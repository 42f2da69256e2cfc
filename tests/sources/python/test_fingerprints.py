"""Fingerprints of operations: equal if only the writing differs, different if the meaning differs."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from app.sources.python import fingerprints
from app.sources.python.fingerprints import Fingerprints

HEAD = "from django.db import migrations, models\n"
TAIL = "\nclass Migration(migrations.Migration):\n    operations = [OPERATION]\n"
SCRIPT = """
import ast, sys
sys.path.insert(0, sys.argv[1])
from fingerprints import Fingerprints
module = ast.parse(sys.stdin.read())
print([Fingerprints(module).of(element) for element in module.body[-1].body[-1].value.elts])
"""


def fingerprint(operation: str, before: str = "", head: str = HEAD) -> str | None:
    module = ast.parse(head + dedent(before) + TAIL.replace("OPERATION", operation))
    migration = module.body[-1]
    assert isinstance(migration, ast.ClassDef)
    operations = migration.body[-1]
    assert isinstance(operations, ast.Assign)
    assert isinstance(operations.value, ast.List)
    return Fingerprints(module).of(operations.value.elts[0])


ADD = 'migrations.AddField(model_name="order", name="total", field=models.IntegerField(default=0))'
SAME_MEANING = {
    "line breaks, quotes, comments": (
        "migrations.AddField(\n  model_name='order',\nname='to' 'tal',  # why\nfield=models.IntegerField(default=0))",
        HEAD,
    ),
    "keywords in another order": (
        "migrations.AddField(field=models.IntegerField(default=0x0), name='total', model_name='order')",
        HEAD,
    ),
    "imported by other names": (
        "m.AddField(model_name='order', name='total', field=d.IntegerField(default=0))",
        "from django.db import migrations as m, migrations, models as d\n",
    ),
    "imported one by one": (
        "AddField(model_name='order', name='total', field=IntegerField(default=0))",
        f"{HEAD}from django.db.migrations import AddField\nfrom django.db.models import IntegerField\n",
    ),
    "imported as a whole": (
        ADD.replace("migrations.", "django.db.migrations."),
        f"{HEAD}import django.db.migrations\n",
    ),
}


@pytest.mark.parametrize(("operation", "head"), SAME_MEANING.values(), ids=SAME_MEANING.keys())
def test_how_it_is_written_down_changes_nothing(operation: str, head: str):
    assert fingerprint(operation, head=head) == fingerprint(ADD)


@pytest.mark.parametrize(
    "operation",
    [
        ADD.replace('"total"', '"sum"'),
        ADD.replace("default=0", "default=1"),
        ADD.replace("default=0", 'default="0"'),
        ADD.replace("default=0", "default=False"),
        ADD.replace("default=0", "default=0, null=True"),
        ADD.replace("models.IntegerField", "models.BigIntegerField"),
        ADD.replace("models.IntegerField", "other.IntegerField"),
    ],
)
def test_what_it_says_changes_it(operation: str):
    assert fingerprint(operation) != fingerprint(ADD)


RUN = "migrations.RunPython(forwards)"
FORWARDS = """
    def forwards(apps, editor):
        for order in apps.get_model("shop", "Order").objects.all():
            order.total = price(order)
"""
PRICE = """
    RATE = 7
    def price(order):
        return order.net * RATE
"""


def test_an_edit_in_a_function_that_it_runs_changes_it():
    assert fingerprint(RUN, FORWARDS) != fingerprint(RUN, FORWARDS.replace("price", "cost"))


def test_an_edit_two_functions_away_changes_it():
    assert fingerprint(RUN, FORWARDS + PRICE) != fingerprint(RUN, FORWARDS + PRICE.replace("= 7", "= 8"))


def test_an_edit_of_what_it_does_not_use_changes_nothing():
    other = "\n    def other():\n        return 1\n"

    assert fingerprint(RUN, FORWARDS + other) == fingerprint(RUN, other.replace("1", "2") + FORWARDS)


def test_a_docstring_changes_nothing_and_a_body_of_a_string_is_one():
    with_docstring = FORWARDS.replace("editor):", 'editor):\n        """Fill in what is owed."""')

    assert fingerprint(RUN, with_docstring) == fingerprint(RUN, FORWARDS)
    assert fingerprint(RUN, 'def forwards(a, e):\n    "one"') != fingerprint(
        RUN, 'def forwards(a, e):\n    "two"'
    )


def test_a_variable_of_a_function_is_not_the_name_of_the_module_that_it_hides():
    module = "\n    def forwards(apps, editor):\n        rate = 1\n        return rate\n    rate = {}\n"

    assert fingerprint(RUN, module.format(7)) == fingerprint(RUN, module.format(8))


def test_a_name_bound_in_the_class_counts():
    migration = "class Migration(migrations.Migration):\n    FIELD = {}\n    operations = [Add(FIELD)]\n"
    digests = set()
    for value in (1, 2):
        module = ast.parse(HEAD + migration.format(value))
        digests.add(Fingerprints(module).of(ast.parse("Add(FIELD)", mode="eval").body))

    assert len(digests) == 2


def test_functions_that_call_each_other_have_an_end():
    circle = "\n    def forwards(a, e):\n        back(a)\n    def back(a):\n        forwards(a, {})\n"

    assert fingerprint(RUN, circle.format(1)) not in (None, fingerprint(RUN, circle.format(2)))


def test_what_leads_on_without_end_has_no_fingerprint():
    """The first module doubles each name, but hashes each definition only once. The second has too many definitions."""
    doubling = "".join(f"    A{n} = [A{n - 1}, A{n - 1}]\n" for n in range(1, 200))
    many = f"    {', '.join(f'A{n}' for n in range(60_000))} = range(60_000)\n"
    user = f"migrations.RunPython([{', '.join(f'A{n}' for n in range(60_000))}])"

    assert fingerprint("migrations.RunPython(A199)", "\n    A0 = 1\n" + doubling) is not None
    assert fingerprint(user, "\n" + many) is None


def interpreters() -> set[str]:
    """The paths of every installed Python from 3.8 on, with the one that runs the tests."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    paths = {sys.executable}
    for minor in range(8, 16):
        on_path = shutil.which(f"python3.{minor}")
        candidates = [
            *map(str, pyenv.glob(f"versions/3.{minor}.*/bin/python")),
            *([on_path] if on_path else []),
        ]
        for python in candidates:  # pyenv has shims that do not run
            if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
                paths.add(python)
    return paths


def test_every_python_gives_the_same():
    source = (
        HEAD
        + dedent(FORWARDS + PRICE)
        + TAIL.replace(
            "OPERATION",
            f"{RUN}, {ADD}, migrations.RunSQL(f'{{a!r:>{{b}}}} ä', x[1:2], y['é'], z[1, 2:3], lambda q=1: q ** 2)",
        )
    )
    answers = {}
    for python in sorted(interpreters()):
        completed = subprocess.run(
            [python, "-c", SCRIPT, str(Path(fingerprints.__file__).parent)],
            input=source,
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
        )
        answers[python] = completed.stdout

    print(answers)
    assert len(set(answers.values())) == 1
