"""The settings of each commit decide which files are migrations there, whatever the order of the labels."""

from collections.abc import Sequence
from random import Random

import pytest

from app.domain.provenance.code_history import NO_HISTORY
from app.sources import ReadingOptions
from app.sources.git import Repository
from app.sources.git.history import combine, read
from tests.sources.git.code_history import history, told
from tests.sources.git.repositories import Made, needing

SETTINGS = "shop/settings.py"
HISTORY = "shop/history/orders/0001_initial.py"
MOVED = "MIGRATION_MODULES = {'orders': 'shop.history.orders'}\n"
PACKAGES = {"shop/__init__.py": "", "shop/history/__init__.py": "", "shop/history/orders/__init__.py": ""}


def in_order(made: Made, labels: Sequence[str]) -> dict[str, list[str]]:
    """What each commit did, when the labels are read in this order."""
    with Repository(made.root) as repository:
        by_label = {ref.label: ref for ref in repository.refs()}
        code = read(repository, [by_label[label] for label in labels])
    return {commit: told(code, commit) for commit in code.commits}


@pytest.mark.parametrize("labels", [("main", "v1"), ("v1", "main")])
def test_folders_that_are_gone_now_were_read_then(made: Made, labels: tuple[str, ...]):
    first = made.commit("Moved", {**PACKAGES, SETTINGS: MOVED, HISTORY: needing()})
    second = made.commit("More", {"shop/history/orders/0002.py": needing("orders.0001_initial")})
    made.git("tag", "v1")
    gone = made.commit(
        "No Django any more", {SETTINGS: "X = 1\n", HISTORY: None, "shop/history/orders/0002.py": None}
    )

    assert in_order(made, labels) == {
        first: ["added orders.0001_initial file"],
        second: ["added orders.0002 file", "added orders.0002 dependencies orders.0001_initial"],
        gone: ["removed orders.0001_initial file", "removed orders.0002 file"],
    }


def test_of_two_folders_the_one_counts_that_the_settings_of_the_commit_name(made: Made):
    """The South migrations of maas lay in `migrations`, those of Django of the same names in another folder."""
    south = made.commit("South", {SETTINGS: "X = 1\n", "orders/migrations/0001_initial.py": needing()})
    both = made.commit("Django", {**PACKAGES, SETTINGS: MOVED, HISTORY: needing("users.0001_initial")})
    edit = made.commit("Old file", {"orders/migrations/0002_south.py": needing()})
    made.commit("Gone", {SETTINGS: "X = 2\n", HISTORY: None})

    code = history(made)

    assert told(code, south) == ["added orders.0001_initial file"]
    assert told(code, both) == [
        "added orders.0001_initial file",
        "added orders.0001_initial dependencies users.0001_initial",
    ]
    assert told(code, edit) == []


def test_a_setting_that_comes_after_the_files_or_names_another_app(made: Made):
    made.commit("Files", {**PACKAGES, HISTORY: needing("users.0001_initial"), SETTINGS: ""})
    named = made.commit("Named", {SETTINGS: MOVED})
    renamed = made.commit("Renamed", {SETTINGS: MOVED.replace("'orders'", "'sales'")})
    made.commit("Again", {SETTINGS: MOVED.replace("'orders'", "'sales'") + "X = 1\n"})

    code = history(made)

    assert told(code, named) == [
        "added orders.0001_initial file",
        "added orders.0001_initial dependencies users.0001_initial",
    ]
    assert told(code, renamed) == ["renamed sales.0001_initial file orders.0001_initial"]
    assert list(code.commits) == [named, renamed]


def test_a_setting_in_a_module_that_settings_import_whole(made: Made):
    first = made.commit(
        "Moved",
        {**PACKAGES, SETTINGS: "from shop.base import *\n", "shop/base.py": MOVED, HISTORY: needing()},
    )
    made.git("switch", "--quiet", "--create", "side")
    side = made.commit("Side", {"shop/history/orders/0002.py": needing()})
    made.git("switch", "--quiet", "main")
    made.commit("Gone", {"shop/base.py": "X = 1\n"})
    merge = made.merge("side", {"shop/base.py": MOVED})

    code = history(made)

    assert told(code, first) == ["added orders.0001_initial file"]
    assert told(code, side) == ["added orders.0002 file"]
    assert told(code, merge) == []


