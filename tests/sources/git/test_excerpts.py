"""The lines of a list that a commit edited are kept with the change; those of a file that is new are not."""

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import ChangeKind
from app.sources.git.history import combine
from app.sources.migration.list_lines import NO_LINES, list_lines
from tests.sources.folder import migration
from tests.sources.git.code_history import LONG, ORDERS, USERS, history
from tests.sources.git.repositories import Made, needing

LIST = """dependencies = [
    ("catalog", "0013_price_currency"),{more}
]
operations = []"""


def excerpts(found: CodeHistory, commit: str) -> dict[str, list[str]]:
    """The lines of each change of a commit that has some, by what was changed."""
    return {
        f"{change.kind} {change.other}": [f"{line.sign}{line.text}" for line in change.excerpt.lines]
        for change in found.changes
        if change.commit == commit and change.excerpt is not None
    }


def test_an_edge_that_was_added_later_comes_with_its_lines(made: Made):
    first = made.commit("Shop", {USERS: needing(), ORDERS: migration(LIST.format(more=""))})
    edge = '\n    ("users", "0010_add_unique_id_migration"),'
    edit = made.commit("Edit", {ORDERS: migration(LIST.format(more=edge))})

    found = history(made)

    assert excerpts(found, first) == {}
    assert excerpts(found, edit) == {
        "added users.0010_add_unique_id_migration": [
            " dependencies = [",
            '     ("catalog", "0013_price_currency"),',
            '+    ("users", "0010_add_unique_id_migration"),',
            " ]",
        ]
    }
    (change,) = [change for change in found.changes if change.excerpt is not None]
    assert change.path == ORDERS
    assert migration(LIST.format(more=edge)).splitlines()[change.excerpt.first - 1] == "    dependencies = ["


def test_an_entry_that_was_taken_out_and_one_that_a_rename_brings_have_their_lines(made: Made):
    made.commit("Shop", {ORDERS: needing("users.0001_initial", operations=LONG)})
    edit = made.commit("Edit", {ORDERS: needing(operations=LONG)})
    renamed = made.commit(
        "Rename",
        {ORDERS: None, "orders/migrations/0001_first.py": needing("users.0002_more", operations=LONG)},
    )

    found = history(made)

    assert excerpts(found, edit) == {
        "removed users.0001_initial": ["-dependencies = [('users', '0001_initial')]", "+dependencies = []"]
    }
    assert excerpts(found, renamed) == {
        "added users.0002_more": ["-dependencies = []", "+dependencies = [('users', '0002_more')]"]
    }


def test_a_file_that_came_again_and_a_squash_are_told_in_full(made: Made):
    made.commit("Shop", {ORDERS: needing("users.0001_initial")})
    made.commit("Gone", {ORDERS: None})
    known = history(made)
    again = made.commit("Again", {ORDERS: needing("users.0002_more")})
    squash = made.commit(
        "Squash", {"orders/migrations/0002_squashed.py": needing(replaces="[('orders', '0001_initial')]")}
    )

    for found in (history(made), combine(known, history(made, known=known))):
        assert excerpts(found, again) == {
            "added users.0002_more": ["+dependencies = [('users', '0002_more')]"]
        }
        assert excerpts(found, squash) == {
            "added orders.0001_initial": ["+replaces = [('orders', '0001_initial')]"]
        }


def test_an_entry_that_no_line_of_a_list_brought_has_no_lines(made: Made):
    """The list names a constant of the module, and that one was edited."""
    text = migration("dependencies = [NEED]\noperations = []")
    made.commit("Shop", {ORDERS: f"NEED = ('users', '0001_initial')\n{text}"})
    edit = made.commit("Edit", {ORDERS: f"NEED = ('users', '0010_more')\n{text}"})

    found = history(made)

    assert excerpts(found, edit) == {}
    assert ChangeKind.ADDED in {change.kind for change in found.changes if change.commit == edit}


def test_hostile_text_does_no_harm(made: Made):
    made.commit("Shop", {ORDERS: needing()})
    text = migration("dependencies = [('users', '<b>LINE'), ('users', 'LONG')]  # \xff\noperations = []")
    text = text.replace("LINE", "\u2028\u202e").replace("LONG", "x" * 300_000)
    edit = made.commit("Edit", {ORDERS: text.encode()})
    broken = made.commit("Broken", {ORDERS: b"# coding: latin-1\n" + needing("a.\xe9").encode("latin-1")})

    found = history(made)

    texts = [line for lines in excerpts(found, edit).values() for line in lines]
    assert all(text.isprintable() and len(text) < 200 for text in texts)
    assert any("<b>" in text for text in texts)
    assert excerpts(found, broken)["added a.\xe9"][-1] == "+dependencies = [('a', '�')]"


def test_lines_of_a_file_that_cannot_be_read_are_none():
    assert list_lines(b"class Migration(:\n", "dependencies") == NO_LINES
    assert list_lines(b"class Other:\n    dependencies = []\n", "dependencies") == NO_LINES


def test_what_changes_a_list_later_belongs_to_it():
    source = b"class Migration:\r\n    dependencies = []\r\n    x = 1\r\n    dependencies += [\r\n  ('a', 'b')]\r\n"

    assert list_lines(source, "dependencies").lines == (
        "    dependencies = []",
        "    dependencies += [",
        "  ('a', 'b')]",
    )
