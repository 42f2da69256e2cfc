"""On which line an entry of a list stands."""

import pytest

from app.domain.keys import MigrationKey
from app.sources.migration.entry_lines import entry_line

SOURCE = b"""\
from django.conf import settings
from django.db import migrations

MORE = [("carts", "0003_c")]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        (
            "users",
            "0010_add_unique_id_migration",
        ),
        ["catalog", "__latest__"],
        migrations.swappable_dependency("SHOP_MODEL"),
    ]
    dependencies += MORE
    operations = [migrations.RunSQL(("users", "0099"))]
"""


@pytest.mark.parametrize(
    ("name", "entry", "line"),
    [
        ("dependencies", "users.0010_add_unique_id_migration", 12),
        ("dependencies", "catalog.__latest__", 16),
        ("dependencies", "__setting__.AUTH_USER_MODEL", 11),
        ("dependencies", "__setting__.SHOP_MODEL", 17),
        ("dependencies", "carts.0003_c", 4),
        ("dependencies", "users.0099", 10),
        ("dependencies", None, 10),
        ("replaces", "users.0099", 7),
        ("file", None, 7),
    ],
)
def test_the_line_of_an_entry_else_of_its_list_else_of_the_class(name, entry, line):
    key = None if entry is None else MigrationKey.parse(entry)

    assert entry_line(SOURCE, name, key) == line


def test_line_ends_of_other_systems_count():
    assert entry_line(SOURCE.replace(b"\n", b"\r\n"), "dependencies", None) == 10


@pytest.mark.parametrize(
    "source", [b"", b"\xff\xfe\0", b"class Migration(", b"class Other: pass", b"(" * 5_000]
)
def test_what_cannot_be_read_has_no_line(source):
    assert entry_line(source, "dependencies", None) is None
