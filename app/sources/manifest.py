"""A manifest file: the exact release, written from inside the project."""

from pathlib import Path

from app.domain.json_values import ManifestError
from app.domain.manifest import loads
from app.domain.release import Release
from app.sources.errors import SourceError

SIZE = 200_000_000
"""No manifest is longer, in bytes."""


def read(path: Path) -> Release:
    """Read a manifest of format 1. Raises `SourceError`, which names the path to the wrong value."""
    try:
        if path.stat().st_size > SIZE:
            raise SourceError(f"{path.name}: over {SIZE} bytes long")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: not UTF-8, so no manifest") from None
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read ({error.strerror})") from None
    try:
        return loads(text)
    except ManifestError as error:
        raise SourceError(f"{path.name}: {error}") from None
