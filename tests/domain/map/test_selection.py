"""
The words that select migrations.

    users:    0001_initial <-- 0009_step <-- 0010_unique <-- 0011_last
                                                 ^
    orders:   0001_initial <----------------- 0002_status <-- 0062_more
"""

import pytest

from app.domain.drift import Drift, compare
from app.domain.keys import MigrationKey
from app.domain.map import View, draw, select
from app.domain.map.query import MAX_WORDS, read, written
from app.domain.release import Migration, Release
from tests.build import history, key, release
from tests.domain.map.maps import made_up

ODD = MigrationKey("odd app", '0001+..2 "quoted" \N{RIGHT-TO-LEFT OVERRIDE}gnol')


def shop() -> Drift:
    plain = release(
        "users: 0001_initial < 0009_step < 0010_unique < 0011_last",
        "orders: 0001_initial < 0002_status @users.0010_unique < 0062_more < 0062_more_still",
        "users_log: 0001_initial",
    )
    of = Release.of((*plain.migrations.values(), Migration(ODD)))
    return compare(of, history("users.0001_initial", "users.0009_step", "orders.0001_initial"))


def selected(words: str) -> list[str]:
    return sorted(str(each) for each in select(shop(), words).keys)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("orders.0002", ["orders.0002_status"]),
        ("orders.0062_more", ["orders.0062_more"]),
        (
            "orders.00",
            ["orders.0001_initial", "orders.0002_status", "orders.0062_more", "orders.0062_more_still"],
        ),
        ("1+users.0010", ["users.0009_step", "users.0010_unique"]),
        ("+users.0010", ["users.0001_initial", "users.0009_step", "users.0010_unique"]),
        ("0+users.0010+1", ["orders.0002_status", "users.0010_unique", "users.0011_last"]),
        ("users.0011+", ["users.0011_last"]),
        ("users.0009..orders.0002", ["orders.0002_status", "users.0009_step", "users.0010_unique"]),
        ("orders.0002..users.0009", ["orders.0002_status", "users.0009_step", "users.0010_unique"]),
        ("users.0011 users.0009", ["users.0009_step", "users.0011_last"]),
        ("  users.0011   users.0009 ", ["users.0009_step", "users.0011_last"]),
        ("app:users_", ["users_log.0001_initial"]),
        ("app:users 0010", ["users.0010_unique"]),
        ("app:ORD status:applied", ["orders.0001_initial"]),
        ("status:applied +orders.0002", ["orders.0001_initial", "users.0001_initial", "users.0009_step"]),
        ("INITIAL app:users", ["users.0001_initial"]),
        (written(str(ODD)) + "+", [str(ODD)]),
        (f"app:{written(ODD.app_label)}", [str(ODD)]),
    ],
)
def test_words_select(words: str, keys: list[str]):
    assert selected(words) == keys
    assert select(shop(), words).problems == ()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("+", "+ stands before or after a migration, as in +orders.0062 or orders.0062+2."),
        ("users.0001..", ".. stands between two migrations, as in imports.0044..orders.0062."),
        ("app:", "app: stands before the label of an app, as in app:orders."),
        ("app:nobody", "No app here begins with nobody."),
        ("orders.0099+", "No migration here is called orders.0099."),
        ("orders.0099..users.0001", "No migration here is called orders.0099."),
        ("nonsense", "No migration here is called nonsense."),
        ("users.0011..orders.0001", "No dependency leads from users.0011 to orders.0001, nor back."),
        ("app:users status:unknown", "No migration fits."),
        ('status:"odd', "There is no status odd. The statuses are applied, "),
        ('status:""', 'There is no status "". The statuses are applied, '),
    ],
)
def test_words_that_select_nothing_say_why(words: str, problem: str):
    selection = select(shop(), words)

    assert selection.keys == frozenset()
    assert selection.problems[0].startswith(problem)


def test_a_quotation_mark_is_closed_and_words_are_bounded():
    assert select(shop(), '"users.0011').problems == ("A quotation mark is not closed.",)
    assert selected('"users.0011') == ["users.0011_last"]
    assert read("a " * (MAX_WORDS + 1)).problems == (f"Only the first {MAX_WORDS} words are looked at.",)
    assert len(read("a.b " * (MAX_WORDS + 5)).keys) == MAX_WORDS


def test_a_written_key_is_read_as_itself():
    for text in ("orders.0062_x", "a b.c", 'q".x', "a..b", "+a.b+", "a.b\tc", "status:x.y", str(ODD)):
        assert selected_words(written(text)) == [text]
    assert written("orders.0062_x") == "orders.0062_x"


def selected_words(text: str) -> list[str]:
    query = read(text)
    return [*(each.text for each in query.keys), *query.texts]  # type: ignore[union-attr]


def test_what_is_selected_is_drawn_and_all_counts_add_up():
    """The window has a mark for each selected migration; other views show what they show anyway."""
    for seed in range(12):
        drift = made_up(seed, 120)
        keys = sorted(drift.statuses)
        for words in (
            f"+{written(str(keys[-1]))}",
            "status:applied",
            "app:app0",
            f"{keys[0]}+",
            "no-such-key",
        ):
            selection = select(drift, words)
            for view in View:
                drawing = draw(drift, view=view, selection=selection, focus=keys[0])
                counted = drawing.shown + drawing.capsuled + drawing.quiet.total + drawing.differing.total
                assert counted == drawing.total
            drawing = draw(drift, selection=selection)
            if selection.keys:
                assert drawing.shown == len(selection.keys)
                assert drawing.closed == ()
            else:
                assert drawing.selection is None


def test_a_large_selection_has_small_marks_up_to_the_limit():
    drift = compare(Release.of(Migration(key(f"a{n % 1600}.{n:05}")) for n in range(3200)), history())
    drawing = draw(drift, selection=select(drift, "a"))

    assert drawing.shown == 1500
    assert drawing.shown + drawing.capsuled + drawing.quiet.total + drawing.differing.total == 3200
