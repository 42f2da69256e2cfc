"""Directories of source, written as a mapping of paths to texts."""

from pathlib import Path
from textwrap import dedent

HEAD = "from django.conf import settings\nfrom django.db import migrations, models\n\n"


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write the files below the root; a package of migrations gets its `__init__.py` when it has none."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        if place.parent.name == "migrations":
            (place.parent / "__init__.py").touch()
    return root


def migration(
    body: str = "", *, before: str = "", after: str = "", base: str = "migrations.Migration"
) -> str:
    """The text of a migration file, from the lines of its class body."""
    lines = "".join(f"    {line}\n" for line in dedent(body).strip().splitlines()) or "    pass\n"
    return f"{HEAD}{dedent(before)}\n\nclass Migration({base}):\n{lines}\n{dedent(after)}"
