"""Reading costs no more than a fixed number of steps for each letter, also on texts that are made to be slow."""

import re
import sys
from collections.abc import Callable
from re._parser import parse  # type: ignore[import-not-found]

import pytest

from app.domain.error_text import (
    cut_sentence,
    letters,
    plain_text,
    printed_errors,
    reading,
    sentences,
    whole_sentence,
)
from app.domain.error_text.sentences import DATABASES, DJANGO

HOSTILE = (
    "Migration ", "Migration a.", "\\", "\x1b[", "\x1b]", "(", "'", 'relation "', 'relation "a" already exists ',
    "Applying a.b", " ", "\n", "CircularDependencyError: a.b, ", "CircularDependencyError: ", "...\n", "[", "&amp;",
    "multiple leaf nodes in the migration graph: (", "Operation ", "Operation <x> in a.b", "a" * 50 + "|",
    "is applied before its dependency ", "is applied bef...\n", "\\u0020", "Unknown column '", "2026-06-19T08:55 ",
)  # fmt: skip


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of the reader are run by it; what the standard library does in C is not among them."""
    number = 0
    folder = reading.__file__.rpartition("reading")[0]

    def trace(frame, event, _):
        nonlocal number
        if not frame.f_code.co_filename.startswith(folder):
            return None
        number += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return number


def pasted(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_takes_at_most_twice_the_lines(piece: str):
    printed_errors(pasted(piece, 100))
    small, large = (
        lines_run(lambda size=size: printed_errors(pasted(piece, size))) for size in (2_000, 4_000)
    )

    assert large <= 2.2 * small + 100


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that the reader uses, by its place."""
    modules = (cut_sentence, letters, plain_text, reading, sentences, whole_sentence)
    found = {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    return found | {sentence.text: sentence.pattern for sentence in (*DJANGO, *DATABASES)}


@pytest.mark.parametrize("name", patterns())
def test_a_pattern_looks_at_a_bounded_number_of_letters_from_each_place(name: str):
    pattern = patterns()[name]
    _, longest = parse(pattern.pattern, pattern.flags & ~re.UNICODE).getwidth()
    # A run of one character is passed at once and never looked at again.
    is_a_run = re.fullmatch(r"\\[s\\]\+", pattern.pattern)

    assert longest < 5_000 or is_a_run, pattern.pattern
