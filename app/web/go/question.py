"""What somebody wants to go to: words, or the text of an error."""

import re
from dataclasses import dataclass
from functools import cached_property

from app.domain.error_text import PrintedError, printed_errors

MAX_LENGTH = 64 * 1024
"""The length of the longest text that is read, in characters."""

MAX_WORDS_LENGTH = 120
"""A longer text, or one of several lines, is no name of anything; in characters."""

TOO_LONG = (
    "This text is longer than 64 kB. Paste its last lines: Django prints the error at the end of a traceback."
)
NO_TEXT = "This is no text. Paste the lines that Django printed, not a file."

_FILE = re.compile(r"^(?:.*/)?([\w-]+)/migrations/([\w-]+?)(?:\.pyc?)?$")
_MODULE = re.compile(r"^(?:.*\.)?([\w-]+)\.migrations\.([\w-]+)$")
_STRANGE = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
"""Matches what no terminal prints, and what was no character at all."""

SEPARATORS = "./ -"
"""Each begins another part of a name."""

_HEX = re.compile(r"[0-9a-f]{4,64}")


@dataclass(frozen=True)
class Question:
    """A text as it was typed or pasted."""

    text: str

    @cached_property
    def refusal(self) -> str:
        """Why the text is not read; empty where it is."""
        if len(self.text) > MAX_LENGTH:
            return TOO_LONG
        strange = len(_STRANGE.findall(self.text))
        return NO_TEXT if strange > len(self.text) // 50 else ""

    @cached_property
    def errors(self) -> tuple[PrintedError, ...]:
        """The errors in the text."""
        return printed_errors(self.text)

    @cached_property
    def words(self) -> str:
        """The text as a name, in small letters, a path of a migration as its key; empty where it can be no name."""
        text = self.text.strip()
        if len(text) > MAX_WORDS_LENGTH or "\n" in text or "\r" in text or self.errors:
            return ""
        match = _FILE.match(text) or _MODULE.match(text)
        return (f"{match[1]}.{match[2]}" if match else text.strip("\"'`()[],;:")).lower()

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The words, apart; each is to occur in a name."""
        return tuple(self.words.split())

    @property
    def digits(self) -> str:
        """The words, where they are the beginning of a commit or of a fingerprint; else empty."""
        return self.words if _HEX.fullmatch(self.words) else ""

    @property
    def is_shareable(self) -> bool:
        """Whether the text belongs into an address: one short line. What an error prints may hold names of hosts."""
        return not self.refusal and (bool(self.words) or not self.text.strip())

    def rank(self, name: str) -> int | None:
        """How well a name in small letters fits: 0 is it, 1 begins so, 2 a part begins so, 3 has all words; or None."""
        if name == self.words:
            return 0
        if name.startswith(self.words):
            return 1
        if any(f"{separator}{self.words}" in name for separator in SEPARATORS):
            return 2
        return 3 if all(part in name for part in self.parts) else None
