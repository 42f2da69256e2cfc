"""Two sides as a message for a channel: the sentence, and what each ran that the other did not."""

from collections.abc import Iterator, Sequence

from app.domain import english
from app.domain.keys import MigrationKey
from app.domain.pair import sentences
from app.domain.pair.pair import HistoryPair
from app.web.compare.facts import CompareFacts
from app.web.wording import rich_text as text
from app.web.wording.messages import Line, Message

MAX_KEYS = 12
"""A message names so many migrations of a side; the page has more."""


def message(facts: CompareFacts) -> Message | None:
    """The message; its link is the pinned address. None where there is nothing to compare."""
    pair, pinned = facts.pair, facts.pinned
    if pair is None or pinned is None:
        return None
    names = facts.names
    moments = [side.snapshot.received_at for side in (facts.first, facts.second) if side.snapshot is not None]
    return Message(
        f"{names.first} and {names.second}",
        f"histories of {english.listed(dict.fromkeys(map(english.absolute, moments)))}, through {names.release}",
        text.plain(sentences.headline(pair, names)),
        tuple(_lines(facts, pair)),
        pinned.page(),
    )


def _lines(facts: CompareFacts, pair: HistoryPair) -> Iterator[Line]:
    names = facts.names
    for name, keys in ((names.first, pair.only_first), (names.second, pair.only_second)):
        if keys:
            yield Line(f"Only in {name}", _keys(keys))
    note = sentences.order_note(pair)
    if note:
        yield Line("Order", text.plain(note))


def _keys(keys: Sequence[MigrationKey]) -> text.Text:
    return text.with_keys(english.listed(keys, MAX_KEYS), keys[:MAX_KEYS])
