"""
The words that select migrations, as `q=` of a page has them, read into values.

    app:orders  status:pending      what has this app, this status
    orders.0062                     a migration, by its key or by the beginning of it
    +orders.0062  orders.0062+      with all that it needs, with all that needs it
    2+orders.0062+1                 the same, so many steps far
    imports.0044..orders.0062       the ways from one to the other
    0062  "a b.0001"                text in a key; what stands in quotation marks has no signs
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.status import Status

MAX_WORDS = 12
"""Further words are not looked at."""
QUOTE = '"'
APP, STATUS = "app:", "status:"
REACH = re.compile(r"(?:(?P<up>[0-9]*)\+)?(?P<key>.*?)(?:\+(?P<down>[0-9]*))?", re.DOTALL)
ORDINARY = re.compile(r"[^\s\"+.:]+(?:\.[^\s\"+.:]+)*")
"""A text that is a word without quotation marks."""


@dataclass(frozen=True, slots=True)
class Reach:
    """
    A migration by the beginning of its key, with what it needs and what needs it.

    `needs` and `needed_by` are numbers of steps: 0 for none, None for all there are.
    """

    text: str
    needs: int | None = 0
    needed_by: int | None = 0


@dataclass(frozen=True, slots=True)
class Way:
    """The dependencies that lead from one migration to the other; each by the beginning of its key."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Query:
    """
    The words of a selection.

    `keys` are united; `texts`, `apps` and `statuses` narrow them, or all migrations where there are no `keys`. Each of
    the texts must be in a key; one of the apps and one of the statuses must fit. `problems` say of words that say
    nothing what is wrong with them.
    """

    keys: tuple[Reach | Way, ...] = ()
    texts: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Words:
    """The words as they are read, by kind."""

    keys: list[Reach | Way] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    apps: list[str] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def read(self, text: str, signs: str) -> None:
        """Read one word; `signs` is its text with a space for each letter that stands in quotation marks."""
        if signs.startswith(APP):
            self._app(text.removeprefix(APP))
        elif signs.startswith(STATUS):
            self._status(text.removeprefix(STATUS).lower())
        elif ".." in signs:
            self._way(text, signs.index(".."))
        elif "+" in (signs[:1], signs[-1:]) or re.match(r"[0-9]+\+|.+\+[0-9]+$", signs):
            self._reach(text, signs)
        elif "." in text.strip("."):
            self.keys.append(Reach(text))
        else:
            self.texts.append(text)

    def _app(self, label: str) -> None:
        if label:
            self.apps.append(label)
        else:
            self.problems.append("app: stands before the label of an app, as in app:orders.")

    def _status(self, word: str) -> None:
        if word in tuple(Status):
            self.statuses.append(Status(word))
        else:
            known = ", ".join(Status)
            self.problems.append(f"There is no status {word or QUOTE * 2}. The statuses are {known}.")

    def _way(self, text: str, place: int) -> None:
        first, last = text[:place], text[place + 2 :]
        if first and last:
            self.keys.append(Way(first, last))
        else:
            self.problems.append(".. stands between two migrations, as in imports.0044..orders.0062.")

    def _reach(self, text: str, signs: str) -> None:
        match = REACH.fullmatch(signs)
        key = "" if match is None else text[match.start("key") : match.end("key")]
        if match is None or not key:
            self.problems.append("+ stands before or after a migration, as in +orders.0062 or orders.0062+2.")
            return
        self.keys.append(Reach(key, _steps(match["up"]), _steps(match["down"])))


def _steps(digits: str | None) -> int | None:
    """The number of steps that a sign with these digits stands for: 0 without a sign, None for all."""
    if digits is None:
        return 0
    return min(int(digits[:9]), 1_000_000) if digits else None


def read(text: str) -> Query:
    """The words of a text, of which the first `MAX_WORDS` are looked at."""
    words = _Words()
    split = list(_split(text))
    for word, signs in split[:MAX_WORDS]:
        words.read(word, signs)
    if text.count(QUOTE) % 2:
        words.problems.append("A quotation mark is not closed.")
    if len(split) > MAX_WORDS:
        words.problems.append(f"Only the first {MAX_WORDS} words are looked at.")
    return Query(
        tuple(words.keys),
        tuple(words.texts),
        tuple(words.apps),
        tuple(words.statuses),
        tuple(dict.fromkeys(words.problems)),
    )


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Each word without its quotation marks, and its signs. Two quotation marks in a quoted text are one of it."""
    word, signs, is_quoted, place = "", "", False, 0
    while place < len(text):
        letter = text[place]
        place += 1
        if letter == QUOTE and is_quoted and text[place : place + 1] == QUOTE:
            word, signs, place = word + QUOTE, signs + " ", place + 1
        elif letter == QUOTE:
            is_quoted = not is_quoted
        elif is_quoted or not letter.isspace():
            word, signs = word + letter, signs + (" " if is_quoted else letter)
        elif word:
            yield word, signs
            word, signs = "", ""
    if word:
        yield word, signs


def written(key: str) -> str:
    """The word that names this key, in quotation marks where it has signs or spaces."""
    if ORDINARY.fullmatch(key) and key.isprintable():
        return key
    return QUOTE + key.replace(QUOTE, QUOTE * 2) + QUOTE
