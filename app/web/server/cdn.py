"""The two files that come from a CDN: their pinned versions, addresses and hashes, and the copies at home."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BrowserFile:
    """One file of `static/cdn.json`; `local` is its place under `static/`, for when the CDN cannot be reached."""

    name: str
    version: str
    url: str
    integrity: str
    local: str


def read(path: Path) -> tuple[BrowserFile, ...]:
    """The files that `static/cdn.json` names, sorted by name; none when there is no such file."""
    if not path.is_file():
        return ()
    content = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        BrowserFile(name, entry["version"], entry["url"], entry["integrity"], entry["local"])
        for name, entry in sorted(content.items())
    )
