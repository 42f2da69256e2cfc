"""Each code has an entry, and the book is made of the entries."""

import shlex
import string
from pathlib import Path

import pytest

from app.domain.english import listed
from app.domain.findings import Code, Finding, Severity
from app.domain.keys import MigrationKey
from app.domain.runbook import CHECK, ENTRIES, EXAMPLE_FINDING, entry_of, sentence
from app.domain.runbook.markdown import markdown
from tests.build import key

BOOK = Path(__file__).parents[3] / "docs" / "runbook.md"


def test_every_code_has_an_entry_and_every_number_is_its_own():
    assert list(ENTRIES) == list(Code)
    assert len({code.value for code in Code}) == len(Code)


def test_the_first_digit_is_the_severity():
    assert Code.MISSING_DEPENDENCY.severity is Severity.BLOCKING
    assert Code.UNKNOWN.severity is Severity.TROUBLE
    assert Code.OUT_OF_ORDER.severity is Severity.INFORMATION
    assert Code.MISSING_DEPENDENCY.word == "missing-dependency"


@pytest.mark.parametrize("code", Code)
def test_every_entry_says_what_it_means_how_to_check_and_a_way_out(code):
    entry = entry_of(Finding(code, EXAMPLE_FINDING.subject, EXAMPLE_FINDING.related))

    assert entry.meaning
    assert entry.checks
    assert entry.ways
    assert "{" not in " ".join(
        (entry.sentence, *entry.checks, *(c for way in entry.ways for c in way.commands))
    )


def test_no_way_out_of_a_missing_dependency_fakes_and_the_entry_says_why():
    entry = ENTRIES[Code.MISSING_DEPENDENCY]

    assert not any("--fake" in command for way in entry.ways for command in way.commands)
    assert "--fake is refused" in entry.avoid


def test_only_known_names_stand_in_braces():
    texts = [text for entry in ENTRIES.values() for text in (entry.sentence, *entry.checks)]
    texts += [text for entry in ENTRIES.values() for way in entry.ways for text in (way.when, *way.commands)]

    names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    assert {name.partition(".")[0] for name in names} <= {
        "subject",
        "related",
        "first",
        "app",
        "count",
        "names",
        "tables",
        "schema",
        "before",
        "greater_id",
        "pathspec",
    }


def test_the_printed_book_is_made_of_the_entries():
    """`make runbook` writes it anew."""
    assert BOOK.read_text() == markdown()


def test_names_from_a_database_are_quoted_in_commands():
    odd = MigrationKey("a'; DROP", "x; rm -rf /")

    commands = [c for way in entry_of(Finding(Code.UNKNOWN, odd)).ways for c in way.commands]
    assert "DELETE FROM django_migrations WHERE app = 'a''; DROP' AND name = 'x; rm -rf /';" in commands
    assert not any("migrate a'; DROP " in command for command in commands)


def test_the_path_that_git_looks_for_is_quoted_as_a_whole_and_sql_in_a_check_is_quoted_as_sql():
    odd = MigrationKey("a", "x'; rm -rf /; {y}")
    unknown, duplicate = entry_of(Finding(Code.UNKNOWN, odd)), entry_of(Finding(Code.DUPLICATE, odd))

    command = unknown.checks[0].partition(": ")[2]
    assert shlex.split(command)[-1] == "*/migrations/x'; rm -rf /; {y}.py"
    assert duplicate.checks[0].endswith("WHERE app = 'a' AND name = 'x''; rm -rf /; {y}';")


def test_a_check_is_a_text_or_ends_with_a_command():
    assert CHECK.fullmatch("Look at the schema.") is None
    assert CHECK.fullmatch("See both: python manage.py showmigrations a")["text"] == "See both"
    assert CHECK.fullmatch("SHOW search_path;")["text"] is None


def test_each_missing_row_gets_its_own_command():
    entry = entry_of(Finding(Code.MISSING_DEPENDENCY, key("c.1"), (key("a.1"), key("b.1"))))

    assert [
        command for command in entry.ways[0].commands if "'a', '1'" in command or "'b', '1'" in command
    ] == list(entry.ways[0].commands)
    assert len(entry.ways[0].commands) == 2
    assert [check for check in entry.checks if "sqlmigrate" in check] == [
        "See what the dependency would do: python manage.py sqlmigrate a 1",
        "See what the dependency would do: python manage.py sqlmigrate b 1",
    ]


def test_keys_are_listed_as_people_list_things():
    a, b, c = key("a.1"), key("b.1"), key("c.1")

    assert [listed(keys) for keys in ([], [a], [a, b], [a, b, c])] == [
        "",
        "a.1",
        "a.1 and b.1",
        "a.1, b.1 and c.1",
    ]


def test_a_finding_with_nothing_related_says_so():
    assert "but nothing else" in sentence(Finding(Code.MISSING_DEPENDENCY, key("a.1")))


def test_one_row_and_many_rows_are_counted():
    assert sentence(Finding(Code.NOT_COVERED, key("auth.1"))).endswith("which has 1 row here.")
    assert sentence(Finding(Code.NOT_COVERED, key("auth.1"), (key("auth.2"),))).endswith(
        "which has 2 rows here."
    )
