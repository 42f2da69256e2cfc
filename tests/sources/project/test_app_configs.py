"""Labels as Django gives them: configurations in every place where it looks, and bases that are not here."""

from pathlib import Path

import pytest

from app.domain.release import Release
from app.sources import ReadingOptions, read
from tests.sources.folder import migration, written

FIRST = migration("dependencies = []")
CONFIG = "from django.apps import AppConfig\n"


def release(root: Path, installed: list[str], files: dict[str, str], django: str = "5.2.1") -> Release:
    packages = {
        f"{path.rpartition('/')[0]}/__init__.py": "" for path in files if path.endswith(".py") and "/" in path
    }
    return read(
        written(root, {**packages, "shop/__init__.py": "", **files}),
        ReadingOptions(django=django, installed_apps=tuple(installed)),
    )


def more(label: str) -> str:
    return migration(f'dependencies = [("{label}", "0001_initial")]')


PLUGIN = f'{CONFIG}class PluginConfig(AppConfig):\n    name = "plugin.app"\n    label = "file"\n'
TWO_CONFIGS = (
    f"{CONFIG}class Plugin(AppConfig):\n    pass\n\n\n"
    'class ShopConfig(Plugin):\n    name = "shop.app"\n    label = "core"\n'
)


@pytest.mark.parametrize("django", ["3.1", "3.2.25", "4.0.1"])
def test_default_app_config_counts_up_to_django_4_0(tmp_path: Path, django: str):
    files = {
        "shop/app/__init__.py": 'default_app_config = "shop.app.apps.ShopConfig"\n',
        "shop/app/apps.py": TWO_CONFIGS,
        "shop/app/migrations/0001_initial.py": FIRST,
    }

    assert release(tmp_path, ["shop.app"], files, django).apps == {"core"}
    assert release(tmp_path, ["shop.app"], files, "4.1").apps == {"app"}


def test_default_app_config_may_name_a_class_in_another_module(tmp_path: Path):
    files = {
        "shop/app/__init__.py": 'default_app_config = "shop.app.config.ShopConfig"\n',
        "shop/app/config.py": TWO_CONFIGS,
        "shop/app/migrations/0001_initial.py": FIRST,
    }

    assert release(tmp_path, ["shop.app"], files, "3.2").apps == {"core"}
    assert release(tmp_path, ["shop.app"], files, "5.2").apps == {"app"}


def test_before_django_3_2_no_configuration_is_looked_for(tmp_path: Path):
    files = {
        "shop/app/apps.py": f'{CONFIG}class ShopConfig(AppConfig):\n    name = "shop.app"\n    label = "core"\n',
        "shop/app/migrations/0001_initial.py": FIRST,
    }

    assert release(tmp_path, ["shop.app"], files, "2.2.3").apps == {"app"}
    assert release(tmp_path, ["shop.app"], files, "3.2").apps == {"core"}


def test_where_the_label_hangs_on_a_version_that_is_not_known_the_version_is_asked_for(tmp_path: Path):
    files = {
        "shop/app/__init__.py": 'default_app_config = "shop.app.apps.ShopConfig"\n',
        "shop/app/apps.py": TWO_CONFIGS,
        "shop/app/migrations/0001_initial.py": FIRST,
    }
    release(tmp_path, ["shop.app"], files)
    (place,) = read(tmp_path, ReadingOptions(installed_apps=("shop.app",))).unreadable

    assert "the label hangs on Django's version, which no file pins; please add django =" in place.reason
    assert 'labels = { "shop/app" = "…" }' in place.reason
    assert place.reason.endswith("with the label that it has where it runs, such as app and core")


def test_a_configuration_in_the_package_itself_counts_where_it_is_installed(tmp_path: Path):
    files = {
        "plugin/app/__init__.py": PLUGIN,
        "plugin/app/migrations/0001_initial.py": FIRST,
    }

    assert release(tmp_path, ["plugin.app.PluginConfig"], files).apps == {"file"}
    assert release(tmp_path, ["plugin.app"], files).apps == {"app"}


