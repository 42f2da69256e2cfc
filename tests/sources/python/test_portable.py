"""An object that is imported from another module is the same as long as its own source is."""

from itertools import count
from pathlib import Path

import pytest

from app.domain.difference import difference
from app.domain.manifest import freeze, thaw
from app.sources import read
from app.sources.options import ReadingOptions
from tests.sources.folder import migration, written

NUMBERS = count()
FILL = "def fill(apps, schema):\n    return 1\n"
RUN = "operations = [migrations.RunPython({})]"


def release(root: Path, imports: str, helpers: dict[str, str], name: str = "fill", operations: str = RUN):
    files = {
        "requirements.txt": "Django==5.2.1\n",
        "shop/__init__.py": "",
        "shop/settings.py": "INSTALLED_APPS = ['shop.orders']\n",
        "shop/orders/__init__.py": "",
        "shop/orders/migrations/0001_initial.py": migration(operations.format(name), before=imports),
    }
    return read(written(root / str(next(NUMBERS)), {**files, **helpers}), ReadingOptions())


@pytest.mark.parametrize(
    ("imports", "helpers", "name", "is_edited"),
    [
        ("from shop.new import fill", {"shop/new.py": FILL}, "fill", False),
        ("from shop import new", {"shop/new.py": FILL}, "new.fill", False),
        ("import shop.new", {"shop/new.py": FILL}, "shop.new.fill", False),
        ("from ...new import fill", {"shop/new.py": FILL}, "fill", False),
        ("from shop.new import fill as f", {"shop/new.py": FILL}, "f", False),
        ("from shop.new import fill", {"shop/new.py": "# moved\n" + FILL.replace("apps", "apps ")}, "fill", False),
        ("from shop.new import fill", {"shop/new.py": "from shop.old import fill", "shop/old.py": FILL}, "fill", False),
        ("from shop.new import fill", {"shop/new.py": FILL.replace("1", "2")}, "fill", True),
        ("from shop.new import other", {"shop/new.py": FILL.replace("fill", "other")}, "other", True),
        ("from shop.new import fill", {}, "fill", True),
        ("from shop.new import fill", {"shop/new.py": "fill = compute()"}, "fill", True),
    ],
)  # fmt: skip
def test_a_helper_that_moved(
    tmp_path: Path, imports: str, helpers: dict[str, str], name: str, is_edited: bool
):
    before = release(tmp_path, "from shop.old import fill", {"shop/old.py": FILL})
    after = release(tmp_path, imports, helpers, name)

    assert bool(difference(before, after).edited) is is_edited
    assert bool(difference(after, before).edited) is is_edited
    assert difference(before, after).is_whole


@pytest.mark.parametrize(
    ("old", "new", "is_edited"),
    [
        ("from wagtail.core.fields import Rich", "from wagtail.fields import Rich", False),
        ("from jsonfield import Rich", "from wagtail.fields import Rich", True),
        ("from django.db.models import Rich", "from django.contrib.postgres.fields import Rich", True),
        ("from jsonfield import Rich", "from django.db.models import Rich", True),
        ("from json import Rich", "from email.policy import Rich", True),
        ("from .nowhere import Rich", "from .elsewhere import Rich", True),
        ("import Rich", "import Rich ", False),
    ],
)
def test_objects_that_are_not_here(tmp_path: Path, old: str, new: str, is_edited: bool):
    """Packages move their own objects; one of the same name from another package is another."""
    before, after = (release(tmp_path, imports, {}, "Rich") for imports in (old, new))

    assert bool(difference(before, after).edited) is is_edited


def test_the_rest_of_the_operation_counts_still(tmp_path: Path):
    body = "operations = [migrations.RunPython(fill, hints={{'a': {}}})]"
    before = release(tmp_path, "from shop.old import fill", {"shop/old.py": FILL}, "1", body)
    after = release(tmp_path, "from shop.new import fill", {"shop/new.py": FILL}, "2", body)

    assert difference(before, after).edited


def test_the_names_that_the_object_imports_count_by_their_last_part(tmp_path: Path):
    helper = "{}\ndef fill(apps, schema):\n    return work(local(apps))\ndef local(apps):\n    return {}\n"
    before = release(
        tmp_path, "from shop.old import fill", {"shop/old.py": helper.format("from shop.a import work", 1)}
    )
    after = release(
        tmp_path, "from shop.new import fill", {"shop/new.py": helper.format("from .b import work", 1)}
    )

    assert not difference(before, after).edited


def test_the_release_has_the_fingerprint_that_it_had_and_keeps_the_other_in_the_store(tmp_path: Path):
    code = release(tmp_path, "from shop.old import fill", {"shop/old.py": FILL})
    moved = release(tmp_path, "from shop.new import fill", {"shop/new.py": FILL})
    (operation,) = next(iter(code.migrations.values())).operations

    stored = thaw(freeze(code))

    assert operation.portable_fingerprint is not None
    assert stored.fingerprint == code.fingerprint != moved.fingerprint
    assert not difference(stored, moved).edited
    plain = (
        freeze(code)
        .replace(f',"portable":"{operation.portable_fingerprint}"', "")
        .replace(f', "portable": "{operation.portable_fingerprint}"', "")
    )
    assert plain != freeze(code)
    assert thaw(plain).fingerprint == code.fingerprint
    assert difference(thaw(plain), moved).edited


def test_a_migration_that_imports_nothing_of_the_project_has_none(tmp_path: Path):
    code = release(tmp_path, "import datetime", {}, "migrations.RunPython.noop")

    assert [one.portable_fingerprint for one in next(iter(code.migrations.values())).operations] == [None]
