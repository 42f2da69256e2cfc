"""
The label of a release as one segment of a path, and back.

    v1.2, main, feature-x       as they are
    release/3                   release=2F3
    ünï                         =C3=BCn=C3=AF

Two labels never share a segment.
"""

import re
from collections.abc import Iterable

from app.web.urls.escapes import escaped, unescaped
from app.web.urls.segments import short

NO_LABEL = "release"
"""The word of a pinned address for a release to which no label points."""


def segment_of(label: str) -> str:
    """The segment of a label. No segment is `.` or `..`, and none ends like the address of a document."""
    if not label:
        return "="
    dots = label.count(".") if label in (".", "..") else 1 if label.endswith(".json") else 0
    return escaped(label, dots=dots)


def label_of(segment: str) -> str | None:
    """The label that has this segment; None for a text that is no label's segment."""
    label = "" if segment == "=" else unescaped(segment)
    return label if label is not None and segment_of(label) == segment else None


def pinned_segment(label: str, fingerprint: str) -> str:
    """The segment of one release, whatever the label points to later: `v2.4~4be19d02aa`."""
    return f"{segment_of(label or NO_LABEL)}~{short(fingerprint)}"


def former_segment(label: str) -> str:
    """The segment of a label in addresses of earlier versions, where `release/3` and `release-3` had the same."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", label) or NO_LABEL


def newer_value(releases: Iterable[tuple[str, str]]) -> str | None:
    """The value of `newer=` in a pinned address: labels with fingerprints, commas between them; None without any."""
    return ",".join(sorted({pinned_segment(label, fingerprint) for label, fingerprint in releases})) or None
