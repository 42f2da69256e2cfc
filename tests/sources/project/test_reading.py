"""A directory: which folders are apps, what they are called, and what is said where that is not plain."""

import os
from pathlib import Path

import pytest

from app.domain.keys import SETTING, MigrationKey
from app.sources import ReadingOptions, SourceError, read
from tests.build import key
from tests.sources.folder import migration, written

PLAIN = migration("dependencies = []")
USER = migration("dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]")
CONFIG = "from django.apps import AppConfig\n\n\nclass OrdersConfig(AppConfig):\n    {}\n"


def reasons(root: Path) -> dict[str, str]:
    return {place.path: place.reason for place in read(root, ReadingOptions(django="5.2")).unreadable}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("django", ReadingOptions(django="…")),
        ("installed_apps", ReadingOptions(installed_apps=("orders", "…"))),
        ("settings", ReadingOptions(settings={"AUTH_USER_MODEL": "…"})),
        ("settings", ReadingOptions(settings={"module": "…"})),
        ("env", ReadingOptions(env={"CI": "…"})),
        ("labels", ReadingOptions(labels={"orders": "…"})),
        ("migration_modules", ReadingOptions(migration_modules={"…": "…"})),
    ],
)
def test_what_a_line_leaves_to_be_filled_in_is_refused(tmp_path: Path, name: str, options: ReadingOptions):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": PLAIN})

    with pytest.raises(SourceError, match=f"^{name}: … stands for a value that is to be filled in$"):
        read(root, options)


def test_the_story_is_read(tmp_path: Path):
    root = written(
        tmp_path,
        {
            "users/migrations/0001_initial.py": PLAIN,
            "orders/migrations/0001_initial.py": migration(
                """
                dependencies = [("users", "0010_add_unique_id_migration")]
                operations = [migrations.CreateModel(name="Mapping", fields=[]), migrations.RunPython(print)]
                """
            ),
            "users/migrations/0010_add_unique_id_migration.py": migration(
                'dependencies = [("users", "0001_initial")]'
            ),
        },
    )
    release = read(root)

    assert list(map(str, release.migrations)) == [
        "orders.0001_initial",
        "users.0001_initial",
        "users.0010_add_unique_id_migration",
    ]
    assert release.migrations[key("orders.0001_initial")].dependencies == (
        key("users.0010_add_unique_id_migration"),
    )
    assert [o.reversible for o in release.migrations[key("orders.0001_initial")].operations] == [True, False]
    assert not release.complete
    assert release.unreadable == ()


def test_a_directory_that_is_itself_an_app_is_labelled_by_its_name(tmp_path: Path):
    root = written(tmp_path / "orders", {"migrations/0001_initial.py": PLAIN})

    assert list(read(root).migrations) == [key("orders.0001_initial")]


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ('name = "shop.orders"', "orders"),
        ('name = "shop.orders"\n    label = "shop_orders"', "shop_orders"),
        ("name = __package__", "orders"),
        ('label = "o" + "rders2"\n    name = "shop.orders"', "orders2"),
        ('name = "shop.payments"\n    label = "elsewhere"', "orders"),
        ('name = "shop.orders"\n    label = "off"\n    default = False', "orders"),
    ],
)
def test_an_app_is_labelled_by_its_configuration(tmp_path: Path, body: str, label: str):
    root = written(
        tmp_path, {"orders/migrations/0001_initial.py": PLAIN, "orders/apps.py": CONFIG.format(body)}
    )

    assert list(read(root).migrations) == [MigrationKey(label, "0001_initial")]


def test_of_two_configurations_the_default_counts(tmp_path: Path):
    both = CONFIG.format('name = "orders"\n    label = "a"\n    default = True') + CONFIG.format(
        'name = "orders"\n    label = "b"'
    ).replace("OrdersConfig", "OtherConfig")
    root = written(tmp_path, {"orders/migrations/0001_initial.py": PLAIN, "orders/apps.py": both})

    assert list(read(root).migrations) == [key("a.0001_initial")]


