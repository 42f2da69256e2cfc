"""A message as Markdown."""

import re

from app.web.wording.messages.message import OPEN, Message, address, one_line, written

SIGNS = re.compile(r"[\\`*_{}\[\]<>|~#&!]")
BACKTICKS = re.compile(r"`+")


def markdown(message: Message, public: str) -> str:
    """
    The message as Markdown.

    `public` is the address of the dashboard, before the path of the page. Where it is empty the path is no link.
    """
    lines = (
        f"**{_words(message.title)}** ({_words(message.seen)})",
        written(message.sentence, _words, _code),
        *(f"- {line.name}: {written(line.text, _words, _code)}" for line in message.lines),
        _link(address(public, message.href)) if public else f"{OPEN}: {_code(message.href)}",
    )
    return "\n".join(lines) + "\n"


def _link(url: str) -> str:
    return f"[{OPEN}]" + f"({url})"


def _words(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", one_line(text))


def _code(text: str) -> str:
    """Code between more backticks than stand in a row in it."""
    text = one_line(text)
    fence = "`" * (max((len(run) for run in BACKTICKS.findall(text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
