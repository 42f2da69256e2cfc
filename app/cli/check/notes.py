"""
One note for each thing that becomes worse, as programs take them: a path, a line, a title and a text.

A harm that many environments share is one note, which names some of them.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.english import count, listed, visible
from app.domain.impact import Impact
from app.domain.impact.harm import Harm
from app.domain.impact.headline import HARM_WORDS
from app.domain.impact.impact import SharedHarm
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import NOWHERE, Spot
from app.domain.reports.impact import edit_lines
from app.domain.runbook import ENTRIES

MAX_NAMED = 10
"""A note names so many environments and counts the others."""

MAX_LENGTH = 4_000
"""A text of more characters is cut: some programs refuse it."""


@dataclass(frozen=True, slots=True)
class Note:
    """
    One note. `rule` is the code of the finding, `title` a few words, `text` whole sentences without line breaks.

    `is_error` says that it makes the answer a no. `path` and `line` are where it is hung up; None where there is no
    such file. `fingerprint` is 64 hex digits, the same while the same edit harms in the same way, on whatever line.
    """

    rule: str
    title: str
    text: str
    is_error: bool
    path: str | None
    line: int | None
    fingerprint: str


def notes_of(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> Iterator[Note]:
    """The notes of an impact, the worst first."""
    for shared in impact.shared:
        harm = shared.harm
        spot = spots.get(harm.anchor, NOWHERE)
        path = None if harm.anchor.is_gone else spot.path
        yield Note(
            harm.code.value,
            f"{ENTRIES[harm.code].title}: {HARM_WORDS[harm.kind]}",
            _text(shared, spots, len(impact.environments)),
            harm.kind.decides,
            path,
            spot.line if path is not None else None,
            _fingerprint(harm),
        )


def _text(shared: SharedHarm, spots: Mapping[EditedPlace, Spot], total: int) -> str:
    names = listed(shared.environments, MAX_NAMED)
    whom = f"In {len(shared.environments):,} of {count(total, 'environment')} ({names})"
    edits = "; ".join(edit_lines(shared.harm, spots))
    text = visible(f"{whom}: {shared.harm.sentence} Edited: {edits}.")
    return text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 1]}…"


def _fingerprint(harm: Harm) -> str:
    place = harm.anchor
    facts = "\0".join(map(str, (*harm.key, place.part, place.entry, place.path)))
    return hashlib.sha256(facts.encode("utf-8", "backslashreplace")).hexdigest()
