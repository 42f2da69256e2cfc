"""
A Django whose apps have no files: what the programs of the judges set up before anything else.

Each app is a package that lies nowhere, and the texts of the migrations are told. It needs the standard library and
Django alone, and runs on every Python that one of the Djangos needs.
"""

import sys
from importlib.machinery import ModuleSpec

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}

MIGRATIONS = {}
"""The text of each migration that there is now, by app label and name."""


class ToldModules:
    """Finds modules by name whose texts it was told; a name without a dot is a package."""

    def __init__(self, texts):
        self.texts = texts

    def find_spec(self, name, *_where):
        if name not in self.texts:
            return None
        spec = ModuleSpec(name, self, is_package="." not in name)
        if "." not in name:
            spec.submodule_search_locations = ["/nowhere/" + name]  # Django asks where an app lies
        return spec

    def create_module(self, _spec):
        return None  # an ordinary one

    def exec_module(self, module):
        exec(self.texts[module.__name__], module.__dict__)  # noqa: S102 - the texts are the test's own


def set_up(labels, *, database=SQLITE, modules=None):
    """Set Django up with these apps; `modules` are the texts of modules in them, by name."""
    sys.meta_path.insert(0, ToldModules({**dict.fromkeys(labels, ""), **(modules or {})}))
    from django.conf import settings

    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=list(labels),
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
    )
    import django

    django.setup()


def load_disk(self):
    """In place of the method of MigrationLoader that reads files: an app has those of `MIGRATIONS`."""
    from django.apps import apps

    labels = [config.label for config in apps.get_app_configs()]
    self.unmigrated_apps = set(labels) - set(MIGRATIONS)
    self.migrated_apps = set(labels) & set(MIGRATIONS)
    self.disk_migrations = {}
    for label in filter(MIGRATIONS.__contains__, labels):
        for name, text in MIGRATIONS[label].items():
            namespace = {}
            exec(text, namespace)  # noqa: S102 - the texts are the test's own
            self.disk_migrations[label, name] = namespace["Migration"](name, label)


def read_told_migrations():
    """From now on Django has the migrations of `MIGRATIONS` and no others."""
    from django.db.migrations.loader import MigrationLoader

    MigrationLoader.load_disk = load_disk
