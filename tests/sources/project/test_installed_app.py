"""INSTALLED_APPS, read from the text of settings: which apps of a directory count, and what they are called."""

from pathlib import Path

import pytest

from app.domain.release import Release
from app.sources import ReadingOptions, SourceError, read
from tests.build import key
from tests.sources.folder import migration, written

PLAIN = migration("dependencies = []")
APPS = {f"{name}/migrations/0001_initial.py": PLAIN for name in ("orders", "users", "toolbar", "extra")}
CONFIG = "from django.apps import AppConfig\n\n\nclass OrdersConfig(AppConfig):\n    {}\n"


def release(root: Path, settings: str, **files: str) -> Release:
    more = {path.replace("__", "/") + ".py": text for path, text in files.items()}
    return read(written(root, {**APPS, "shop/settings.py": settings, **more}))


PLAIN_LISTS = {
    "a list": 'INSTALLED_APPS = ["orders", "users"]',
    "a tuple": 'INSTALLED_APPS = ("orders", "users")',
    "a sum": 'LOCAL = ["orders"]\nINSTALLED_APPS = LOCAL + ["users"]',
    "unpacked": 'LOCAL = ("orders",)\nINSTALLED_APPS = [*LOCAL, "users"]',
    "added to": 'INSTALLED_APPS = ["orders"]\nINSTALLED_APPS += ("users",)',
    "appended": 'INSTALLED_APPS = ["orders"]\nINSTALLED_APPS.append("users")',
    "extended": 'INSTALLED_APPS = ["orders"]\nINSTALLED_APPS.extend(["users"])',
    "put in front": 'INSTALLED_APPS = ["orders"]\nINSTALLED_APPS.insert(0, "users")',
    "taken out": 'INSTALLED_APPS = ["orders", "users", "extra"]\nINSTALLED_APPS.remove("extra")',
    "a copy": 'INSTALLED_APPS = list(("orders", "users"))',
    "a comprehension without what is none": (
        'TOOLBAR = None\nALL = ["orders", TOOLBAR, "users"]\nINSTALLED_APPS = [one for one in ALL if one]'
    ),
    "filtered": 'INSTALLED_APPS = list(filter(None, ["orders", None, "users"]))',
    "a copy without one": (
        'ALL = ["orders", "toolbar", "users"]\nINSTALLED_APPS = [one for one in ALL if one != "toolbar"]'
    ),
    "a copy without some": (
        'ALL = ["orders", "toolbar", "users"]\nOFF = ("toolbar", "extra")\n'
        "INSTALLED_APPS = tuple(one for one in ALL if one not in OFF)"
    ),
    "a text compared": (
        'ENGINE = "sqlite"\nINSTALLED_APPS = ["orders", "users"]\n'
        'if ENGINE == "postgresql":\n    INSTALLED_APPS += ["toolbar"]'
    ),
    "annotated": 'INSTALLED_APPS: list[str] = ["orders", "users"]',
    "written anew": 'INSTALLED_APPS = ["extra"]\nINSTALLED_APPS = ["orders", "users"]',
    "texts put together": 'NAME = "ord" + "ers"\nINSTALLED_APPS = [NAME, "users"]',
    "a condition that is a constant": (
        'DEBUG = False\nINSTALLED_APPS = ["orders", "users"]\nif DEBUG:\n    INSTALLED_APPS += ["toolbar"]'
    ),
    "not in it yet": (
        'INSTALLED_APPS = ["orders"]\nif "users" not in INSTALLED_APPS:\n    INSTALLED_APPS += ["users"]'
    ),
    "not there for some reason": 'INSTALLED_APPS = ["orders", "users", "not.here"]',
}


@pytest.mark.parametrize("text", PLAIN_LISTS.values(), ids=PLAIN_LISTS.keys())
def test_a_plain_list_says_which_apps_of_the_directory_count(tmp_path: Path, text: str):
    found = release(tmp_path, text)

    assert found.apps == {"orders", "users"}
    assert found.unreadable == ()


def test_a_list_is_followed_through_the_modules_it_is_put_together_from(tmp_path: Path):
    found = release(
        tmp_path,
        "from .base import *\nfrom shop.more import MORE as OTHERS\nINSTALLED_APPS += OTHERS",
        shop__base='INSTALLED_APPS = ["orders"]',
        shop__more='MORE = ["users"]',
    )

    assert found.apps == {"orders", "users"}
    assert found.complete


def test_a_release_is_complete_where_every_installed_app_was_found(tmp_path: Path):
    assert release(tmp_path, 'INSTALLED_APPS = ["orders", "users"]').complete
    assert not release(tmp_path, 'INSTALLED_APPS = ["orders", "users", "not.here"]').complete


