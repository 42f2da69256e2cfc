"""
The key of a migration in an address, and back.

    orders.0001_initial      as it is written everywhere
    a=2Eb.0001               the app is `a.b`: nothing keeps a table from holding such texts
    =.0001                   the app is empty

Two keys never share a text.
"""

from app.domain.keys import MigrationKey
from app.web.urls.escapes import escaped, unescaped

_EMPTY = "="
_NEVER_PLAIN = frozenset("=/\\%?#")
"""What would be read as an escape, or as the end of a segment or of the path."""


def text_of(key: MigrationKey) -> str:
    """The key as addresses have it; it is still to be quoted."""
    text = str(key)
    if key.app_label and key.name and "." not in key.app_label and _is_plain(text):
        return text
    app_label = escaped(key.app_label, dots=key.app_label.count("."))
    return f"{app_label or _EMPTY}.{escaped(key.name) or _EMPTY}"


def key_of(text: str) -> MigrationKey:
    """The key that a text in an address names. Raises `ValueError` where it names none."""
    app_label, _, name = text.partition(".")
    parts = ["" if part == _EMPTY else unescaped(part) for part in (app_label, name)]
    if None not in parts and "=" in text:
        key = MigrationKey(*(part or "" for part in parts))
        if text_of(key) == text:
            return key
    return MigrationKey.parse(text)


def _is_plain(text: str) -> bool:
    return text.isprintable() and not _NEVER_PLAIN.intersection(text)
