"""A message in Slack's own form, which it calls mrkdwn. Slack has no escape but for `&`, `<` and `>`."""

from app.web.wording.messages.message import OPEN, Message, address, one_line, written

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

BACKTICK = "\N{MODIFIER LETTER GRAVE ACCENT}"
SIGNS = {"`": BACKTICK, "*": "\N{ASTERISK OPERATOR}", "~": "\N{TILDE OPERATOR}"}
"""What looks like a sign with which Slack formats words, and formats nothing."""


def slack(message: Message, public: str) -> str:
    """
    The message for Slack.

    `public` is the address of the dashboard, before the path of the page. Where it is empty the path is no link.
    """
    lines = (
        f"*{_words(message.title)}* ({_words(message.seen)})",
        written(message.sentence, _words, _code),
        *(f"• {line.name}: {written(line.text, _words, _code)}" for line in message.lines),
        f"<{_entities(address(public, message.href))}|{OPEN}>"
        if public
        else f"{OPEN}: {_code(message.href)}",
    )
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    return "".join(SIGNS.get(letter, letter) for letter in _entities(one_line(text)))


def _code(text: str) -> str:
    return f"`{_entities(one_line(text)).replace('`', BACKTICK)}`"


def _entities(text: str) -> str:
    return "".join(ENTITIES.get(letter, letter) for letter in text)
