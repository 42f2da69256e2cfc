"""
Writes static/cdn.json: for each library its URL on the CDN, the hash of its bytes, and the path of our own copy.

The hashes are taken from the files that npm installed. A test compares the file with them.
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
"""By our name: the npm package, and the path of the file in it."""


def entries() -> dict[str, dict[str, str]]:
    """The content of static/cdn.json for the packages in node_modules."""
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
