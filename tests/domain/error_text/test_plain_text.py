"""What wraps a pasted text is taken off; what it says stays."""

import pytest

from app.domain.error_text.letters import Letters
from app.domain.error_text.plain_text import plain_text

ERROR = "Migration a.1 is applied before its dependency b.2 on database 'default'."

WRAPPED = {
    "docker compose": f"web-1  | {ERROR}",
    "docker compose with a moment": f"web-1  | 2026-06-19T08:55:02.123456789Z {ERROR}",
    "kubernetes": f"2026-06-19T08:55:02.123456789Z stderr F {ERROR}",
    "kubectl logs --prefix": f"[pod/web-7d9f8c6b5-x2x9q/web] {ERROR}",
    "a CI job of Azure": f"2026-06-19T08:55:02.1234567Z ##[error]{ERROR}",
    "a CI job of GitHub": f"::error title=migrate::{ERROR}",
    "a build of a container": f"#12 3.456 {ERROR}",
    "gunicorn": f"[2026-06-19 08:55:02 +0000] [12] [ERROR] {ERROR}",
    "logging": f"2026-06-19 08:55:02,123 ERROR {ERROR}",
    "logging with a level first": f"ERROR: 2026-06-19 08:55:02,123 {ERROR}",
    "syslog": f"Jun 19 08:55:02 web01 gunicorn[812]: {ERROR}",
    "heroku": f"2026-06-19T08:55:02.123456+00:00 app[release.4711]: {ERROR}",
    "a time alone": f"08:55:02 {ERROR}",
    "a quotation": f"> {ERROR}",
    "pytest": f"E   {ERROR}",
    "colours": f"\x1b[31;1m{ERROR}\x1b[0m",
    "colours in caret notation": f"^[[31m{ERROR}^[[0m",
    "colours whose escape is lost": f"[31m{ERROR}[0m",
    "a link of a terminal": f"\x1b]8;;https://example\x07{ERROR}\x1b]8;;\x1b\\",
    "Markdown": f"**`{ERROR}`**",
    "HTML": ERROR.replace("'", "&#x27;"),
    "HTML, escaped twice": ERROR.replace("'", "&amp;#39;"),
    "HTML by name": ERROR.replace("'", "&apos;"),
    "a chat's quotes": ERROR.replace("'default'", "‘default’"),
    "repr": ERROR.replace("'", r"\'"),
    "a box": f"│ {ERROR} │",
    "a zero-width space": ERROR.replace("is", "i\u200bs"),
}


@pytest.mark.parametrize("wrapping", WRAPPED)
def test_a_wrapping_is_taken_off(wrapping: str):
    assert plain_text(WRAPPED[wrapping]).strip() == ERROR


@pytest.mark.parametrize("level", [r"\n", r"\\n", r"\\\\n", r"\u000a", r"\r"])
def test_escapes_of_json_end_a_line_however_often_they_were_escaped(level: str):
    assert plain_text(f"one{level}two").split() == ["one", "two"]


def test_escapes_of_json_are_read():
    assert plain_text(r"\u001b[31m\"a\"\t\x1b[0m\u00e4\/\&quot;&#34;&lt;&nbsp;") == '"a" ä/""<'


def test_a_word_before_a_bar_is_a_prefix_and_a_bar_within_a_line_is_not():
    assert plain_text("web-1 | (a) | b") == "(a) | b"


def test_only_a_few_prefixes_are_taken_off():
    assert plain_text("> " * 10 + "a") == "> > > > > > a"


def test_letters_know_what_stood_between_blanks():
    letters = Letters(" ab  cd\n e")

    assert letters.text == "abcde"
    assert letters.word_from(2) == "cd"
    assert letters.word_from(5) == ""
    assert letters.word_to(0) == ""
    assert letters.word_to(2) == "ab"
    assert letters.word_to(4) == "cd"
    assert letters.between(0, 4) == "ab cd"
    assert letters.between(0, 5) == "ab cd e"
