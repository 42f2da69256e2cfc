"""What an answer means that is not what was asked for, and the next step."""

import json
from collections.abc import Mapping
from typing import Any

MAX_SHOWN = 500
"""So many characters of what a dashboard says are repeated."""

API = "/api/"
LET_THROUGH = f"If a proxy signs people in there, let it pass {API} through (docs/serving.md)."

NEXT = {
    404: "Look at the address and at --project. A dashboard that is older than this command does not know the address.",
    408: "Try it again.",
    421: "Call the dashboard by a name that it knows, or let it know this one.",
    429: "Wait a while and try it again, or let the proxy there allow more requests.",
    502: "The proxy there does not reach the dashboard: look whether it runs.",
    503: "It has too much to do, or its store does not answer: try it again, and look at /readyz.",
    504: "The proxy there waited in vain for the dashboard: look whether it runs.",
}
"""By the status of an answer what to do next, where the dashboard's own sentence does not say it."""


def redirection(origin: str, status: int) -> str:
    """The sentence for an answer that sends on to another address."""
    return f"{origin} sends on to another address ({status}), and a token goes nowhere else. {LET_THROUGH}"


def refusal(origin: str, status: int, reason: str, content: bytes, *, token: str) -> str:
    """The sentences for an answer that is an error."""
    members = _members(content)
    own = members.get("detail") or members.get("sentence")
    said = (
        _printable(str(own), token) if own else f"it says no more than {_printable(reason, token) or 'that'}."
    )
    next_step = NEXT.get(status, "")
    if status in (401, 403) and not own:
        next_step = f"This is not the dashboard that speaks. {LET_THROUGH}"
    elif status >= 500 and not next_step:
        next_step = "The log of the dashboard says more."
    return f"{origin} answers {status}: {said} {next_step}".strip()


def no_document(origin: str, content: bytes, problem: str, *, what: str) -> str:
    """The sentences for an answer that is not the document that was asked for. `problem` says what is wrong with it."""
    if content.lstrip()[:1] == b"<":
        return f"What {origin} answers is a web page, and no {what}. {LET_THROUGH}"
    return (
        f"What {origin} answers is no {what} that this command can read: {problem}. "
        "It may be half of one, or of another version of Driftboard than this command."
    )


def _members(content: bytes) -> Mapping[str, Any]:
    """The members of a JSON object; none where the content is not one."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _printable(text: str, token: str) -> str:
    """The beginning of a foreign text, without what cannot be printed and without the token."""
    shown = text.replace(token, "…") if token else text
    return "".join(sign if sign.isprintable() else " " for sign in shown[:MAX_SHOWN]).strip()
