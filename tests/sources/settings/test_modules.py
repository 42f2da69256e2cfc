"""What settings modules tell: the models of swappable dependencies, and MIGRATION_MODULES."""

from pathlib import Path

import pytest

from app.sources import read
from tests.build import key
from tests.sources.folder import migration, written

PLAIN = migration("dependencies = []")
USER = migration("dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]")
INSTALLED = "INSTALLED_APPS = []\n"


def model(root: Path, files: dict[str, str]) -> tuple[str | None, str]:
    """The user model of the release, and the reasons of its unreadable places."""
    release = read(written(root, {"orders/migrations/0001_initial.py": USER, **files}))
    return release.settings.get("AUTH_USER_MODEL"), "; ".join(map(str, release.unreadable))


@pytest.mark.parametrize(
    "path", ["shop/settings.py", "shop/settings/base.py", "config/prod_settings.py", "settings.py"]
)
def test_the_user_model_is_found_in_a_settings_module(tmp_path: Path, path: str):
    assert model(tmp_path, {path: 'AUTH_USER_MODEL = "users.User"\n'}) == ("users.User", "")


def test_a_name_and_a_class_of_settings_are_read(tmp_path: Path):
    text = 'MODEL = "users.User"\nclass Base(Configuration):\n    AUTH_USER_MODEL = MODEL\n'

    assert model(tmp_path, {"shop/settings.py": text}) == ("users.User", "")


def test_settings_that_agree_are_one_voice(tmp_path: Path):
    text = 'AUTH_USER_MODEL = "users.User"\n'

    assert model(tmp_path, {"a/settings.py": text, "b/settings.py": text}) == ("users.User", "")


def test_settings_of_tests_do_not_count(tmp_path: Path):
    files = {
        "a/settings.py": 'AUTH_USER_MODEL = "users.User"\n',
        "tests/settings.py": 'AUTH_USER_MODEL = "t.U"\n',
    }

    assert model(tmp_path, files) == ("users.User", "")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "is not found in a settings module"),
        (
            {"a/settings.py": 'AUTH_USER_MODEL = env("USER_MODEL")\n'},
            "is not said plainly in a/settings.py:1",
        ),
        ({"a/settings.py": 'AUTH_USER_MODEL = "User"\n'}, "names no model in a/settings.py"),
        (
            {"a/settings.py": 'if X:\n    AUTH_USER_MODEL = "a.A"\nelse:\n    AUTH_USER_MODEL = "b.B"\n'},
            "is not said plainly in a/settings.py:1, a.A or b.B: depends on the statement `if`",
        ),
        (
            {"a/settings.py": 'AUTH_USER_MODEL = "a.A"\n', "b/settings.py": 'AUTH_USER_MODEL = "b.B"\n'},
            "has several values: a.A in a/settings.py, b.B in b/settings.py; please add settings = { module = ",
        ),
        (
            {"a/settings.py": f"from oscar.defaults import *\n{INSTALLED}"},
            "is not found in a settings module",
        ),
    ],
)
def test_a_user_model_that_is_not_plain_is_asked_for(tmp_path: Path, files: dict[str, str], says: str):
    user_model, reasons = model(tmp_path, files)

    assert user_model is None
    assert says in reasons
    assert 'please add settings = { AUTH_USER_MODEL = "…" } in driftboard.toml' in reasons


def test_a_setting_that_many_migrations_share_is_asked_for_once(tmp_path: Path):
    files = {f"{app}/migrations/0001_initial.py": USER for app in ("orders", "shop", "users")}
    (unreadable,) = read(written(tmp_path, files)).unreadable

    assert unreadable.path == "orders/migrations/0001_initial.py"
    assert unreadable.reason.startswith(
        "a dependency of this migration, and of 2 more: the setting AUTH_USER_MODEL is"
    )


@pytest.mark.parametrize(
    "files",
    [
        {"shop/settings.py": INSTALLED},
        {"shop/settings/prod.py": "from .base import *\n", "shop/settings/base.py": INSTALLED},
        {"shop/settings.py": "from shop.common import *\n", "shop/common.py": INSTALLED},
    ],
)
def test_whole_settings_that_do_not_name_it_leave_djangos_default(tmp_path: Path, files: dict[str, str]):
    assert model(tmp_path, files) == ("auth.User", "")


def test_settings_are_followed_to_where_they_take_everything_from(tmp_path: Path):
    files = {
        "shop/settings.py": f"from .common import *\n{INSTALLED}",
        "shop/common.py": 'AUTH_USER_MODEL = "users.User"\n',
    }

    assert model(tmp_path, files) == ("users.User", "")


def test_migrations_are_read_where_the_settings_put_them(tmp_path: Path):
    root = written(
        tmp_path,
        {
            "shop/settings.py": 'MIGRATION_MODULES = {"orders": "shop.history.orders", "users": None}\n',
            "shop/history/orders/0001_moved.py": PLAIN,
            "shop/history/orders/__init__.py": "",
            "orders/migrations/0001_initial.py": PLAIN,
            "users/migrations/0001_initial.py": PLAIN,
        },
    )
    release = read(root)

    assert list(release.migrations) == [key("orders.0001_moved")]
    assert release.unmigrated_apps == {"users"}
    assert release.unreadable == ()


@pytest.mark.parametrize(
    ("value", "path", "says"),
    [
        (
            "Disabled()",
            "shop/settings.py",
            "Disabled() is known only when it runs; please add migration_modules",
        ),
        ("{**OTHERS}", "shop/settings.py", "OTHERS is known only when it runs"),
        ('{"orders": place()}', "shop/settings.py", "place() is known only when it runs"),
        ('{"orders": "elsewhere.migrations"}', "elsewhere.migrations", "is not one folder here"),
    ],
)
def test_migration_modules_that_are_not_plain_are_named(tmp_path: Path, value: str, path: str, says: str):
    root = written(
        tmp_path,
        {
            "shop/settings.py": f"MIGRATION_MODULES = {value}\n",
            "orders/migrations/0001_initial.py": PLAIN,
            "users/migrations/0001_initial.py": PLAIN,
        },
    )
    (unreadable,) = read(root).unreadable

    assert unreadable.path == path
    assert says in unreadable.reason


def test_migration_modules_that_differ_are_named(tmp_path: Path):
    root = written(
        tmp_path,
        {
            "shop/settings/a.py": 'MIGRATION_MODULES = {"orders": None}\n',
            "shop/settings/b.py": "MIGRATION_MODULES = {}\n",
            "orders/migrations/0001_initial.py": PLAIN,
        },
    )

    assert "another value" in read(root).unreadable[0].reason