def test_of_two_configurations_the_installed_one_counts(tmp_path: Path):
    both = CONFIG.format('name = "orders"\n    label = "a"') + CONFIG.format(
        'name = "orders"\n    label = "b"'
    ).replace("OrdersConfig", "OtherConfig")
    files = {"orders/migrations/0001_initial.py": PLAIN, "orders/apps.py": both}
    said = "several app configurations (OrdersConfig, OtherConfig)"

    assert said in reasons(written(tmp_path, files))["orders/apps.py"]

    files["shop/settings.py"] = 'INSTALLED_APPS = ["orders.apps.OtherConfig"]\n'

    assert list(read(written(tmp_path, files)).migrations) == [key("b.0001_initial")]


@pytest.mark.parametrize("text", ["class OrdersConfig(AppConfig:", CONFIG.format("label = make()")])
def test_an_app_whose_label_is_not_plain_is_named_and_left_out(tmp_path: Path, text: str):
    root = written(
        tmp_path,
        {
            "orders/migrations/0001_initial.py": PLAIN,
            "orders/apps.py": text,
            "users/migrations/0001_initial.py": PLAIN,
        },
    )

    assert list(read(root).migrations) == [key("users.0001_initial")]
    assert "its migrations are left out" in reasons(root)["orders/apps.py"]


def test_what_django_skips_is_skipped(tmp_path: Path):
    root = written(
        tmp_path,
        {
            "orders/migrations/0001_initial.py": PLAIN,
            "orders/migrations/_draft.py": "what",
            "orders/migrations/~copy.py": "what",
            "orders/migrations/0001.backup.py": "what",
            "orders/migrations/notes.txt": "what",
            "orders/migrations/old/0001_old.py": "what",
        },
    )

    release = read(root)
    assert list(release.migrations) == [key("orders.0001_initial")]
    assert release.unreadable == ()


def test_a_module_beside_the_migrations_that_is_none_is_what_django_would_refuse(tmp_path: Path):
    files = {"orders/migrations/0001_initial.py": PLAIN, "orders/migrations/tools.py": "def f(): ..."}

    assert "BadMigrationError" in reasons(written(tmp_path, files))["orders/migrations/tools.py"]


def test_a_folder_called_migrations_that_is_not_djangos_is_left_alone(tmp_path: Path):
    files = {
        "orders/migrations/0001_initial.py": PLAIN,
        "lake/migrations/env.py": "from alembic import context",
        "lake/migrations/runner.py": "class Migration:\n    pass",
    }

    assert reasons(written(tmp_path, files)) == {}


def test_a_namespace_package_leaves_the_app_unmigrated(tmp_path: Path):
    root = written(
        tmp_path, {"orders/migrations/0001_initial.py": PLAIN, "users/migrations/0001_initial.py": PLAIN}
    )
    (root / "orders/migrations/__init__.py").unlink()

    release = read(root)
    assert release.unmigrated_apps == {"orders"}
    assert list(release.migrations) == [key("users.0001_initial")]


@pytest.mark.parametrize(
    "folder", [".git", ".venv", "node_modules", "venv/lib/site-packages", "__pycache__", "dist-packages"]
)
def test_other_peoples_folders_are_left_out(tmp_path: Path, folder: str):
    root = written(
        tmp_path,
        {"users/migrations/0001_initial.py": PLAIN, f"{folder}/orders/migrations/0001_initial.py": PLAIN},
    )

    assert read(root).apps == {"users"}


def test_a_virtual_environment_of_any_name_is_left_out(tmp_path: Path):
    root = written(
        tmp_path,
        {
            "users/migrations/0001_initial.py": PLAIN,
            "env/pyvenv.cfg": "",
            "env/src/orders/migrations/0001_initial.py": PLAIN,
        },
    )

    assert read(root).apps == {"users"}


def test_two_folders_with_one_label_that_differ_are_named_and_left_out(tmp_path: Path):
    files = {
        "a/orders/migrations/0001_initial.py": PLAIN,
        "b/orders/migrations/0002_other.py": PLAIN,
        "users/migrations/0001_initial.py": PLAIN,
    }
    root = written(tmp_path, files)

    assert read(root).apps == {"users"}
    assert reasons(root).keys() == {"a/orders/migrations", "b/orders/migrations"}


