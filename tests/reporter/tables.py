"""
A project with one of everything that decides the names of tables and columns.

    depot     long names, a table with a name of its own, many-to-many fields of every kind, renamed models and fields
    people    the user model, inherited tables, a proxy, a model that is not managed
    late      a squash with its originals, operations apart for database and state, code
"""

from collections.abc import Mapping
from pathlib import Path

from tests.reporter import shop

HEAD = """from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
"""

KEY = '("id", models.AutoField(primary_key=True))'

LONG = "ArchivedDeliveryNoteOfTheSecondDepotInTheNorthernWarehouseDistrict"


def migration(*operations: str, dependencies: str = "", replaces: str = "", head: str = "") -> str:
    lists = f"    dependencies = [{dependencies}]\n    replaces = [{replaces}]\n"
    entries = "".join(f"        migrations.{operation},\n" for operation in operations)
    return f"{head}{HEAD}{lists}    operations = [\n{entries}    ]\n"


PEOPLE = migration(
    f'CreateModel("User", [{KEY}, ("name", models.CharField(max_length=9, null=True))], '
    '{"swappable": "AUTH_USER_MODEL"})',
    f'CreateModel("Ghost", [{KEY}], {{"swappable": "PEOPLE_GHOST_MODEL"}})',
    'CreateModel("Staff", [("user_ptr", models.OneToOneField("people.User", models.CASCADE, parent_link=True, '
    'primary_key=True, auto_created=True, serialize=False)), ("since", models.DateField())], bases=("people.user",))',
    'CreateModel("Guest", [], {"proxy": True}, ("people.user",))',
    f'CreateModel("Legacy", [{KEY}], {{"managed": False, "db_table": "old"}})',
    'AddField("legacy", "more", models.IntegerField())',
    'CreateModel("Bare", [("n", models.IntegerField(default=1))])',
    'AlterModelOptions("bare", {"managed": False})',
    'AlterModelOptions("bare", {"verbose_name": "bare"})',
    'AddField("bare", "y", models.IntegerField(null=True))',
)

DEPOT = migration(
    f'CreateModel("Tag", [{KEY}], {{"db_table": "Labels"}})',
    f'CreateModel("{LONG}", [{KEY}, ("tags", models.ManyToManyField("depot.Tag")), '
    '("also", models.ManyToManyField("depot.Tag", db_table="also_tagged", related_name="+"))])',
    f'CreateModel("Box", [{KEY}, ("in_box", models.ForeignKey("self", models.CASCADE, null=True)), '
    '("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_column="Owner")), '
    '("near", models.ManyToManyField("self")), ("guest", models.ForeignKey("people.Guest", models.CASCADE, '
    'related_name="+")), ("tags", models.ManyToManyField(to="depot.tag"))])',
    f'CreateModel("Line", [{KEY}, ("box", models.ForeignKey("Box", models.CASCADE)), ("boxes", '
    'models.ManyToManyField("depot.Box", related_name="+"))], {"order_with_respect_to": "box"})',
    f'CreateModel("Link", [{KEY}, ("one", models.ForeignKey("Box", models.CASCADE, related_name="+")), '
    '("other", models.ForeignKey("Tag", models.CASCADE, related_name="+"))])',
    'AddField("box", "linked", models.ManyToManyField("depot.Tag", through="depot.Link", related_name="+"))',
    dependencies="migrations.swappable_dependency(settings.AUTH_USER_MODEL)",
)

