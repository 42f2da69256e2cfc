"""A message for a channel: in each form as it should look, and nothing in a name can begin or end anything."""

import pytest

from app.domain.keys import MigrationKey
from app.web.wording import messages
from app.web.wording.messages import Code, Line, Message
from app.web.wording.rich_text import key_part, plain

ORDERS, USERS = MigrationKey("orders", "0001_initial"), MigrationKey("users", "0010_add")
MESSAGE = Message(
    "sandbox-3 is blocked on v2.4",
    "received 19 Jun 2026, 09:12 UTC",
    (
        key_part(ORDERS),
        *plain(" is applied, but "),
        key_part(USERS),
        *plain(", which it depends on, is not."),
    ),
    (
        Line("Django", (Code("InconsistentMigrationHistory: Migration orders.0001_initial is applied"),)),
        Line("Ways out", plain("Record the row · Run it on v2.3")),
    ),
    "/shop/environments/sandbox-3/at/2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa",
)
PUBLIC = "https://drift.example"


def test_a_message_as_markdown():
    assert messages.markdown(MESSAGE, PUBLIC) == (
        "**sandbox-3 is blocked on v2.4** (received 19 Jun 2026, 09:12 UTC)\n"
        "`orders.0001_initial` is applied, but `users.0010_add`, which it depends on, is not.\n"
        "- Django: `InconsistentMigrationHistory: Migration orders.0001_initial is applied`\n"
        "- Ways out: Record the row · Run it on v2.3\n"
        "[Open in Driftboard](https://drift.example/shop/environments/sandbox-3/at/"
        "2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa)\n"
    )


def test_a_message_for_slack():
    assert messages.slack(MESSAGE, PUBLIC) == (
        "*sandbox-3 is blocked on v2.4* (received 19 Jun 2026, 09:12 UTC)\n"
        "`orders.0001_initial` is applied, but `users.0010_add`, which it depends on, is not.\n"
        "• Django: `InconsistentMigrationHistory: Migration orders.0001_initial is applied`\n"
        "• Ways out: Record the row · Run it on v2.3\n"
        "<https://drift.example/shop/environments/sandbox-3/at/"
        "2026-06-19T0912Z~7c1f0a9e41/against/v2.4~4be19d02aa|Open in Driftboard>\n"
    )


def with_text(text: str) -> Message:
    key = MigrationKey("orders", text)
    return Message(text, text, (key_part(key), *plain(text)), (Line("Django", (Code(text),)),), f"/{text}")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("a`b", "``a`b``", r"a\`b"),
        ("``", "``` `` ```", r"\`\`"),
        ("a|b", "`a|b`", r"a\|b"),
        ("[x](y)", "`[x](y)`", r"\[x\](y)"),
        ("<!channel>", "`<!channel>`", r"\<\!channel\>"),
        ("**x**", "`**x**`", r"\*\*x\*\*"),
        ("a\nb", "`a b`", "a b"),
    ],
)
def test_in_markdown_signs_of_a_name_are_letters(text: str, code: str, words: str):
    written = messages.markdown(with_text(text), PUBLIC)

    assert f"- Django: {code}\n" in written
    assert written.startswith(f"**{words}** ({words})\n")
    assert len(written.splitlines()) == 4


@pytest.mark.parametrize(
    "text", ["a`b", "<!channel>", "<http://evil|x>", "*x*", "&lt;", "a\nb", "x|y>z", "~x~"]
)
def test_in_slack_a_name_begins_no_link_and_ends_no_code(text: str):
    written = messages.slack(with_text(text), PUBLIC)
    title, sentence, django, link = written.splitlines()

    assert written.count("<") == written.count(">") == 1
    assert link.startswith("<https://drift.example/")
    assert link.endswith("|Open in Driftboard>")
    assert link.count("|") == 1
    assert title.count("*") == 2
    assert sentence.count("`") == django.count("`") == 2
    assert "~" not in title
    assert "&lt;" not in text or "&amp;lt;" in django
