"""The two files that browsers load from a CDN: versions, addresses, hashes, and the copies under `static/`."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BrowserFile:
    """One file of `static/cdn.json`; `local` is the path of its copy under `static/`, for browsers without the CDN."""

    name: str
    version: str
    url: str
    integrity: str
    local: str


def read(path: Path) -> tuple[BrowserFile, ...]:
    """The files that a `cdn.json` names, sorted by name; none if there is no such file."""
    if not path.is_file():
        return ()
    content = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        BrowserFile(name, entry["version"], entry["url"], entry["integrity"], entry["local"])
        for name, entry in sorted(content.items())
    )
