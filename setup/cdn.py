"""
Write static/cdn.json: where a page finds a library on the CDN, the hash it must have, and our own copy of it.

The hashes are those of the bytes that npm installed; a test holds the file against them.
"""

import base64
import hashlib
import json
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
FILE = CHECKOUT / "static" / "cdn.json"
LIBRARIES = {
    "cytoscape": ("cytoscape", "dist/cytoscape.esm.min.mjs"),
    "htmx": ("htmx.org", "dist/htmx.min.js"),
}
"""Our name, the npm package, the file in it."""


def entries() -> dict[str, dict[str, str]]:
    """What static/cdn.json must hold for the packages in node_modules."""
    return {name: _entry(package, path) for name, (package, path) in LIBRARIES.items()}


def _entry(package: str, path: str) -> dict[str, str]:
    folder = CHECKOUT / "node_modules" / package
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    digest = hashlib.sha384((folder / path).read_bytes()).digest()
    return {
        "version": version,
        "url": f"https://cdn.jsdelivr.net/npm/{package}@{version}/{path}",
        "integrity": f"sha384-{base64.b64encode(digest).decode()}",
        "local": f"vendor/{Path(path).name}",
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(entries(), indent=2) + "\n", encoding="utf-8")