def open_list(root: Path, files: dict[str, str]) -> Release:
    settings = 'INSTALLED_APPS = ["core.main"]\nINSTALLED_APPS += plugins()\n'
    main = {
        "core/__init__.py": "",
        "core/main/__init__.py": "",
        "core/main/migrations/0001_initial.py": FIRST,
    }
    return read(
        written(root, {**main, **files, "core/settings.py": settings, "requirements.txt": "Django==5.2.1"})
    )


def test_where_the_list_is_open_a_configuration_in_the_package_is_asked_for_by_its_line(tmp_path: Path):
    files = {
        "plugin/app/__init__.py": PLUGIN,
        "plugin/app/migrations/0001_initial.py": migration('dependencies = [("main", "0001_initial")]'),
    }
    found = open_list(tmp_path, files)
    (place,) = found.unreadable

    assert found.apps == {"main"}
    assert 'please add labels = { "plugin/app" = "…" } in driftboard.toml' in place.reason
    assert place.reason.endswith("such as app and file")


def test_an_app_whose_migrations_depend_on_each_other_by_a_label_has_that_label(tmp_path: Path):
    files = {
        "plugin/app/__init__.py": PLUGIN,
        "plugin/app/migrations/0001_initial.py": migration('dependencies = [("main", "0001_initial")]'),
        "plugin/app/migrations/0002_b.py": more("file"),
    }
    found = open_list(tmp_path, files)

    assert (found.apps, found.unreadable) == ({"main", "file"}, ())


def test_a_label_that_is_worked_out_is_proposed_only_where_the_migrations_tell_it(tmp_path: Path):
    worked_out = (
        f'{CONFIG}SHORT = "binderhub"\n\n\nclass BinderConfig(AppConfig):\n    name = "addons.binderhub"\n'
    )
    files = {
        "addons/__init__.py": "",
        "addons/binderhub/__init__.py": "",
        "addons/binderhub/apps.py": f'{worked_out}    label = "addons_{{}}".format(SHORT)\n',
        "addons/binderhub/migrations/0001_initial.py": FIRST,
    }
    told = {**files, "addons/binderhub/migrations/0002_b.py": more("addons_binderhub")}
    several = {
        **files,
        "addons/binderhub/migrations/0002_b.py": migration(
            'dependencies = [("addons_binderhub", "0001_initial"), ("auth", "0001_initial")]'
        ),
    }
    lines = {}
    for name, texts in {"open": files, "told": told, "several": several}.items():
        (place,) = read(written(tmp_path / name, texts), ReadingOptions(django="5.2")).unreadable
        lines[name] = place.reason.partition("please add ")[2]

    placeholder = (
        'labels = { "addons/binderhub" = "…" } in driftboard.toml, with the label that it has where it runs'
    )
    assert lines == {
        "open": placeholder,
        "several": placeholder,
        "told": 'labels = { "addons/binderhub" = "addons_binderhub" } in driftboard.toml, as its migrations depend on '
        "each other by this label",
    }


def test_of_a_base_that_is_not_here_own_values_count_and_django_is_not_said_to_refuse(tmp_path: Path):
    far = "from wagtail.users.apps import WagtailUsersAppConfig\n"
    files = {
        "shop/users/apps.py": (
            f'{CONFIG}{far}class UsersConfig(AppConfig):\n    name = "shop.users"\n    default = True\n\n\n'
            'class CmsUsersConfig(WagtailUsersAppConfig):\n    user_viewset = "shop.users.views.V"\n'
        ),
        "shop/users/migrations/0001_initial.py": FIRST,
        "shop/staff/apps.py": (
            f'{far}class StaffConfig(WagtailUsersAppConfig):\n    name = "shop.staff"\n    label = "crew"\n'
        ),
        "shop/staff/migrations/0001_initial.py": FIRST,
    }
    installed = ["shop.users", "shop.users.apps.CmsUsersConfig", "shop.staff.apps.StaffConfig"]
    found = release(tmp_path, installed, files)

    assert (found.apps, found.unreadable, found.complete) == ({"users", "crew"}, (), False)


def test_a_label_that_a_base_may_state_that_is_not_here_is_asked_for(tmp_path: Path):
    files = {
        "shop/staff/apps.py": (
            'from far.apps import FarConfig\n\nclass StaffConfig(FarConfig):\n    name = "shop.staff"\n'
        ),
        "shop/staff/migrations/0001_initial.py": FIRST,
    }
    (place,) = release(tmp_path, ["shop.staff.apps.StaffConfig"], files).unreadable

    assert (
        "the label of StaffConfig may come from its base far.apps.FarConfig, which is not here"
        in place.reason
    )
    assert "Django refuses" not in place.reason
    assert 'labels = { "shop/staff" = "…" }' in place.reason