def test_an_installed_app_without_migrations_is_unmigrated(tmp_path: Path):
    found = release(tmp_path, 'INSTALLED_APPS = ["orders", "plain", "loose"]', plain__models="", loose="")

    assert found.unmigrated_apps == {"plain", "loose"}
    assert found.complete


OPEN = {
    "a call": 'INSTALLED_APPS = ["orders"] + plugins()',
    "an unpacked call": 'INSTALLED_APPS = ["orders", *plugins()]',
    "an entry by a call": 'INSTALLED_APPS = ["orders", env("APP")]',
    "a loop": 'INSTALLED_APPS = ["orders"]\nfor plugin in plugins():\n    INSTALLED_APPS.append(plugin)',
    "a comprehension": 'INSTALLED_APPS = ["orders"] + [name for name in plugins()]',
    "handed to a function": 'INSTALLED_APPS = ["orders"]\nadd_plugins(INSTALLED_APPS)',
    "all names at once": 'INSTALLED_APPS = ["orders"]\nload(globals())',
    "local settings that are not here": (
        'INSTALLED_APPS = ["orders"]\ntry:\n    from .local import *\nexcept ImportError:\n    pass'
    ),
    "settings of others": 'from oscar.defaults import *\nINSTALLED_APPS += ["orders"]',
    "an entry of two, one of them by a call": (
        'INSTALLED_APPS = ["orders", "toolbar" if DEBUG else "not.here" if BIG else env("APP")]'
    ),
    "nothing": "DEBUG = True",
    "a call alone": "INSTALLED_APPS = installed()",
    "in a class": 'class Base(Configuration):\n    INSTALLED_APPS = ["orders"]',
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN.keys())
def test_where_the_list_has_an_open_end_every_app_of_the_directory_is_taken(tmp_path: Path, text: str):
    found = release(tmp_path, text)

    assert found.apps == {"orders", "users", "toolbar", "extra"}
    assert not found.complete
    named = [place for place in found.unreadable if "installed" in place.reason]
    assert all("toolbar" in place.reason for place in named)


def test_settings_that_differ_are_asked_for_where_an_app_hangs_on_it(tmp_path: Path):
    found = release(
        tmp_path,
        'from .base import *\nINSTALLED_APPS += ["users"]',
        shop__settings_dev='from .base import *\nINSTALLED_APPS += ["toolbar"]',
        shop__base='INSTALLED_APPS = ["orders"]',
    )

    assert found.apps == {"orders", "users", "toolbar"}
    assert not found.complete
    reasons = "; ".join(place.reason for place in found.unreadable)
    assert "differs between shop.settings and shop.settings_dev" in reasons
    assert "users" in reasons
    assert "toolbar" in reasons
    assert "orders" not in reasons


def test_of_settings_that_differ_one_can_be_named(tmp_path: Path):
    files = {
        **APPS,
        "shop/settings/prod.py": 'from .base import *\nINSTALLED_APPS += ["users"]',
        "shop/settings/dev.py": 'from .base import *\nINSTALLED_APPS += ["toolbar"]\nAUTH_USER_MODEL = "dev.User"',
        "shop/settings/base.py": 'INSTALLED_APPS = ["orders"]\nAUTH_USER_MODEL = "users.User"',
        "orders/migrations/0001_initial.py": migration(
            "dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]"
        ),
    }
    found = read(written(tmp_path, files), ReadingOptions(settings={"module": "shop.settings.prod"}))

    assert found.apps == {"orders", "users"}
    assert found.settings == {"AUTH_USER_MODEL": "users.User", "module": "shop.settings.prod"}
    assert found.complete


