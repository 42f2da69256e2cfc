"""Which errors are read out of a text."""

import textwrap

import pytest

from app.domain.error_text import ErrorKind, PrintedError, PrintedKey, printed_errors
from app.domain.error_text.fit import CODES
from app.domain.error_text.meaning import MEANINGS, code_of
from app.domain.findings import Code

INCONSISTENT = (
    "django.db.migrations.exceptions.InconsistentMigrationHistory: Migration orders.0001_initial is applied "
    "before its dependency users.0010_add_unique_id_migration on database 'default'."
)
UNAPPLIED = (
    "You have 3 unapplied migration(s). Your project may not work properly until you apply the migrations "
    "for app(s): users, orders.\nRun 'python manage.py migrate' to apply them."
)
SAYS = {
    INCONSISTENT: (ErrorKind.INCONSISTENT_HISTORY, "orders.0001_initial users.0010_add_unique_id_migration"),
    "NodeNotFoundError: Migration a.0001_x dependencies reference nonexistent parent node ('b', '0002_y')": (
        ErrorKind.MISSING_NODE,
        "b.0002_y a.0001_x",
    ),
    "Migration a.0001_x dependencies reference nonexistent child node ('b', '0002_y')": (
        ErrorKind.MISSING_NODE,
        "b.0002_y a.0001_x",
    ),
    "Migration a.0001_x depends on nonexistent node ('b', '0002_y'). Django tried to replace migration b.0002_y": (
        ErrorKind.MISSING_NODE,
        "b.0002_y a.0001_x",
    ),
    "Unable to find replacement node ('b', '0002_y'). It was either": (ErrorKind.MISSING_NODE, "b.0002_y"),
    "Unable to remove replacement node ('b', '0002_y').": (ErrorKind.MISSING_NODE, "b.0002_y"),
    "Node ('b', '0002_y') not a valid node": (ErrorKind.MISSING_NODE, "b.0002_y"),
    "CircularDependencyError: a.0001_x, b.0002_y, c.0003_z\nThe above": (
        ErrorKind.CYCLE,
        "a.0001_x b.0002_y c.0003_z…",
    ),
    "Cyclical squash replacement found, starting at ('b', '0002_y')": (ErrorKind.SQUASH_CIRCLE, "b.0002_y"),
    "BadMigrationError: Migration 0002_y in app b has no Migration class": (
        ErrorKind.BAD_MIGRATION,
        "b.0002_y",
    ),
    "IrreversibleError: Operation <RunPython <function f at 0x7f>> in b.0002_y is not reversible": (
        ErrorKind.IRREVERSIBLE,
        "b.0002_y",
    ),
    "KeyError: ('b', '0002_y')": (ErrorKind.KEY_ERROR, "b.0002_y"),
}


def keys(error: PrintedError) -> str:
    return " ".join(map(str, error.keys))


@pytest.mark.parametrize("text", SAYS)
def test_django_says_it_of_these_migrations(text: str):
    (error,) = printed_errors(text)

    assert (error.kind, keys(error)) == SAYS[text]


@pytest.mark.parametrize("text", SAYS)
@pytest.mark.parametrize("width", [23, 40, 80])
def test_a_line_may_be_broken_anywhere_and_each_line_have_a_prefix(text: str, width: int):
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    if "CircularDependency" in text or "nor" in text:
        lines = textwrap.wrap(text, width, break_long_words=False)
    (error,) = printed_errors("\n".join(f"web-1  | {line}" for line in lines))

    assert (error.kind, keys(error)) == SAYS[text]


def test_the_words_of_an_error_are_its_own_wherever_lines_were_broken():
    (error,) = printed_errors(INCONSISTENT.replace("is applied", "is app\nlied"))

    assert error.words == INCONSISTENT.partition(": ")[2].rstrip(".")
    assert error.alias == "default"


def test_the_word_within_the_name_of_the_class_begins_no_sentence():
    text = "InconsistentMigrationHistory\nMigration a.1 is applied before its dependency b.2 on database 'default'."
    (error,) = printed_errors(text)

    assert keys(error) == "a.1 b.2"


def test_each_forked_app_is_an_error():
    text = "multiple leaf nodes in the migration graph: (0003_b, 0002_a in orders; 0007_d, 0007_c in users)."
    orders, users = printed_errors(f"CommandError: Conflicting migrations detected; {text}\nTo fix them run")

    assert (keys(orders), orders.apps) == ("orders.0002_a orders.0003_b", ("orders",))
    assert (keys(users), users.apps) == ("users.0007_c users.0007_d", ("users",))


