"""
A small project for the reporter, with one of everything that a migration can be, and the running of it.

    users     the folder shop/people, called so by its AppConfig; the user model; a model that a setting swaps for it
    depots    a second model that can be swapped
    orders    two originals and their squash, a data migration, an index
    billing   its migrations lie elsewhere (MIGRATION_MODULES); one of them runs before one of orders
    notes     no migrations

Every connection to its databases is an error, and says so in the file `connected`.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests.oracle.django_versions import CHECKOUT, Judge

REPORTER = CHECKOUT / "reporter"
DRIVERS = CHECKOUT / ".judges" / "drivers"

FILES = {
    "shop/__init__.py": "",
    "shop/settings.py": """
        print("loading the settings of the shop")
        INSTALLED_APPS = ["shop.people.apps.PeopleConfig", "shop.depots", "shop.orders", "shop.billing", "shop.notes"]
        AUTH_USER_MODEL = "users.Customer"
        SHOP_OWNER_MODEL = "users.Customer"
        SHOP_DEPOT_MODEL = "depots.Depot"
        MIGRATION_MODULES = {"billing": "shop.ledger.changes"}
        SECRET_KEY = "hunter2"
        USE_TZ = True
        DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
        DATABASES = {
            "default": {"ENGINE": "shop.nowhere", "HOST": "db.internal", "USER": "driver", "PASSWORD": "hunter2"},
            "reports": {"ENGINE": "django.db.backends.sqlite3", "NAME": "reports.sqlite3"},
        }
        DATABASE_ROUTERS = ["shop.routers.Router"]
        """,
    "shop/routers.py": """
        class Router:
            pass
        """,
    "shop/nowhere/__init__.py": "",
    "shop/nowhere/base.py": """
        from django.db.backends.sqlite3 import base

        class DatabaseWrapper(base.DatabaseWrapper):
            def connect(self):
                open("connected", "w").close()
                raise RuntimeError("somebody asked a database")
        """,
    "shop/people/__init__.py": "",
    "shop/people/apps.py": """
        from django.apps import AppConfig

        class PeopleConfig(AppConfig):
            name = "shop.people"
            label = "users"
        """,
    "shop/people/models.py": """
        from django.db import models

        class Customer(models.Model):
            email = models.EmailField(unique=True)
            REQUIRED_FIELDS = []
            USERNAME_FIELD = "email"

        class Owner(models.Model):
            class Meta:
                swappable = "SHOP_OWNER_MODEL"
        """,
    "shop/people/migrations/__init__.py": "",
    "shop/people/migrations/0001_initial.py": """
        from django.db import migrations, models

        class Migration(migrations.Migration):
            initial = True
            dependencies = []
            operations = [
                migrations.CreateModel(
                    name="Customer",
                    fields=[("id", models.AutoField(primary_key=True)), ("email", models.EmailField(unique=True))],
                ),
            ]
        """,
    "shop/depots/__init__.py": "",
    "shop/depots/models.py": """
        from django.db import models

        class Depot(models.Model):
            class Meta:
                swappable = "SHOP_DEPOT_MODEL"
        """,
    "shop/depots/migrations/__init__.py": "",
    "shop/depots/migrations/0001_initial.py": """
        from django.db import migrations, models

        class Migration(migrations.Migration):
            initial = True
            operations = [migrations.CreateModel("Depot", [("id", models.AutoField(primary_key=True))])]
        """,
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": "",
    "shop/orders/migrations/__init__.py": "",
    "shop/orders/migrations/0001_initial.py": """
        from django.conf import settings
        from django.db import migrations, models

        KEY = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)

        class Migration(migrations.Migration):
            initial = True
            dependencies = [
                migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                migrations.swappable_dependency(settings.SHOP_DEPOT_MODEL),
                migrations.swappable_dependency(settings.SHOP_OWNER_MODEL),
                migrations.swappable_dependency("users.Customer"),
            ]
            operations = [
                migrations.CreateModel("Order", [("id", models.AutoField(primary_key=True)), ("by", KEY)]),
            ]
        """,
    "shop/orders/migrations/0002_total.py": """
        from django.db import migrations, models

        FIRST = [migrations.AddField("order", "total", models.IntegerField(default=0))]
        LAST = migrations.AlterUniqueTogether(name="order", unique_together={("total",)})

        class Migration(migrations.Migration):
            dependencies = [("orders", "0001_initial")]
            operations = FIRST + [migrations.RenameField("order", "total", "sum"), LAST]
        """,
    "shop/orders/migrations/0001_squashed_0002_total.py": """
        from django.conf import settings
        from django.db import migrations, models

        class Migration(migrations.Migration):
            initial = True
            replaces = [("orders", "0001_initial"), ("orders", "0002_total")]
            dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
            operations = [migrations.CreateModel("Order", [("id", models.AutoField(primary_key=True))])]
            operations += [migrations.DeleteModel("Order")]
        """,
    "shop/orders/migrations/0003_fill.py": '''
        from django.db import migrations, models

        RATE = 7

        def forwards(apps, editor):
            """Fill in what is owed."""
            for order in apps.get_model("orders", "Order").objects.all():
                order.sum = order.net * RATE

        class Audit(migrations.RunSQL):
            pass

        class Migration(migrations.Migration):
            atomic = False
            dependencies = [("orders", "0002_total"), ("users", "__latest__")]
            operations = [
                migrations.RunPython(forwards, migrations.RunPython.noop, elidable=True),
                migrations.RunPython(forwards),
                migrations.RunSQL("SELECT 1", reverse_sql=""),
                migrations.SeparateDatabaseAndState(
                    database_operations=[migrations.RunSQL("SELECT 2")], state_operations=[]
                ),
                Audit("SELECT 3"),
                migrations.AddIndex("order", models.Index(fields=["sum"], name="by_sum")),
                migrations.AddConstraint(
                    model_name="order", constraint=models.UniqueConstraint(fields=["sum"], name="one_sum")
                ),
                migrations.RemoveIndex("order", "by_sum"),
            ]
        ''',
    "shop/billing/__init__.py": "",
    "shop/billing/models.py": "",
    "shop/ledger/__init__.py": "",
    "shop/ledger/changes/__init__.py": "",
    "shop/ledger/changes/0001_initial.py": """
        from django.db import migrations

        def made():
            return [migrations.RunSQL("SELECT 1"), migrations.RunSQL("SELECT 2")]

        class Migration(migrations.Migration):
            initial = True
            run_before = [("orders", "0003_fill")]
            operations = made()
        """,
    "shop/notes/__init__.py": "",
    "shop/notes/models.py": "",
}
INSTALLED = {
    "shop/settings.py": FILES["shop/settings.py"].replace('notes"]', 'notes", "driftboard_reporter"]'),
}
"""The settings with the reporter among the apps."""


def made(folder: Path, changed: Mapping[str, str] | None = None) -> Path:
    """The project in a folder; `changed` are other texts for some files, and further files."""
    for name, text in {**FILES, **(changed or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return folder


def run(
    judge: Judge, folder: Path, *words: str, module: str = "driftboard_reporter", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the reporter in the project, on a Django, with nothing else within reach."""
    return script(judge, folder, "-m", module, *words, **variables)


def script(judge: Judge, folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project, on a Django, with nothing else within reach but the drivers of databases."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, (judge.folder, REPORTER, folder, DRIVERS))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        **variables,
    }
    return subprocess.run(
        [judge.python, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def manifest(judge: Judge, folder: Path, *words: str, **variables: str) -> dict[str, Any]:
    """What the reporter prints."""
    done = run(judge, folder, "--settings", "shop.settings", *words, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
