"""What the templates of "Go to…" see."""

from dataclasses import dataclass

from app.web.go.errors import Answer
from app.web.go.hit import Hit
from app.web.layout.views import Frame, Link


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a text leads to: links, or answers to the errors in it.

    `count` is read out: how many links there are. `help` says what can be searched, where nothing was found or asked.
    `filter` leads to the fleet filtered by the text.
    """

    headline: str
    count: str
    hits: tuple[Hit, ...] = ()
    answers: tuple[Answer, ...] = ()
    help: tuple[str, ...] = ()
    filter: Link | None = None


@dataclass(frozen=True, slots=True)
class GoPage:
    """The page: the form with the text that was sent, and what it leads to. `action` is the address of the form."""

    frame: Frame
    headline: str
    action: str
    text: str
    found: Found