def test_a_configuration_whose_package_lies_on_a_further_path_is_not_said_to_be_missing(tmp_path: Path):
    files = {
        "shop/__init__.py": "",
        "shop/staff/__init__.py": 'default_app_config = "shop.staff.apps.StaffConfig"\n',
        "shop/staff/apps.py": f'{CONFIG}class StaffConfig(AppConfig):\n    name = "staff"\n',
        "shop/staff/migrations/0001_initial.py": FIRST,
    }
    root = written(tmp_path, {**files, "conf/settings.py": 'INSTALLED_APPS = ["shop.staff"]\n'})
    (place,) = read(root, ReadingOptions(django="3.2")).unreadable
    stated = read(root, ReadingOptions(django="3.2", labels={"shop/staff": "staff"}))

    assert "'shop.staff.apps.StaffConfig': the class or its package is not here" in place.reason
    assert 'labels = { "shop/staff" = "…" }' in place.reason
    assert (stated.apps, stated.unreadable) == ({"staff"}, ())


def test_the_label_of_an_app_without_migrations_is_not_asked_for(tmp_path: Path):
    files = {
        "shop/dashboard/apps.py": (
            "from far.apps import FarConfig\n\n\nclass DashboardConfig(FarConfig):\n"
            '    name = "shop.dashboard"\n    label = "shop_dashboard"\n'
        ),
        "shop/staff/apps.py": (
            'from far.apps import FarConfig\n\nclass StaffConfig(FarConfig):\n    name = "shop.staff"\n'
        ),
        "shop/staff/migrations/__init__.py": "",
        "shop/orders/migrations/0001_initial.py": FIRST,
    }
    plain = release(tmp_path / "plain", ["shop.orders", "shop.dashboard"], files)
    asked = release(tmp_path / "asked", ["shop.orders", "shop.staff.apps.StaffConfig"], files)

    assert (plain.apps, plain.unreadable, plain.complete) == ({"orders"}, (), False)
    assert [place.path for place in asked.unreadable] == ["shop/staff/apps.py"]


@pytest.mark.parametrize(
    "body", ["def label(self): ...", "class label: ...", "if True:\n        label = 'x'", "label = make()"]
)
def test_a_label_that_is_no_plain_value_is_never_guessed_by_the_name(tmp_path: Path, body: str):
    files = {
        "shop/staff/apps.py": f'{CONFIG}class StaffConfig(AppConfig):\n    name = "shop.staff"\n    {body}\n',
        "shop/staff/migrations/0001_initial.py": FIRST,
        "shop/orders/migrations/0001_initial.py": FIRST,
    }

    assert release(tmp_path / "named", ["shop.staff", "shop.orders"], files).apps == {"orders"}
    assert read(tmp_path / "named", ReadingOptions(django="5.2")).apps == {"orders"}


def test_default_is_inherited_as_in_django(tmp_path: Path):
    files = {
        "shop/staff/apps.py": (
            f"{CONFIG}class Base(AppConfig):\n    default = True\n\n\n"
            'class StaffConfig(Base):\n    name = "shop.staff"\n    label = "crew"\n    default = None\n'
            '\n\nclass OtherConfig(Base):\n    name = "shop.staff"\n    label = "band"\n'
        ),
        "shop/staff/migrations/0001_initial.py": FIRST,
    }
    (place,) = release(tmp_path, ["shop.staff"], files).unreadable

    assert "several default app configurations; Django refuses them" in place.reason


THIRD_PARTY = ["reversion", "taggit.extra", "rest_framework.authtoken"]


@pytest.mark.parametrize("has_init", [True, False])
def test_a_package_of_the_name_that_cannot_be_imported_by_it_is_not_the_app(tmp_path: Path, has_init: bool):
    files = {
        "shop/orders/migrations/0001_initial.py": migration('dependencies = [("reversion", "0001_initial")]'),
        "shop/utils/reversion/__init__.py": "",
        "shop/utils/taggit/models.py": "",
        "shop/utils/rest_framework/models.py": "",
    }
    if has_init:
        files["shop/utils/__init__.py"] = ""
    found = release(tmp_path, ["shop.orders", *THIRD_PARTY], files)

    assert (found.apps, found.unmigrated_apps, found.unreadable) == ({"orders"}, frozenset(), ())


