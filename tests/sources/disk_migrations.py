"""
Run with a Django on the path: prints what its loader finds on disk, for the static reading to be held against.

    python disk_migrations.py [SETTING=VALUE …] APP…
"""

import json
import sys

import django
from django.conf import settings

configured = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
apps = [argument for argument in sys.argv[1:] if "=" not in argument]
settings.configure(
    INSTALLED_APPS=apps,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    SECRET_KEY="none",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    **{name: json.loads(value) if value[:1] in '[{"' else value for name, value in configured.items()},
)
django.setup()

from django.db.migrations.loader import MigrationLoader  # noqa: E402 - after the settings

loader = MigrationLoader(None, load=False)
loader.load_disk()
found = {}
for (label, name), migration in loader.disk_migrations.items():
    found[f"{label}.{name}"] = {
        "dependencies": sorted({tuple(key) for key in migration.dependencies}),
        "run_before": sorted({tuple(key) for key in migration.run_before}),
        "replaces": [tuple(key) for key in migration.replaces],
        "initial": migration.initial,
        "atomic": migration.atomic,
        "operations": [
            [type(operation).__name__, bool(operation.reversible)] for operation in migration.operations
        ],
        "path": sys.modules[type(migration).__module__].__file__,
    }
json.dump(found, sys.stdout)