def test_a_settings_module_that_is_not_here_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match=r"the settings module shop.prod is not here; .* with --root"):
        read(written(tmp_path, APPS), ReadingOptions(settings={"module": "shop.prod"}))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('INSTALLED_APPS = ["orders"]\nif env("DEBUG"):\n    INSTALLED_APPS += ["toolbar", "not.here"]', 2),
        ('INSTALLED_APPS = ["orders", "toolbar" if env("DEBUG") else ""]', 1),
        ('INSTALLED_APPS = ["orders"] + (["toolbar"] if env("DEBUG") else [])', 1),
        (
            (
                'INSTALLED_APPS = ["orders"]\ntry:\n    import toolbar\n    INSTALLED_APPS.append("toolbar")\n'
                "except ImportError:\n    pass"
            ),
            2,
        ),
        (
            (
                'TOOLBAR = None\nif find_spec("toolbar"):\n    TOOLBAR = "toolbar"\n'
                'ALL = ["orders", TOOLBAR]\nINSTALLED_APPS = [one for one in ALL if one]'
            ),
            2,
        ),
        (
            (
                'TOOLBAR = ""\ntry:\n    import more\n    TOOLBAR = "toolbar"\nexcept ImportError:\n    pass\n'
                'INSTALLED_APPS = ["orders", TOOLBAR]'
            ),
            2,
        ),
        (
            (
                "toolbar = None\ntry:\n    import toolbar\nexcept ImportError:\n    pass\n"
                'INSTALLED_APPS = ["orders"]\nif toolbar:\n    INSTALLED_APPS += ["toolbar"]'
            ),
            7,
        ),
        (
            (
                "NAME = None\nfor NAME in names():\n    pass\n"
                'INSTALLED_APPS = ["orders"]\nif NAME:\n    INSTALLED_APPS += ["toolbar"]'
            ),
            5,
        ),
        (
            (
                'ALL = ["orders", "toolbar"]\n'
                'INSTALLED_APPS = [one for one in ALL if one == "orders" or find_spec(one)]'
            ),
            2,
        ),
    ],
)
def test_an_app_that_a_condition_decides_is_named_and_kept(tmp_path: Path, text: str, line: int):
    found = release(tmp_path, text)
    (place,) = found.unreadable

    assert found.apps == {"orders", "toolbar"}
    assert (place.path, place.line) == ("shop/settings.py", line)
    assert place.reason.startswith("whether toolbar is installed is not plain: INSTALLED_APPS depends on")
    assert not found.complete


@pytest.mark.parametrize(
    "after",
    [
        'INSTALLED_APPS[position()] = "users"',
        "def f():\n    global INSTALLED_APPS\n    INSTALLED_APPS = []\nregister(f)",
        "@register\ndef f():\n    global INSTALLED_APPS\n    INSTALLED_APPS = []",
        "def f():\n    for one in others():\n        INSTALLED_APPS.remove(one)\nf()",
        "del INSTALLED_APPS[position()]",
        'while more():\n    INSTALLED_APPS.remove("orders")',
    ],
)
def test_an_app_that_may_be_taken_out_again_is_named_and_kept(tmp_path: Path, after: str):
    found = release(tmp_path, f'INSTALLED_APPS = ["orders"]\n{after}')
    (place,) = found.unreadable

    assert "orders" in found.apps
    assert place.reason.startswith("whether orders is installed is not plain: INSTALLED_APPS ")


def test_an_app_without_migrations_may_hang_on_a_condition_in_silence(tmp_path: Path):
    text = 'INSTALLED_APPS = ["orders"]\nif env("DEBUG"):\n    INSTALLED_APPS += ["plain"]'
    found = release(tmp_path, text, plain__models="")

    assert (found.apps, found.unreadable) == ({"orders"}, ())


def test_settings_that_name_no_app_of_the_directory_are_not_its_own(tmp_path: Path):
    assert release(tmp_path, 'INSTALLED_APPS = ["blog"]').apps == {"orders", "users", "toolbar", "extra"}


def test_what_is_given_goes_before_what_the_settings_say(tmp_path: Path):
    files = {**APPS, "shop/settings.py": 'INSTALLED_APPS = ["orders"]\nMIGRATION_MODULES = {"users": None}'}
    root = written(tmp_path, files)

    found = read(root, ReadingOptions(installed_apps=("users",), migration_modules={}))

    assert (found.apps, found.unmigrated_apps, found.complete) == ({"users"}, frozenset(), True)


CONFIGURED = {
    "the configuration by name": (
        "orders.apps.OrdersConfig",
        'name = "orders"\n    label = "sales"',
        "sales",
    ),
    "the package": ("orders", 'name = "orders"\n    label = "sales"', "sales"),
    "a configuration without a label": ("orders.apps.OrdersConfig", 'name = "orders"', "orders"),
    "the package, its configuration declined": (
        "orders",
        'name = "orders"\n    label = "sales"\n    default = False',
        "orders",
    ),
    "a declined configuration by name": (
        "orders.apps.OrdersConfig",
        'name = "orders"\n    label = "sales"\n    default = False',
        "sales",
    ),
    "a name from the module": ("orders.apps.OrdersConfig", "name = __package__", "orders"),
}


@pytest.mark.parametrize(("entry", "body", "label"), CONFIGURED.values(), ids=CONFIGURED.keys())
def test_an_entry_says_which_configuration_counts(tmp_path: Path, entry: str, body: str, label: str):
    found = release(tmp_path, f'INSTALLED_APPS = ["{entry}"]', orders__apps=CONFIG.format(body))

    assert list(found.migrations) == [key(f"{label}.0001_initial")]
    assert found.complete