@pytest.mark.parametrize(
    "more_files",
    [
        {"back/manage.py": ""},
        {"back/setup.py": ""},
        {"manage.py": "import sys\nsys.path.insert(0, 'back')\n", "back/__init__.py": ""},
        {"back/conf/settings.py": "", "back/conf/__init__.py": ""},
        {},
    ],
)
def test_a_package_below_a_folder_of_pythons_path_is_the_app(tmp_path: Path, more_files: dict[str, str]):
    files = {"back/orders/migrations/0001_initial.py": FIRST, "back/orders/__init__.py": "", **more_files}

    found = read(written(tmp_path, files), ReadingOptions(django="5.2", installed_apps=("orders",)))
    assert (found.apps, found.complete) == ({"orders"}, True)


def test_an_entry_whose_package_is_here_without_it_is_what_django_refuses(tmp_path: Path):
    files = {"shop/orders/migrations/0001_initial.py": FIRST}
    (place,) = release(tmp_path, ["shop.orders", "shop.gone.apps.GoneConfig"], files).unreadable

    assert "shop.gone.apps.GoneConfig is not in the package shop; Django refuses it" in place.reason


def test_one_cause_is_told_once_however_many_apps_it_decides(tmp_path: Path):
    names = ["a", "b", "c", "d", "e"]
    files = {f"shop/{name}/migrations/0001_initial.py": FIRST for name in names}
    settings = (
        "from os import environ\nINSTALLED_APPS = ['shop.z']\nif environ['X'] in PLUGINS:\n"
        f"    INSTALLED_APPS += {[f'shop.{name}' for name in names]}\n"
    )
    root = written(
        tmp_path, {**files, "shop/__init__.py": "", "shop/settings.py": settings, "shop/z/__init__.py": ""}
    )
    (place,) = read(root, ReadingOptions(django="5.2")).unreadable

    assert place.reason.startswith("whether shop.a, shop.b, shop.c and 2 more are installed is not plain: ")
    assert place.reason.endswith("please add the list, installed_apps = […], in driftboard.toml")


def test_a_label_by_the_whole_path_counts_before_one_by_its_end(tmp_path: Path):
    files = {f"{folder}/orders/migrations/0001_{folder}.py": FIRST for folder in ("shop", "legacy")}
    root = written(tmp_path, files)
    labels = {"orders": "sales", "legacy/orders": "old"}

    assert {str(key) for key in read(root, ReadingOptions(labels=labels)).migrations} == {
        "old.0001_legacy",
        "sales.0001_shop",
    }


@pytest.mark.parametrize(
    "text",
    [
        'if here():\n    class StaffConfig(Base):\n        name = "shop.staff"\n        label = "crew"\n',
        "try:\n    from shop.other import Other\nexcept ImportError:\n    pass\n",
    ],
)
def test_a_configuration_under_a_condition_leaves_the_label_open(tmp_path: Path, text: str):
    files = {
        "shop/base.py": f"{CONFIG}class Base(AppConfig):\n    default = False\n",
        "shop/other.py": f'{CONFIG}class Other(AppConfig):\n    name = "shop.staff"\n    label = "band"\n',
        "shop/staff/apps.py": f"from shop.base import Base\n\n{text}",
        "shop/staff/migrations/0001_initial.py": FIRST,
    }
    (place,) = release(tmp_path, ["shop.staff"], files).unreadable

    assert "it may count as the app configuration" in place.reason


def test_what_is_imported_for_type_checkers_alone_is_no_configuration(tmp_path: Path):
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from far.away import FarConfig\n"
    files = {
        "shop/staff/apps.py": f'{text}{CONFIG}class C(AppConfig):\n    name = "shop.staff"\n    label = "crew"\n',
        "shop/staff/migrations/0001_initial.py": FIRST,
    }

    assert release(tmp_path, ["shop.staff"], files).apps == {"crew"}