def test_a_copy_of_a_folder_counts_once(tmp_path: Path):
    files = {"orders/migrations/0001_initial.py": PLAIN, "build/lib/orders/migrations/0001_initial.py": PLAIN}
    root = written(tmp_path, files)

    assert list(read(root).migrations) == [key("orders.0001_initial")]
    assert reasons(root) == {}


def test_a_directory_without_migrations_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match="no migrations below"):
        read(written(tmp_path, {"shop/models.py": ""}))


def test_what_does_not_exist_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match="does not exist"):
        read(tmp_path / "nowhere")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.sources.files.disk.MAX_FILES", 3)
    root = written(tmp_path, {f"orders/migrations/000{n}_step.py": PLAIN for n in range(5)})

    with pytest.raises(SourceError, match="more than 3 Python files"):
        read(root)


def test_links_are_not_followed_out_of_the_directory(tmp_path: Path):
    outside = written(tmp_path / "outside", {"secret/migrations/0001_initial.py": PLAIN, "passwd.py": PLAIN})
    root = written(tmp_path / "shop", {"orders/migrations/0001_initial.py": PLAIN, "users/models.py": ""})
    (root / "users" / "migrations").symlink_to(outside / "secret" / "migrations")
    (root / "linked").symlink_to(outside / "secret")
    (root / "orders" / "migrations" / "0002_passwd.py").symlink_to(outside / "passwd.py")

    assert list(read(root).migrations) == [key("orders.0001_initial")]
    assert reasons(root).keys() == {"users/migrations", "orders/migrations/0002_passwd.py"}


def test_links_inside_the_directory_are_followed_without_a_circle(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": PLAIN, "users/models.py": ""})
    (root / "users" / "migrations").symlink_to(root / "orders" / "migrations")
    (root / "orders" / "again").symlink_to(root)
    (root / "orders" / "migrations" / "migrations").symlink_to(root / "orders")

    assert list(map(str, read(root).migrations)) == ["orders.0001_initial", "users.0001_initial"]


def test_what_is_no_file_is_named(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": PLAIN})
    os.mkfifo(root / "orders/migrations/0002_pipe.py")
    (root / "orders/migrations/0003_gone.py").symlink_to("nothing.py")
    (root / "orders/migrations/0004_circle.py").symlink_to("0004_circle.py")

    first_words = {path: reason.partition(";")[0] for path, reason in reasons(root).items()}
    assert first_words == {
        "orders/migrations/0002_pipe.py": "not an ordinary file",
        "orders/migrations/0003_gone.py": "the file cannot be opened",
        "orders/migrations/0004_circle.py": "the file cannot be opened",
    }


def test_a_name_that_is_not_utf8_is_named(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": PLAIN})
    Path(os.fsdecode(os.fsencode(root) + b"/orders/migrations/\xff.py")).write_text("")

    assert reasons(root) == {"orders/migrations/\\xff.py": "a name that is not UTF-8"}


def test_a_directory_that_is_not_called_in_utf8_has_a_name(tmp_path: Path):
    root = written(tmp_path / "caf\udce9", {"orders/migrations/0001_initial.py": PLAIN})

    assert read(root).project == r"caf\xe9"


def test_a_given_setting_is_kept(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": USER})
    release = read(root, ReadingOptions(settings={"AUTH_USER_MODEL": "users.User"}))

    assert release.settings == {"AUTH_USER_MODEL": "users.User"}
    assert release.migrations[key("orders.0001_initial")].dependencies == (
        MigrationKey(SETTING, "AUTH_USER_MODEL"),
    )
    assert release.unreadable == ()


def test_a_given_setting_that_names_no_model_is_refused(tmp_path: Path):
    root = written(tmp_path, {"orders/migrations/0001_initial.py": USER})

    with pytest.raises(SourceError, match=r"AUTH_USER_MODEL must name a model as app.Model, not 'User'"):
        read(root, ReadingOptions(settings={"AUTH_USER_MODEL": "User"}))


def test_the_same_directory_gives_the_same_release(tmp_path: Path):
    files: dict[str, str | bytes] = {f"app{n}/migrations/0001_initial.py": PLAIN for n in range(5)}
    one = written(tmp_path / "a" / "shop", files)
    two = written(tmp_path / "b" / "shop", dict(reversed(files.items())))

    assert read(one) == read(two)
    assert read(one).fingerprint == read(two).fingerprint
