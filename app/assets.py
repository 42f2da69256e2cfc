"""
Where the files that are not ours to import lie.

In a checkout they lie beside the package, in an installed wheel inside it (see the wheel's sources in pyproject.toml).
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKED = _PACKAGE / "_assets"
_ROOT = _PACKED if _PACKED.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
STATIC = _ROOT / "static"
ALEMBIC = _ROOT / "alembic"
REPORTER = _ROOT / "reporter"
"""Put on the path of a Django project's own process; never on ours."""
