"""Sentences in parts, words and migration keys: templates set the keys in the code font. No part holds markup."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.findings import Finding
from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class TextPart:
    """Plain words; or a migration key, then `app` is its app label and `text` its name."""

    text: str
    app: str = ""


Text = tuple[TextPart, ...]


def plain(text: str) -> Text:
    """A sentence without keys."""
    return (TextPart(text),) if text else ()


def key_part(key: MigrationKey) -> TextPart:
    """A migration key as a part."""
    return TextPart(key.name, key.app_label)


def with_keys(sentence: str, keys: Iterable[MigrationKey]) -> Text:
    """A sentence in which each occurrence of one of the keys is a part of its own; the longest key wins."""
    by_text = {text: key for key in keys if (text := str(key)) in sentence}
    if not by_text:
        return plain(sentence)
    longest_first = "|".join(re.escape(text) for text in sorted(by_text, key=lambda text: (-len(text), text)))
    parts = re.split(f"({longest_first})", sentence)
    return tuple(key_part(by_text[part]) if part in by_text else TextPart(part) for part in parts if part)


def of(finding: Finding, sentence: str) -> Text:
    """The sentence of a finding, with its migration keys as parts."""
    return with_keys(sentence, (finding.subject, *finding.related))


def flat(text: Text) -> str:
    """The sentence as one string."""
    return "".join(f"{part.app}.{part.text}" if part.app else part.text for part in text)
