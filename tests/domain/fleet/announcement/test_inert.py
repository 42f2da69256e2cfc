"""No name begins a mention, a link or markup in a channel."""

import re

import pytest

from app.domain.fleet.announcement.inert import inert

MARKUP = re.compile(r"[@#&<>\[\]\\`*~|]|://|:\w+:|(?<![^\W_])_|_(?![^\W_])|(?i:\bwww\.)")


@pytest.mark.parametrize(
    "name",
    [
        "@channel", "@everyone", "<!channel>", "<!here|here>", "<@U024BE7LH>", "<#C024BE7LR>", "@all", "#general",
        "[click](https://evil.example)", "https://evil.example/x", "HTTP://evil", "www.evil.example", "mailto:x",
        "<b>bold</b>", "&lt;script&gt;", "*bold* _it_ ~gone~ `code` ||hidden||", "__init__", ":tada:", ":+1:",
        "**a**", "\\*", "![x](y)", "javascript:alert(1)", "tel:112",
    ],
)  # fmt: skip
def test_hostile_names_begin_nothing(name):
    assert MARKUP.search(f"x {inert(name)} y") is None, inert(name)
    assert inert(name).isprintable()


def test_no_line_ends_within_a_name_and_no_mark_turns_the_text_round():
    assert "\n" not in inert("a\nFrom: x\r\nb")
    assert "\u202e" not in inert("\u202eevil\u2066\u200b")
    assert inert("a\nb") == "a＼nb"


@pytest.mark.parametrize(
    "name", ["orders.0001_initial", "release/3", "v2.4", "käse.0002_größe", "10:30 a, b (c)"]
)
def test_usual_names_stay_as_they_are(name):
    assert inert(name) == name
