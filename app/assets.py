"""
The folders of the files that are not imported: templates, static files, Alembic's scripts, the reporter.

In a checkout they are beside the package, in an installed wheel inside it (see the wheel's sources in pyproject.toml).
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "_assets"
_ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
STATIC = _ROOT / "static"
ALEMBIC = _ROOT / "alembic"
REPORTER = _ROOT / "reporter"
"""To be put on the Python path of a Django project's process, never on ours."""
