"""Further roots: site-packages, virtual environments, folders of wheels; and the overlay for all other apps."""

import os
import zipfile
from pathlib import Path

import pytest

from app.domain import manifest
from app.domain.keys import MigrationKey
from app.sources import ReadingOptions, SourceError, read
from tests.build import key
from tests.build import release as build_release
from tests.sources.folder import migration, written

PLAIN = migration("dependencies = []")
USER = migration("dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]")
ORDERS = {
    "orders/migrations/0001_initial.py": migration('dependencies = [("billing", "0001_initial")]'),
    "shop/settings.py": 'INSTALLED_APPS = ["orders", "far.billing.apps.BillingConfig", "tags"]\n',
}
BILLING = {
    "far/__init__.py": "",
    "far/billing/__init__.py": "",
    "far/billing/apps.py": (
        "from django.apps import AppConfig\nclass BillingConfig(AppConfig):\n"
        '    name = "far.billing"\n    label = "billing"\n'
    ),
    "far/billing/migrations/__init__.py": "",
    "far/billing/migrations/0001_initial.py": PLAIN,
    "far/other/__init__.py": "",
    "far/other/migrations/__init__.py": "",
    "far/other/migrations/0001_initial.py": PLAIN,
}
TAGS = {"tags/__init__.py": "", "tags/migrations/__init__.py": "", "tags/migrations/0001_initial.py": PLAIN}
DJANGO = {"django/__init__.py": 'VERSION = (6, 0, 3, "final", 0)\n'}


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return path


def packages(folder: Path) -> Path:
    return written(folder, {**BILLING, **TAGS, **DJANGO})


def environment(folder: Path) -> Path:
    packages(folder / "lib" / "python3.12" / "site-packages")
    (folder / "pyvenv.cfg").touch()
    return folder


def windows(folder: Path) -> Path:
    packages(folder / "Lib" / "site-packages")
    (folder / "pyvenv.cfg").touch()
    return folder


def wheels(folder: Path) -> Path:
    wheel(folder, "far_billing-1.0", BILLING)
    wheel(folder, "tags-2.1", TAGS)
    wheel(folder, "django-6.0.3", DJANGO)
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return written(tmp_path / "code", ORDERS)


@pytest.mark.parametrize("make_root", [packages, environment, windows, wheels])
def test_installed_apps_are_found_in_a_root_and_no_other(tmp_path: Path, shop: Path, make_root):
    release = read(shop, ReadingOptions(roots=(make_root(tmp_path / "root"),)))

    assert release.apps == {"orders", "billing", "tags"}
    assert release.complete
    assert release.django == "6.0.3"
    assert release.unreadable == ()


def test_a_migration_says_where_its_file_lies(tmp_path: Path, shop: Path):
    release = read(shop, ReadingOptions(roots=(packages(tmp_path / "root"),)))

    assert {str(key): migration.path for key, migration in release.migrations.items()} == {
        "billing.0001_initial": "far/billing/migrations/0001_initial.py",
        "orders.0001_initial": "orders/migrations/0001_initial.py",
        "tags.0001_initial": "tags/migrations/0001_initial.py",
    }


def test_without_roots_installed_apps_of_others_are_not_covered(shop: Path):
    release = read(shop)

    assert (release.apps, release.complete, release.unreadable) == ({"orders"}, False, ())


def test_several_roots_are_asked_in_order(tmp_path: Path, shop: Path):
    first = written(tmp_path / "a", BILLING)
    second = written(tmp_path / "b", {**TAGS, **BILLING, "far/billing/migrations/0002_more.py": PLAIN})

    release = read(shop, ReadingOptions(roots=(first, second)))

    assert list(map(str, release.migrations)) == [
        "billing.0001_initial",
        "orders.0001_initial",
        "tags.0001_initial",
    ]


def test_the_directory_goes_before_the_roots(tmp_path: Path, shop: Path):
    written(shop, {"tags/migrations/0002_own.py": PLAIN})
    release = read(shop, ReadingOptions(roots=(packages(tmp_path / "root"),)))

    assert MigrationKey("tags", "0002_own") in release.migrations
    assert MigrationKey("tags", "0001_initial") not in release.migrations


def test_a_large_root_is_not_walked(tmp_path: Path, shop: Path, monkeypatch: pytest.MonkeyPatch):
    root = packages(tmp_path / "root")
    folders: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (folders.append(str(path)), scandir(path))[1])

    read(shop, ReadingOptions(roots=(root,)))

    assert {Path(path).relative_to(root).as_posix() for path in folders if str(root) in path} == {
        ".",
        "far/billing/migrations",
        "tags/migrations",
    }


def test_roots_without_installed_apps_are_asked_for_them(tmp_path: Path):
    root = written(tmp_path / "code", {"orders/migrations/0001_initial.py": PLAIN})
    release = read(root, ReadingOptions(roots=(packages(tmp_path / "root"),)))

    assert release.apps == {"orders"}
    assert "please name the settings module with --setting module=…" in release.unreadable[0].reason


def test_where_settings_do_not_say_their_apps_plainly_the_line_is_named(tmp_path: Path):
    files = {**ORDERS, "shop/settings.py": "INSTALLED_APPS = installed()\n"}
    (unreadable,) = read(
        written(tmp_path / "shop", files), ReadingOptions(roots=(packages(tmp_path / "far"),))
    ).unreadable

    assert (unreadable.path, unreadable.line) == ("shop/settings.py", 1)
    assert "installed() is known only when it runs" in unreadable.reason
    assert "please give installed_apps in driftboard.toml" in unreadable.reason