def test_a_package_that_is_the_projects_own_folder_and_names_built_by_code(made: Made):
    """`made` is the folder `shop` itself; the value is known only when the settings are worked out."""
    source = "BASE = 'shop.hist'\nMIGRATION_MODULES = {'orders': BASE + '.orders'}\n"
    first = made.commit(
        "Moved",
        {
            "__init__.py": "",
            "settings.py": source,
            "hist/__init__.py": "",
            "hist/orders/__init__.py": "",
            "hist/orders/0001_initial.py": needing(),
        },
    )

    assert told(history(made), first) == ["added orders.0001_initial file"]


def test_default_app_config_tells_the_label_of_two_configurations(made: Made):
    configs = "".join(
        f"class {name}(AppConfig):\n    name = 'orders'\n    label = '{label}'\n"
        for name, label in (("A", "core"), ("B", "plugin"))
    )
    first = made.commit(
        "Two",
        {
            "orders/__init__.py": "default_app_config = 'orders.apps.A'\n",
            "orders/apps.py": f"from django.apps import AppConfig\n{configs}",
            "orders/migrations/0001_initial.py": needing(),
        },
    )

    assert told(history(made), first) == ["added core.0001_initial file"]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_any_number_of_readings_tell_the_same(made: Made, seed: int):
    """Settings and files change at random on two branches; the history is read at once, and step by step."""
    random = Random(seed)
    known = NO_HISTORY
    made.commit("Start", {**PACKAGES, SETTINGS: random.choice((MOVED, "")), "README": "x"})
    made.git("branch", "side")
    there = {"main": set[str](), "side": set[str]()}
    for number in range(14):
        branch = random.choice(("main", "side"))
        made.git("switch", "--quiet", branch)
        files: dict[str, str | bytes | None] = {"README": f"{number}"}
        if random.random() < 0.5:
            label = random.choice(("orders", "sales", ""))
            files[SETTINGS] = MOVED.replace("orders'", f"{label}'", 1) if label else f"X = {number}\n"
        folder = random.choice(("shop/history/orders", "orders/migrations"))
        path = f"{folder}/000{random.randint(1, 3)}.py"
        files[path] = None if path in there[branch] and random.random() < 0.4 else needing(f"users.{number}")
        (there[branch].discard if files[path] is None else there[branch].add)(path)
        made.commit(f"{number}", files)
        if random.random() < 0.3:
            known = combine(known, history(made, known=known))
    known = combine(known, history(made, known=known))

    forwards, backwards = in_order(made, ["main", "side"]), in_order(made, ["side", "main"])

    assert forwards == backwards
    assert {commit: told(known, commit) for commit in known.commits} == forwards


def test_packages_that_the_user_gives_hold_at_every_commit(made: Made):
    first = made.commit("Moved", {**PACKAGES, HISTORY: needing()})
    gone = made.commit("Gone", {HISTORY: None})

    with Repository(made.root) as repository:
        options = ReadingOptions(migration_modules={"orders": "shop.history.orders"})
        code = read(repository, repository.refs(), options=options)

    assert told(code, first) == ["added orders.0001_initial file"]
    assert told(code, gone) == ["removed orders.0001_initial file"]


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("include('components/*.py')", "shop/components/apps.py"),
        ("include('base.py', optional('../conf/folders.py'))", "conf/folders.py"),
        ("include('folders.py')", "shop/folders.py"),
    ],
)
def test_a_file_that_settings_include_moves_migrations(made: Made, call: str, path: str):
    """As `include` of django-split-settings does, in a file whose name says nothing of settings."""
    files = {
        "shop/settings.py": f"from split_settings.tools import include, optional\n{call}\n",
        "shop/base.py": "X = 1\n",
        path: "X = 2\n",
        "orders/migrations/0001_initial.py": needing(),
        **PACKAGES,
    }
    made.commit("All", files)
    moved = made.commit("Moved", {path: MOVED, HISTORY: needing("users.0001_initial")})

    assert told(history(made), moved) == [
        "added orders.0001_initial file",
        "added orders.0001_initial dependencies users.0001_initial",
    ]
