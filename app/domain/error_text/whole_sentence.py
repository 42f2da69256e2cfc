"""The errors of which a text has the whole sentence."""

import re
from collections.abc import Iterable, Iterator

from app.domain.error_text.letters import Letters
from app.domain.error_text.printed_error import ErrorKind, PrintedError, PrintedKey
from app.domain.error_text.sentences import KEY, Sentence

MAX_DIFFERENT = 20
"""A log may repeat one sentence a thousand times; of one sentence so many different ones are read."""

MAX_KEYS = 50
"""A cycle is read up to so many migrations."""

LONGEST_KEY = 360
"""In letters."""

Found = tuple[int, PrintedError]
"""An error, and after how many letters of the text it begins."""


def whole_sentences(letters: Letters, sentences: Iterable[Sentence]) -> Iterator[Found]:
    """Yield what the sentences say, each once. Of sentences of one kind that overlap in the text the first counts."""
    taken: dict[ErrorKind, bytearray] = {}
    for sentence in sentences:
        told: set[PrintedError] = set()
        places = taken.setdefault(sentence.kind, bytearray(len(letters.text) + 1))
        for match in _matches(letters, sentence.pattern):
            start, end = match.span()
            if places[start]:
                continue
            for error in _errors(letters, sentence, match):
                places[start:end] = b"\1" * (end - start)
                if error not in told:
                    told.add(error)
                    yield match.start(), error
            if len(told) >= MAX_DIFFERENT:
                break


def _matches(letters: Letters, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin with a word: a class of Django has the word Migration within its name."""
    match = pattern.search(letters.text)
    while match is not None:
        is_word = letters.is_word_begin(match.start())
        if is_word:
            yield match
        match = pattern.search(letters.text, match.end() if is_word else match.start() + 1)


def trimmed(word: str) -> str:
    """A word without the punctuation of what stands around it."""
    return word.strip("\"'(),;:.[]{}<>")


def _errors(letters: Letters, sentence: Sentence, match: re.Match[str]) -> Iterator[PrintedError]:
    """Yield the error that a sentence says: none where its end is not what it should be, one for each forked app."""
    if sentence.open_part == "keys":
        cycle = _cycle(letters, match.end())
        if cycle:
            yield PrintedError(sentence.kind, cycle, words=", ".join(map(str, cycle)))
    elif sentence.kind is ErrorKind.FORKED:
        words = letters.between(match.start(), match.end())
        for app_label, names in _forks(letters.between(*match.span("forks"))):
            keys = tuple(PrintedKey(app_label, name) for name in names[:MAX_KEYS])
            yield PrintedError(sentence.kind, keys, (app_label,), words=words)
    else:
        yield _error(letters, sentence, match)


def _error(letters: Letters, sentence: Sentence, match: re.Match[str]) -> PrintedError:
    parts = match.groupdict()
    end = trimmed(letters.word_from(match.end())) if sentence.open_part else ""
    words = letters.between(match.start(), match.end()) if "any" in parts else sentence.words(match)
    apps = [parts[name] for name in sorted(parts) if name.startswith("app_")]
    names = [parts[name] for name in sorted(parts) if name.startswith("name_")]
    tables = [parts[name] for name in sorted(parts) if name.startswith("table_")]
    if sentence.open_part == "app":
        apps = [end]
    elif sentence.open_part == "name":
        tables = [end]
    keys = tuple(map(PrintedKey, apps, names))
    return PrintedError(
        sentence.kind,
        keys[::-1] if sentence.kind is ErrorKind.MISSING_NODE else keys,
        () if keys else tuple(sorted(filter(None, parts.get("apps", "").split(",")))) or tuple(apps),
        tuple(tables),
        prefix=parts.get("prefix", ""),
        number=int(parts.get("number", 0)),
        alias=parts.get("alias", ""),
        words=words + end,
    )


def _cycle(letters: Letters, start: int) -> tuple[PrintedKey, ...]:
    """The keys from this letter on, commas between them; the last one ends where its word ends."""
    keys: list[PrintedKey] = []
    while len(keys) < MAX_KEYS:
        comma = letters.text.find(",", start, start + LONGEST_KEY)
        match = KEY.fullmatch(letters.text, start, comma) if comma >= 0 else None
        if match is None:
            last = KEY.fullmatch(trimmed(letters.word_from(start)))
            return (*keys, PrintedKey(last[1], last[2], is_cut_after=True)) if last else tuple(keys)
        keys.append(PrintedKey(match[1], match[2]))
        start = comma + 1
    return tuple(keys)


def _forks(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the forked apps of `0002_a, 0002_b in orders; …` with the names of their leaves."""
    for part in text.split(";"):
        names, _, app_label = part.rpartition(" in ")
        if not names:
            # A line was broken within the little word.
            names, _, app_label = part.replace(" ", "").rpartition("in")
        leaves = tuple(sorted(filter(None, names.replace(" ", "").split(","))))
        if leaves:
            yield app_label.replace(" ", ""), leaves
