"""Versions in labels: `v1.10` is newer than `v1.9`, and `v2.0rc1` older than `v2.0`."""

import re

from packaging.version import Version

VERSION = re.compile(r"(?:[a-z]+[-_/])?(?:v(?=\d)|(?=\d+\.))(\S+)", re.IGNORECASE | re.ASCII)
"""Matches `v2`, `1.9`, `release/1.9` and `shop-1.9.3`; not `2026`, and not `fix-3`."""


def version_of(label: str) -> Version | None:
    """The version that a label names; None for one that names none."""
    match = VERSION.fullmatch(label)
    try:
        return Version(match[1]) if match else None
    except ValueError:  # no version, or a number with thousands of digits
        return None