DEPOT_CHANGES = migration(
    'AddField("box", "size", models.IntegerField(default=3), preserve_default=False)',
    'AlterField("box", "size", models.IntegerField(null=True, db_column="Size"))',
    'RenameField("box", "in_box", "inside")',
    'RenameField("box", "tags", "labels")',
    'RenameField("box", "by", "owner")',
    'RenameModel("Box", "Crate")',
    'AddField("line", "note", models.TextField(default="", db_index=True))',
    'AlterOrderWithRespectTo("line", None)',
    'AlterField("line", "box", models.OneToOneField("depot.Tag", models.CASCADE, null=True))',
    'AlterModelTable("line", "lines")',
    'AlterModelTable("tag", None)',
    'AddIndex("line", models.Index(fields=["note"], name="by_note"))',
    f'RenameModel("{LONG}", "Note")',
    'RemoveField("crate", "near")',
    'RemoveField("crate", "guest")',
    'RemoveField("crate", "linked")',
    'DeleteModel("Link")',
    f'CreateModel("{LONG}", [{KEY}])',
    f'AlterModelTable("{LONG}", "{LONG}2")',
    'DeleteModel("Note")',
    dependencies='("depot", "0001_initial")',
)

LATE = migration(
    f'CreateModel("A", [{KEY}, ("box", models.ForeignKey("depot.Crate", models.CASCADE))])',
    dependencies='("depot", "0002_changes")',
)
LATE_TWO = migration(
    'AddField("a", "b", models.IntegerField(null=True))', dependencies='("late", "0001_initial")'
)
LATE_SQUASHED = migration(
    f'CreateModel("A", [{KEY}, ("box", models.ForeignKey("depot.Crate", models.CASCADE)), '
    '("b", models.IntegerField(null=True))])',
    dependencies='("depot", "0002_changes")',
    replaces='("late", "0001_initial"), ("late", "0002_b")',
)
LATE_CODE = migration(
    "RunPython(migrations.RunPython.noop)",
    "RunSQL(migrations.RunSQL.noop)",
    "RunPython(fill)",
    'RunSQL("ALTER TABLE late_a RENAME TO first", state_operations=[migrations.AlterModelTable("a", "first")])',
    'SeparateDatabaseAndState([migrations.RunSQL("ALTER TABLE first ADD COLUMN c integer")], '
    '[migrations.AddField("a", "c", models.IntegerField(null=True))])',
    'SeparateDatabaseAndState([migrations.AddField("a", "ghost", models.IntegerField(null=True))])',
    f'SeparateDatabaseAndState(state_operations=[migrations.CreateModel("Only", [{KEY}])])',
    'RenameField("a", "c", "d")',
    dependencies='("late", "0002_b")',
    head="def fill(apps, editor):\n    pass\n\n\n",
)

FILES = {
    "shop/__init__.py": "",
    "shop/settings.py": """
        import os
        from urllib.parse import urlsplit

        INSTALLED_APPS = ["shop.people", "shop.depot", "shop.late"]
        AUTH_USER_MODEL = "people.User"
        PEOPLE_GHOST_MODEL = "people.User"
        SECRET_KEY = "none"
        DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
        url = urlsplit(os.environ.get("REAL_POSTGRES", ""))
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        if url.scheme:
            DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": url.path[1:],
                "USER": url.username, "HOST": url.hostname, "PORT": url.port}
        """,
    **{
        f"shop/{app}/{file}": ""
        for app in ("people", "depot", "late")
        for file in ("__init__.py", "migrations/__init__.py")
    },
    "shop/people/models.py": "from django.db import models\n\n\nclass User(models.Model):\n    pass\n",
    "shop/people/migrations/0001_initial.py": PEOPLE,
    "shop/depot/migrations/0001_initial.py": DEPOT,
    "shop/depot/migrations/0002_changes.py": DEPOT_CHANGES,
    "shop/late/migrations/0001_initial.py": LATE,
    "shop/late/migrations/0002_b.py": LATE_TWO,
    "shop/late/migrations/0001_squashed_0002.py": LATE_SQUASHED,
    "shop/late/migrations/0003_code.py": LATE_CODE,
}


def made(folder: Path, changed: Mapping[str, str] | None = None) -> Path:
    """The project in a folder, with some of its files changed."""
    for name, text in {**FILES, **(changed or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shop.dedent(text).lstrip(), encoding="utf-8")
    return folder
