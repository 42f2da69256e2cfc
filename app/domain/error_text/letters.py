"""
A text without its blanks.

Terminals, mails and chats break lines where they like, also within a word. So sentences are looked for where there are
no blanks: `Migrationorders.0001_initialisappliedbefore`. What stood between blanks is still known.
"""

import re
from dataclasses import dataclass
from functools import cached_property

WORD = 300
"""The length of the longest word that is read, in characters: two columns of 255 hold less in practice."""

_BLANKS = re.compile(r"\s+")
_WORD_AFTER = re.compile(rf"\S{{1,{WORD}}}")


@dataclass(frozen=True, eq=False)
class Letters:
    """The `plain` text, and `text`, which is the same without blanks."""

    plain: str

    @cached_property
    def text(self) -> str:
        return _BLANKS.sub("", self.plain)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Of each letter, where it stands in the plain text; then the end of that."""
        return (
            *(place for place, letter in enumerate(self.plain) if not letter.isspace()),
            len(self.plain),
        )

    def between(self, start: int, end: int) -> str:
        """The plain text from one letter to before another one, each run of blanks as one space."""
        return _BLANKS.sub(" ", self.plain[self._places[start] : self._places[end]]).strip()

    def is_word_begin(self, place: int) -> bool:
        """Whether a word begins with this letter: what stands before it is none of a word."""
        at = self._places[place]
        before = self.plain[max(0, at - 1) : at]
        return not (before.isalnum() or before == "_")

    def word_from(self, start: int) -> str:
        """The letters from this one up to the next blank; empty at the end."""
        match = _WORD_AFTER.match(self.plain, self._places[start])
        return match[0] if match else ""

    def word_to(self, end: int) -> str:
        """The letters from the last blank up to before this one."""
        if not end:
            return ""
        last = self._places[end - 1] + 1
        words = self.plain[max(0, last - WORD) : last].split()
        return words[-1]
