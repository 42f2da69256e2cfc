"""
The reader of a page, who may leave before it is made.

A page is made in a thread, which nothing ends from outside. So whoever makes something in many pieces asks between two
of them whether it is still waited for. What is made for nobody in particular, as by a job, is always waited for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class ReaderLeft(Exception):
    """Nobody waits for the page any more."""


class Reader:
    """Whoever waits for one page. `has_left` is set from another thread than those that make it."""

    def __init__(self) -> None:
        self.has_left = False


_READER: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def waited_for_by(reader: Reader) -> Iterator[None]:
    """A block whose work is for this reader, also in the threads that it hands its context to."""
    token = _READER.set(reader)
    try:
        yield
    finally:
        _READER.reset(token)


def go_on() -> None:
    """Return where what is being made is still waited for. Raises `ReaderLeft`."""
    reader = _READER.get()
    if reader is not None and reader.has_left:
        raise ReaderLeft
