"""
Any text as a part of a path, and back.

Letters, digits, dots, underscores and dashes stay. Every other byte of the text in UTF-8 is written `=2F`, as in
quoted-printable: servers and proxies decode percent signs before they look for a page, and leave this alone.
"""

import re

_OTHER = re.compile(rb"[^A-Za-z0-9._-]")
_ESCAPED = re.compile(rb"=([0-9A-F]{2})")
_SURROGATES = "surrogatepass"
"""A text may hold halves of characters; they keep an address of their own."""


def escaped(text: str, *, dots: int = 0) -> str:
    """The text as a part of a path; its last `dots` dots are escaped too."""
    written = _OTHER.sub(lambda byte: b"=%02X" % byte[0][0], text.encode("utf-8", _SURROGATES)).decode(
        "ascii"
    )
    return "=2E".join(written.rsplit(".", dots)) if dots else written


def unescaped(part: str) -> str | None:
    """The text of a part of a path; None where it holds what no escaped text holds."""
    sent = part.encode("utf-8", _SURROGATES)
    if _OTHER.search(_ESCAPED.sub(b"", sent)):
        return None
    try:
        return _ESCAPED.sub(lambda byte: bytes((int(byte[1], 16),)), sent).decode("utf-8", _SURROGATES)
    except UnicodeDecodeError:
        return None
