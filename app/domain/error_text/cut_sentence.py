"""
The errors of which a text has only a part of the sentence: it was cut off before, behind or within its core.

    rs.0001_initial is applied before its dependency users.0010_ad
    InconsistentMigrationHistory: Migration orders.0001_initial is applied bef...
"""

import re
from collections.abc import Collection, Iterator

from app.domain.error_text.letters import Letters
from app.domain.error_text.printed_error import ErrorKind, PrintedError, PrintedKey
from app.domain.error_text.sentences import APP, DJANGO, KEY, NAME, Sentence
from app.domain.error_text.whole_sentence import Found, trimmed

MAX_PLACES = 20
"""Of one core so many places are looked at."""

MIN_CORE = 8
"""A core that is cut off is known by so many letters of it."""

AROUND = 120
"""So many letters before and behind the core are shown."""

MAX_LEAVES = 4
"""So many leaves of a forked app are read of a list that is cut off."""

_KEY = re.compile(rf"(\w{{1,100}})\.({NAME})")
_NODE = re.compile(rf"""\(u?["']({APP})["'],u?["']({NAME})(["']\))?""")
_LEAF = re.compile(r"\d{4}_\w{1,200}")
_MORE = re.compile(r"\[?\.\.\.\W{0,9}$")


def cut_sentences(letters: Letters, read: Collection[ErrorKind]) -> Iterator[Found]:
    """Yield the errors of which a part of the sentence is there; none of the kinds that were read already."""
    ends = _ends(letters.plain)
    for sentence in DJANGO:
        core = sentence.core.replace(" ", "")
        if core and sentence.kind not in read:
            for start, end in _places(letters.text, core, ends)[:MAX_PLACES]:
                error = _error(letters, sentence, start, end)
                if error is not None:
                    yield start, error


def _places(text: str, core: str, ends: tuple[int, ...]) -> list[tuple[int, int]]:
    """Where the core stands among the letters, whole or cut off, as far as it is there."""
    if core[:MIN_CORE] not in text and core[-MIN_CORE:] not in text:
        return []
    places = [(match.start(), match.end()) for match in re.finditer(re.escape(core), text)]
    parts = range(len(core) - 1, MIN_CORE - 1, -1)
    for end in ends:
        known = next((number for number in parts if text.endswith(core[:number], 0, end)), 0)
        if known:
            places.append((end - known, end))
    known = next((number for number in parts if text.startswith(core[-number:])), 0)
    return [*places, (0, known)] if known else places


def _ends(plain: str) -> tuple[int, ...]:
    """After how many letters the text is cut off: at lines that end with three dots, and at its end."""
    ends: list[int] = []
    letters = 0
    for line in plain.split("\n"):
        text = "".join(line.split())
        more = _MORE.search(text, max(0, len(text) - 16))
        if more and len(ends) < MAX_PLACES:
            ends.append(letters + more.start())
        letters += len(text)
    return tuple(dict.fromkeys((*ends, letters)))


def _error(letters: Letters, sentence: Sentence, start: int, end: int) -> PrintedError | None:
    """The error of a core, with the migrations before and behind it; None where there is neither."""
    words = letters.between(max(0, start - AROUND), min(len(letters.text), end + AROUND))
    if sentence.kind is ErrorKind.FORKED:
        leaves = _LEAF.findall(letters.between(end, min(len(letters.text), end + AROUND)))[:MAX_LEAVES]
        keys = [PrintedKey("", name, is_cut_before=True, is_cut_after=True) for name in leaves]
        return PrintedError(sentence.kind, tuple(keys), words=words) if keys else None
    keys = []
    before = _KEY.fullmatch(letters.word_to(start).lstrip("\"'(:"))
    if before is not None:
        is_first = letters.text.startswith(before[0])
        keys.append(PrintedKey(before[1], before[2], is_cut_before=is_first))
    node = _NODE.match(letters.text, end)
    after = node or KEY.fullmatch(trimmed(letters.word_from(end)))
    if after is not None:
        is_whole = node is not None and node[3] is not None
        keys.append(PrintedKey(after[1], after[2], is_cut_after=not is_whole))
        if sentence.kind is ErrorKind.MISSING_NODE:
            keys.reverse()
    return PrintedError(sentence.kind, tuple(keys), words=words) if keys else None
