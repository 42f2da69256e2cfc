"""Which files of a repository are migrations, and of which app."""

from tests.sources.git.code_history import ORDERS, USERS, history, told
from tests.sources.git.repositories import Made, needing


def test_an_app_that_gets_another_label_renames_its_migrations(made: Made):
    made.commit("Shop", {ORDERS: needing(), USERS: needing()})
    config = "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'orders'\n    label = '{}'\n"
    labelled = made.commit(
        "Label",
        {
            "orders/apps.py": config.format("shop_orders"),
            "orders/migrations/0002.py": needing("shop_orders.0001_initial"),
        },
    )
    again = made.commit("Again", {"orders/apps.py": config.format("sales")})
    edit = made.commit("Edit", {ORDERS: needing("users.0001_initial")})
    odd = made.commit(
        "Odd", {"orders/apps.py": config.format("'+label+'"), "orders/migrations/0003.py": needing()}
    )

    found = history(made)

    assert told(found, labelled) == [
        "renamed shop_orders.0001_initial file orders.0001_initial",
        "added shop_orders.0002 file",
        "added shop_orders.0002 dependencies shop_orders.0001_initial",
    ]
    assert told(found, again) == [
        "renamed sales.0001_initial file shop_orders.0001_initial",
        "renamed sales.0002 file shop_orders.0002",
    ]
    assert told(found, edit) == ["added sales.0001_initial dependencies users.0001_initial"]
    assert told(found, odd) == []


def test_helpers_and_other_files_are_no_migrations(made: Made):
    made.commit(
        "Helpers",
        {
            "orders/migrations/_private.py": needing(),
            "orders/migrations/helper.py": "X = 1\n",
            "orders/migrations/sub/0001.py": needing(),
            ".hidden/migrations/0001.py": needing(),
            "node_modules/x/migrations/0001.py": needing(),
            "orders/models.py": "class Migration: pass\n",
            "orders/migrations/0001_new\nline.py": needing(),
        },
    )

    assert history(made).changes == ()


def test_folders_that_migration_modules_names_are_followed(made: Made):
    first = made.commit(
        "Moved",
        {
            "shop/settings.py": "MIGRATION_MODULES = {'orders': 'shop.history.orders', 'gone': None}\n",
            "shop/history/orders/__init__.py": "",
            "shop/history/orders/0001_initial.py": needing(),
        },
    )

    assert told(history(made), first) == ["added orders.0001_initial file"]
    assert told(history(made, migration_modules={"sales": "shop.history.orders"}), first) == [
        "added sales.0001_initial file"
    ]


def test_of_settings_that_disagree_the_given_one_counts(made: Made):
    moved = "MIGRATION_MODULES = {{'orders': 'shop.{}'}}\n"
    first = made.commit(
        "Moved",
        {
            "shop/__init__.py": "",
            "shop/settings.py": moved.format("history"),
            "shop/settings_old.py": moved.format("old"),
            "shop/history/__init__.py": "",
            "shop/history/0001_initial.py": needing(),
        },
    )

    assert told(history(made), first) == []
    assert told(history(made, settings={"module": "shop.settings"}), first) == [
        "added orders.0001_initial file"
    ]
    assert told(history(made, settings={"module": "elsewhere.settings"}), first) == []


def test_a_folder_of_the_repository_and_given_labels(made: Made):
    first = made.commit(
        "All", {"back[end]/orders/migrations/0001.py": needing(), "front/users/migrations/0001.py": needing()}
    )

    assert told(history(made, folder="back[end]", labels={"orders": "sales"}), first) == [
        "added sales.0001 file"
    ]
