"""A message about a page, before it has a form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from app.domain.keys import MigrationKey
from app.web.wording.rich_text import TextPart

OPEN = "Open in Driftboard"
"""The words of the link to the page."""

KEPT_IN_ADDRESSES = "/:?#&=~@,.;+-_%[]"
"""Signs of an address that stay as they are; no other can end the link around it."""


@dataclass(frozen=True, slots=True)
class Code:
    """A text in the font of code that is no key: an error of Django, the id of a commit."""

    text: str


Parts = tuple[TextPart | Code, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One point of a message: what it is about, and what it says."""

    name: str
    text: Parts


@dataclass(frozen=True, slots=True)
class Message:
    """`title` is bold, `seen` stands after it; then the `sentence`, the `lines`, and the link to the page at `href`."""

    title: str
    seen: str
    sentence: Parts
    lines: tuple[Line, ...]
    href: str


def written(parts: Iterable[TextPart | Code], words: Callable[[str], str], code: Callable[[str], str]) -> str:
    """The parts as one text: plain words as `words` writes them, keys and code as `code` does."""
    return "".join(
        code(part.text)
        if isinstance(part, Code)
        else code(str(MigrationKey(part.app, part.text)))
        if part.app
        else words(part.text)
        for part in parts
    )


def one_line(text: str) -> str:
    """The text with a space for each sign that cannot be seen, such as the end of a line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def address(public: str, href: str) -> str:
    """The whole address of a page; `public` is that of the dashboard."""
    return quote(public + href, safe=KEPT_IN_ADDRESSES)