def test_a_configuration_is_found_where_its_module_takes_it_from(tmp_path: Path):
    found = release(
        tmp_path,
        'INSTALLED_APPS = ["orders.config.OrdersConfig"]',
        orders__config="from orders.deep import OrdersConfig",
        orders__deep=CONFIG.format('name = "orders"\n    label = LABEL') + "LABEL = 'sales'\n",
    )

    assert found.apps == {"sales"}


def test_a_label_is_handed_down_by_a_base_in_another_module(tmp_path: Path):
    found = release(
        tmp_path,
        'INSTALLED_APPS = ["orders.apps.OrdersConfig"]',
        orders__apps='from shop.base import Base\nclass OrdersConfig(Base):\n    name = "orders"',
        shop__base='from django.apps import AppConfig\nclass Base(AppConfig):\n    label = "sales"',
    )

    assert found.apps == {"sales"}


def test_two_configurations_of_which_one_is_imported_leave_the_package_its_own_name(tmp_path: Path):
    """Django looks through all classes of `apps.py`, the imported ones too, and finds no single one."""
    found = release(
        tmp_path,
        'INSTALLED_APPS = ["orders"]',
        orders__apps='from shop.base import Base\nclass OrdersConfig(Base):\n    name = "orders"\n    label = "sales"',
        shop__base='from django.apps import AppConfig\nclass Base(AppConfig):\n    name = "base"',
    )

    assert found.apps == {"orders"}


def test_a_configuration_that_may_come_from_elsewhere_is_named(tmp_path: Path):
    found = release(
        tmp_path,
        'INSTALLED_APPS = ["orders", "users"]',
        orders__apps=(
            "from far.away import BaseConfig\nclass OrdersConfig(BaseConfig):\n"
            '    name = "orders"\n    label = "sales"'
        ),
    )
    (place,) = found.unreadable

    assert found.apps == {"users"}
    assert "BaseConfig comes from a module that is not here" in place.reason


def test_a_label_that_is_not_plain_can_be_given(tmp_path: Path):
    files = {**APPS, "orders/apps.py": CONFIG.format('name = "orders"\n    label = make()')}
    root = written(tmp_path, {**files, "shop/settings.py": 'INSTALLED_APPS = ["orders", "users"]'})

    (place,) = read(root).unreadable
    assert (place.path, place.line) == ("orders/apps.py", 6)

    for name in ("orders", "/orders/"):
        found = read(root, ReadingOptions(labels={name: "sales"}))
        assert (found.apps, found.complete) == ({"sales", "users"}, True)


def test_a_label_can_be_given_where_nothing_is_installed(tmp_path: Path):
    root = written(tmp_path, {"shop/orders/migrations/0001_initial.py": PLAIN})

    assert read(root, ReadingOptions(labels={"shop.orders": "sales"})).apps == {"sales"}


def test_migrations_are_where_the_settings_put_them_and_the_others_at_home(tmp_path: Path):
    settings = """
        INSTALLED_APPS = ["orders", "users", "extra", "far.filer"]
        MIGRATION_MODULES = {"orders": "shop.moved.orders", "users": None, "filer": "shop.moved.filer"}
    """
    moved = {f"shop/moved/{app}/0001_moved.py": PLAIN for app in ("orders", "filer")}
    packages = {f"shop/moved/{app}/__init__.py": "" for app in ("orders", "filer")}
    found = read(written(tmp_path, {**APPS, **moved, **packages, "shop/settings.py": settings}))

    assert set(map(str, found.migrations)) == {"orders.0001_moved", "extra.0001_initial", "filer.0001_moved"}
    assert found.unmigrated_apps == {"users"}
    assert found.unreadable == ()


def test_a_directory_that_is_the_package_itself_is_found_by_its_name(tmp_path: Path):
    root = written(
        tmp_path / "shop",
        {
            "__init__.py": "",
            "migrations/0001_initial.py": PLAIN,
            "orders/migrations/0001_initial.py": PLAIN,
            "users/migrations/0001_initial.py": PLAIN,
            "settings.py": 'INSTALLED_APPS = ["shop", "shop.orders"]',
        },
    )
    found = read(root)

    assert (found.apps, found.complete) == ({"shop", "orders"}, True)


def test_an_app_whose_package_begins_above_the_directory_is_taken_all_the_same(tmp_path: Path):
    files = {
        "orders/migrations/0001_initial.py": PLAIN,
        "users/migrations/0001_initial.py": PLAIN,
        "extra/migrations/0001_initial.py": PLAIN,
        "settings.py": 'INSTALLED_APPS = ["users", "company.shop.orders", "company.shop.extra.apps.ExtraConfig"]',
    }

    assert read(written(tmp_path, files)).apps == {"orders", "users", "extra"}
