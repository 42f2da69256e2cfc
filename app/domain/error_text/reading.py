"""The errors in a pasted text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.error_text.cut_sentence import cut_sentences
from app.domain.error_text.letters import Letters
from app.domain.error_text.plain_text import plain_text
from app.domain.error_text.printed_error import ErrorKind, PrintedError, PrintedKey
from app.domain.error_text.sentences import APPLYING, CLASSES, DATABASES, DJANGO
from app.domain.error_text.whole_sentence import Found, whole_sentences

MAX_ERRORS = 20
"""Of one text so many different errors are read."""


def printed_errors(pasted: str) -> tuple[PrintedError, ...]:
    """The errors in a text, each once, in the order of the text; linear in its length."""
    letters = Letters(plain_text(pasted))
    runs = tuple(APPLYING.finditer(letters.text))
    found = list(whole_sentences(letters, DJANGO))
    found += cut_sentences(letters, {error.kind for _, error in found})
    found += _of_databases(letters, runs)
    found += _classes(letters, {error.kind for _, error in found})
    if not found and runs and not runs[-1]["end"]:
        key = _applied(runs[-1])
        found.append((0, PrintedError(ErrorKind.STOPPED, (key,), words=f"Applying {key}...")))
    in_order = sorted(found, key=lambda each: each[0])
    return tuple(dict.fromkeys(error for _, error in in_order))[:MAX_ERRORS]


def _of_databases(letters: Letters, runs: Sequence[re.Match[str]]) -> Iterator[Found]:
    """Yield the errors of databases, each with the migration that was being applied, where the text says that."""
    starts = [run.start() for run in runs]
    for start, error in whole_sentences(letters, DATABASES):
        before = bisect_left(starts, start)
        if before and not runs[before - 1]["end"]:
            yield start, replace(error, keys=(_applied(runs[before - 1]),))
        else:
            yield start, error


def _applied(run: re.Match[str]) -> PrintedKey:
    return PrintedKey(run["app"], run["name"])


def _classes(letters: Letters, read: set[ErrorKind]) -> Iterator[Found]:
    """Yield the errors of which the class alone is named."""
    for name, kind in CLASSES.items():
        place = letters.text.find(name)
        if place >= 0 and kind not in read:
            yield place, PrintedError(kind, words=name)