def test_a_list_of_forks_may_be_broken_within_the_little_word():
    text = "Conflicting migrations detected; multiple leaf nodes in the migration graph: (0003_b, 0002_a i\nn a; )."
    (error,) = printed_errors(text)

    assert keys(error) == "a.0002_a a.0003_b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CommandError: More than one migration matches '00' in app 'b'. Please be more specific.",
            PrintedError(ErrorKind.SEVERAL_MATCH, apps=("b",), prefix="00"),
        ),
        (
            "AmbiguityError: There is more than one migration for 'b' with the prefix '00'",
            PrintedError(ErrorKind.SEVERAL_MATCH, apps=("b",), prefix="00"),
        ),
        (
            "CommandError: Cannot find a migration matching '0009' from app 'b'.",
            PrintedError(ErrorKind.NONE_MATCHES, apps=("b",), prefix="0009"),
        ),
        ("App 'b' does not have migrations.", PrintedError(ErrorKind.NO_MIGRATIONS, apps=("b",))),
        ("No installed app with label 'b'.", PrintedError(ErrorKind.NO_SUCH_APP, apps=("b",))),
        ("Dependency on unknown app: b", PrintedError(ErrorKind.UNKNOWN_APP, apps=("b",))),
        ("Dependency on app with no migrations: b\n", PrintedError(ErrorKind.UNKNOWN_APP, apps=("b",))),
        ("Unable to create the django_migrations table (no schema", PrintedError(ErrorKind.NO_SCHEMA)),
        (
            UNAPPLIED,
            PrintedError(ErrorKind.UNAPPLIED, apps=("orders", "users"), number=3),
        ),
        ("You have 3 unapplied migration(s).", PrintedError(ErrorKind.UNAPPLIED, number=3)),
        ("raise InconsistentMigrationHistory(", PrintedError(ErrorKind.INCONSISTENT_HISTORY)),
        ("Applying b.0002_y...Traceback", PrintedError(ErrorKind.STOPPED, (PrintedKey("b", "0002_y"),))),
    ],
)
def test_other_errors_name_apps_numbers_or_nothing(text: str, expected: PrintedError):
    assert printed_errors(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ('relation "b_y" already exists', ErrorKind.EXISTS_ALREADY, ("b_y",)),
        ('column "n" of relation "b_y" already exists', ErrorKind.EXISTS_ALREADY, ("n", "b_y")),
        ("duplicate column name: n", ErrorKind.EXISTS_ALREADY, ("n",)),
        ('table "b_y" already exists', ErrorKind.EXISTS_ALREADY, ("b_y",)),
        ("(1050, \"Table 'b_y' already exists\")", ErrorKind.EXISTS_ALREADY, ("b_y",)),
        ("(1060, \"Duplicate column name 'n'\")", ErrorKind.EXISTS_ALREADY, ("n",)),
        ("no such table: b_y", ErrorKind.NOT_THERE, ("b_y",)),
        ('column "n" does not exist\nLINE 1: SELECT', ErrorKind.NOT_THERE, ("n",)),
        ("column b_y.n does not exist", ErrorKind.NOT_THERE, ("b_y.n",)),
        ("(1146, \"Table 'shop.b_y' doesn't exist\")", ErrorKind.NOT_THERE, ("shop.b_y",)),
        ('(1091, "Can\'t DROP COLUMN `n`; check that it exists")', ErrorKind.NOT_THERE, ("n",)),
    ],
)
def test_a_database_says_it_of_tables_and_columns_while_a_migration_is_applied(text, kind, names):
    pasted = f"  Applying a.0001_x... OK\n  Applying b.0002_y...Traceback (most recent call last):\n  {text}"
    (error,) = printed_errors(f"{pasted}\nThe above exception was the direct cause\n{text}")

    assert (error.kind, error.names, keys(error)) == (kind, names, "b.0002_y")


def test_an_error_after_all_was_applied_is_of_no_migration():
    (error,) = printed_errors("Applying a.0001_x... OK\nno such table: b_y")

    assert error == PrintedError(ErrorKind.NOT_THERE, names=("b_y",))


@pytest.mark.parametrize("text", ["", "Hello.", "Applying a.0001_x... OK", "CircularDependency: a.b"])
def test_a_text_without_an_error_has_none(text: str):
    assert printed_errors(text) == ()


def test_errors_come_once_each_in_the_order_of_the_text_and_not_too_many():
    text = (
        "KeyError: ('b', '2')\nApp 'b' does not have migrations.\nKeyError: ('a', '1')\nKeyError: ('b', '2')"
    )
    many = "\n".join(f"KeyError: ('b', '{number:04}')" for number in range(99))

    assert [keys(error) for error in printed_errors(text)] == ["b.2", "", "a.1"]
    assert len(printed_errors(many)) == 20
    assert len(printed_errors("CircularDependencyError: " + "a.b, " * 99)[0].keys) == 50


CUT = {
    "orders.0001_initial is applied before its dependency users.0010_add": "…orders.0001_initial users.0010_add…",
    "rs.0001_initial is applied before its dependency users.0010_add": "…rs.0001_initial users.0010_add…",
    "Error: Migration orders.0001_initial is applied before its depen": "orders.0001_initial",
    "Error: Migration orders.0001_initial is applied before its dep…\nmore": "orders.0001_initial",
    "Error: Migration orders.0001_initial is applied before its dep[...]": "orders.0001_initial",
    "before its dependency users.0010_add on database 'default'": "users.0010_add…",
    "Migration a.0001_x dependencies reference nonexistent parent node ('b', '0002": "b.0002… a.0001_x",
    "x dependencies reference nonexistent parent node ('b', '0002_y')": "b.0002_y",
    "Migration a.0001_x dependencies reference nonexistent par": "a.0001_x",
    "multiple leaf nodes in the migration graph: (0002_a, 0003_b in ord": "….0002_a… ….0003_b…",
}


@pytest.mark.parametrize("text", CUT)
def test_a_sentence_that_is_cut_off_says_what_is_left(text: str):
    (error,) = printed_errors(text)

    assert keys(error) == CUT[text]


@pytest.mark.parametrize(
    "text", ["it is applied before its dependency", "multiple leaf nodes in the migration graph: ("]
)
def test_words_alone_are_no_error(text: str):
    assert printed_errors(text) == ()


def test_every_kind_has_a_meaning_and_those_with_findings_a_page_of_the_runbook():
    assert set(MEANINGS) == set(ErrorKind)
    assert code_of(ErrorKind.INCONSISTENT_HISTORY) is Code.MISSING_DEPENDENCY
    assert code_of(ErrorKind.IRREVERSIBLE) is None
    assert set(CODES) <= set(ErrorKind)
