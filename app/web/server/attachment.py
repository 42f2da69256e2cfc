"""The name under which a browser keeps what it downloads: one that every system takes, whatever the address says."""

import re

MAX_NAME = 120
"""In characters, without the ending. Systems take 255 bytes."""

UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")


def attachment(words: str, ending: str) -> dict[str, str]:
    """The header of a download whose name is made of some words: `readiness-v1.2`, `.csv`."""
    name = UNUSUAL.sub("-", words).strip("-.")[:MAX_NAME].strip("-.") or "driftboard"
    return {"Content-Disposition": f'attachment; filename="{name}{ending}"'}