def test_the_settings_may_lie_in_a_root(tmp_path: Path):
    code = written(tmp_path / "code", {"orders/migrations/0001_initial.py": PLAIN})
    root = written(packages(tmp_path / "root"), {"deploy/prod.py": 'INSTALLED_APPS = ["orders", "tags"]'})

    release = read(code, ReadingOptions(roots=(root,), settings={"module": "deploy.prod"}))

    assert (release.apps, release.complete) == ({"orders", "tags"}, True)


@pytest.mark.parametrize(
    ("name", "says"),
    [("nowhere", "does not exist"), ("file", "is no folder"), ("empty", "has no site-packages")],
)
def test_a_root_that_is_none_is_refused(tmp_path: Path, shop: Path, name: str, says: str):
    (tmp_path / "file").touch()
    written(tmp_path / "empty", {"pyvenv.cfg": ""})

    with pytest.raises(SourceError, match=says):
        read(shop, ReadingOptions(roots=(tmp_path / name,)))


def test_a_link_out_of_a_root_is_named(tmp_path: Path, shop: Path):
    root = packages(tmp_path / "root")
    outside = written(tmp_path / "outside", {"passwd.py": PLAIN})
    (root / "tags/migrations/0002_passwd.py").symlink_to(outside / "passwd.py")

    (unreadable,) = read(shop, ReadingOptions(roots=(root,))).unreadable
    assert unreadable.path == "tags/migrations/0002_passwd.py"
    assert "leads out of the directory" in unreadable.reason


def test_wheels_of_several_versions_of_a_package_are_named(tmp_path: Path, shop: Path):
    root = wheels(tmp_path / "root")
    wheel(root, "tags-2.2", TAGS)

    release = read(shop, ReadingOptions(roots=(root,)))

    assert (release.apps, release.complete) == ({"orders", "billing"}, False)
    assert [str(unreadable) for unreadable in release.unreadable] == [
        "tags/migrations: the wheels of tags have several versions; which is installed is not known"
    ]


def test_one_version_for_several_platforms_is_one(tmp_path: Path, shop: Path):
    root = wheels(tmp_path / "root")
    (root / "tags-2.1-cp312-cp312-linux_x86_64.whl").write_bytes(
        (root / "tags-2.1-py3-none-any.whl").read_bytes()
    )

    assert read(shop, ReadingOptions(roots=(root,))).complete


def test_apps_of_django_come_from_a_root(tmp_path: Path):
    files = {
        "orders/migrations/0001_initial.py": USER,
        "shop/settings.py": 'INSTALLED_APPS = ["orders", "django.contrib.auth"]',
    }
    root = written(
        tmp_path / "root",
        {
            **DJANGO,
            "django/contrib/auth/__init__.py": "",
            "django/contrib/auth/apps.py": (
                "from django.apps import AppConfig\nclass AuthConfig(AppConfig):\n    name = 'django.contrib.auth'\n"
            ),
            "django/contrib/auth/migrations/0001_initial.py": PLAIN,
        },
    )
    release = read(written(tmp_path / "code", files), ReadingOptions(roots=(root,)))

    assert (release.apps, release.complete) == ({"auth", "orders"}, True)
    assert release.settings == {"AUTH_USER_MODEL": "auth.User"}


def overlay(folder: Path, **facts: object) -> Path:
    release = build_release(
        "billing: 0001_initial < 0002_more",
        "orders: 0001_old",
        "tags: 0001_initial",
        unmigrated_apps=frozenset(["messages"]),
        settings={"AUTH_USER_MODEL": "people.Person"},
        **facts,
    )
    folder.mkdir(exist_ok=True)
    path = folder / "v1.1.json"
    path.write_text(manifest.dumps(release))
    return path


def test_the_overlay_has_the_apps_that_no_root_has(tmp_path: Path, shop: Path):
    root = written(tmp_path / "root", TAGS)
    release = read(shop, ReadingOptions(roots=(root,), overlay=overlay(tmp_path)))

    assert list(map(str, release.migrations)) == [
        "billing.0001_initial",
        "billing.0002_more",
        "orders.0001_initial",
        "tags.0001_initial",
    ]
    assert release.unmigrated_apps == {"messages"}
    assert not release.complete
    assert release.migrations[key("billing.0002_more")].path == "v1.1.json#billing.0002_more"
    assert release.migrations[key("tags.0001_initial")].path == "tags/migrations/0001_initial.py"


def test_the_overlay_is_not_asked_where_every_installed_app_is_found(tmp_path: Path, shop: Path):
    release = read(shop, ReadingOptions(roots=(packages(tmp_path / "root"),), overlay=overlay(tmp_path)))

    assert MigrationKey("billing", "0002_more") not in release.migrations
    assert release.complete


def test_the_overlay_knows_the_version_and_the_settings_that_nothing_else_says(tmp_path: Path):
    squash = migration('replaces = [("orders", "0001_a")]')
    root = written(
        tmp_path / "code",
        {"orders/migrations/0001_initial.py": USER, "orders/migrations/0002_squash.py": squash},
    )
    release = read(root, ReadingOptions(overlay=overlay(tmp_path, django="4.2")))

    assert (release.django, release.settings) == ("4.2", {"AUTH_USER_MODEL": "people.Person"})
    assert release.unreadable == ()


def test_an_overlay_that_is_no_manifest_is_refused(tmp_path: Path, shop: Path):
    path = tmp_path / "v1.1.json"
    path.write_text("{}")

    with pytest.raises(SourceError, match=r"v1\.1\.json"):
        read(shop, ReadingOptions(overlay=path))


def test_a_wheel_may_be_named_itself(tmp_path: Path, shop: Path):
    paths = (wheel(tmp_path, "far_billing-1.0", BILLING), wheel(tmp_path, "tags-2.1", TAGS))

    assert read(shop, ReadingOptions(roots=paths)).complete
