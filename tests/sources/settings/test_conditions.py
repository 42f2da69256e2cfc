"""Settings that a condition decides: decided where Python would always decide alike, else named, never guessed."""

# ruff: noqa: E501 - a program on a line

from pathlib import Path
from typing import Any

import pytest

from app.domain.release import Release
from app.sources import ReadingOptions, SourceError, read
from app.sources.settings.values.kinds import ListValue
from tests.build import key
from tests.cli.command_line import run
from tests.sources.folder import migration, written
from tests.sources.git.repositories import Made
from tests.sources.settings.settings_judge import settings_of

PLAIN = migration("dependencies = []")
USER = migration("dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]")
FILES = {
    "ct/migrations/0001_initial.py": PLAIN,
    "bg/migrations/0001_initial.py": migration('dependencies = [("ct", "0001_initial")]'),
    "shop/moved/0001_moved.py": PLAIN,
    "shop/moved/__init__.py": "",
}
HEAD = 'import os, sys\nINSTALLED_APPS = ["ct", "bg"]\n'


def three_ways(tmp_path: Path, files: dict[str, str], **options: Any) -> list[Release]:
    """The release of a project read whole, by the name of its settings module, and from a commit."""
    root = written(tmp_path / "code", files)
    named = {"settings": {"module": "conf.settings"}}
    made = Made(tmp_path / "repository")
    made.commit("All", dict(files))
    return [
        read(root, ReadingOptions(django="5.2", **options)),
        read(root, ReadingOptions(django="5.2", **{**options, **named})),
        read(made.root, ReadingOptions(django="5.2", **options), ref="HEAD"),
    ]


DECIDED = {
    "a test run": "if 'test' in sys.argv:\n    MIGRATION_MODULES = {'ct': None}",
    "a test run by its place": "if len(sys.argv) > 1 and sys.argv[1] == 'test':\n    MIGRATION_MODULES = {'ct': None}",
    "a test run by a slice": "if sys.argv[1:2] == ['test']:\n    MIGRATION_MODULES = {'ct': None}",
    "pytest": "TESTING = 'pytest' in sys.modules\nif TESTING:\n    MIGRATION_MODULES = {'ct': None}",
    "a constant": "DEBUG = False\nif DEBUG:\n    MIGRATION_MODULES = {'ct': None}",
    "not and and": "DEBUG = True\nif not DEBUG and sys.argv:\n    MIGRATION_MODULES = {'ct': None}",
    "an expression": "MIGRATION_MODULES = {'ct': None} if 'test' in sys.argv else {}",
    "an item": "MIGRATION_MODULES = {}\nif 'test' in sys.argv:\n    MIGRATION_MODULES['ct'] = None",
    "taken out again": "MIGRATION_MODULES = {'ct': None}\ndel MIGRATION_MODULES['ct']",
    "a function that is not called": "def off():\n    global MIGRATION_MODULES\n    MIGRATION_MODULES = {'ct': None}",
    "a with": "from contextlib import suppress\nwith suppress(ValueError):\n    raise ValueError\n    MIGRATION_MODULES = {'ct': None}",
    "a match": "match 'prod':\n    case 'test':\n        MIGRATION_MODULES = {'ct': None}",
    "a try": "try:\n    import json\nexcept ImportError:\n    MIGRATION_MODULES = {'ct': None}",
}  # fmt: skip


@pytest.mark.parametrize("text", DECIDED.values(), ids=DECIDED.keys())
def test_what_python_always_decides_alike_is_decided(tmp_path: Path, text: str):
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": HEAD + text}):
        assert set(map(str, release.migrations)) == {"ct.0001_initial", "bg.0001_initial"}
        assert (release.unreadable, release.complete) == ((), True)


MOVED = {
    "an item": "MIGRATION_MODULES = {}\nMIGRATION_MODULES['ct'] = 'shop.moved'",
    "update": "MIGRATION_MODULES = {}\nMIGRATION_MODULES.update({'ct': 'shop.moved'})",
    "update by words": "MIGRATION_MODULES = {}\nMIGRATION_MODULES.update(ct='shop.moved')",
    "a union in place": "MIGRATION_MODULES = {}\nMIGRATION_MODULES |= {'ct': 'shop.moved'}",
    "dict": "MIGRATION_MODULES = dict(ct='shop.moved')",
    "taken in": "BASE = {'ct': 'shop.moved'}\nMIGRATION_MODULES = {**BASE}",
    "setdefault": "MIGRATION_MODULES = {'x': 'x.y'}\nMIGRATION_MODULES.setdefault('ct', 'shop.moved')",
    "a loop": "MIGRATION_MODULES = {}\nfor label in ['ct']:\n    MIGRATION_MODULES[label] = 'shop.moved'",
    "another name": "MIGRATION_MODULES = MODULES = {}\nMODULES['ct'] = 'shop.moved'",
    "a function that is called": (
        "MIGRATION_MODULES = {}\ndef move(label):\n    MIGRATION_MODULES[label] = 'shop.moved'\nmove('ct')"
    ),
}


@pytest.mark.parametrize("text", MOVED.values(), ids=MOVED.keys())
def test_what_changes_a_dictionary_in_place_counts(tmp_path: Path, text: str):
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": HEAD + text}):
        assert key("ct.0001_moved") in release.migrations
        assert key("ct.0001_initial") not in release.migrations


OPEN = {
    "an environment variable": ("if os.environ.get('CI'):\n    MIGRATION_MODULES = {'ct': None}", 3, "`if`"),
    "one by its index": ("try:\n    CI = os.environ['CI']\nexcept KeyError:\n    MIGRATION_MODULES = {'ct': None}", 3, "`try`"),
    "whether there is one": ("if 'CI' in os.environ:\n    MIGRATION_MODULES = {'ct': None}", 3, "`if`"),
    "an expression": ("MIGRATION_MODULES = {'ct': None} if os.getenv('CI') else {}", 3, "os.getenv('CI')"),
    "an item": ("MIGRATION_MODULES = {}\nif os.getenv('CI'):\n    MIGRATION_MODULES['ct'] = None", 4, "`if`"),
    "an import": ("try:\n    import toolbar\nexcept ImportError:\n    MIGRATION_MODULES = {'ct': None}", 3, "`try`"),
    "a match": ("match os.getenv('CI'):\n    case '1':\n        MIGRATION_MODULES = {'ct': None}", 3, "`match`"),
    "a loop": ("MIGRATION_MODULES = {}\nfor label in labels():\n    MIGRATION_MODULES[label] = None", 4, "`for`"),
    "a while": ("MIGRATION_MODULES = {}\nwhile more():\n    MIGRATION_MODULES['ct'] = None", 4, "`while`"),
    "a with": ("with switched():\n    call()\n    MIGRATION_MODULES = {'ct': None}", 3, "`try`"),
    "a function": (
        "MIGRATION_MODULES = {}\ndef off():\n    if os.getenv('CI'):\n        MIGRATION_MODULES['ct'] = None\noff()", 5, "`if`",
    ),
    "handed over": ("MIGRATION_MODULES = {}\nconfigure(MIGRATION_MODULES)", 4, "is handed to configure"),
    "an update": ("MIGRATION_MODULES = {}\nMIGRATION_MODULES.update(others())", 4, "others()"),
    "a module that is not here": ("from far.away import *", 3, "takes everything from far.away, which is not here"),
    "whatever exec does": ("exec(open('x').read())", 3, "may change every setting"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "says"), OPEN.values(), ids=OPEN.keys())
def test_what_is_not_decided_is_named_with_its_line_and_what_to_add(
    tmp_path: Path, text: str, line: int, says: str
):
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": HEAD + text}):
        (place,) = [one for one in release.unreadable if "MIGRATION_MODULES" in one.reason]
        assert (place.path, place.line) == ("conf/settings.py", line)
        assert says in place.reason
        assert 'add migration_modules = { "…" = "…" } in driftboard.toml' in place.reason
        assert not release.complete


@pytest.mark.parametrize(
    ("text", "env", "apps"),
    [
        ("if os.environ.get('CI'):\n    MIGRATION_MODULES = {'ct': None}", {"CI": ""}, {"ct", "bg"}),
        ("if os.environ.get('CI'):\n    MIGRATION_MODULES = {'ct': None}", {"CI": "1"}, {"bg"}),
        ("if 'CI' in os.environ:\n    MIGRATION_MODULES = {'ct': None}", {"CI": None}, {"ct", "bg"}),
        ("if 'CI' in os.environ:\n    MIGRATION_MODULES = {'ct': None}", {"CI": ""}, {"bg"}),
        ("if os.environ['STAGE'] == 'dev':\n    MIGRATION_MODULES = {'ct': None}", {"STAGE": "dev"}, {"bg"}),
        (
            "if os.getenv('STAGE', 'dev') == 'dev':\n    MIGRATION_MODULES = {'ct': None}",
            {"STAGE": None},
            {"bg"},
        ),
        (
            "try:\n    CI = os.environ['CI']\nexcept KeyError:\n    MIGRATION_MODULES = {'ct': None}",
            {"CI": None},
            {"bg"},
        ),
    ],
)
def test_environment_variables_that_are_given_decide(
    tmp_path: Path, text: str, env: dict[str, str | None], apps: set[str]
):
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": HEAD + text}, env=env):
        assert {one.app_label for one in release.migrations} == apps
        assert release.unreadable == ()


def test_the_variable_that_decides_is_asked_for_in_a_line(tmp_path: Path):
    text = "CI = os.getenv('CI') == '1'\nif CI and 'migrate':\n    MIGRATION_MODULES = {'ct': None}"
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": HEAD + text}):
        (place,) = release.unreadable
        assert 'please add env = { CI = "…" } in driftboard.toml' in place.reason


USER_MODELS = {
    "an if": "if os.environ.get('SSO'):\n    AUTH_USER_MODEL = 'sso.User'",
    "an expression": "AUTH_USER_MODEL = 'sso.User' if os.environ.get('SSO') else 'auth.User'",
    "both branches": "if os.getenv('SSO'):\n    AUTH_USER_MODEL = 'sso.User'\nelse:\n    AUTH_USER_MODEL = 'auth.User'",
    "an or": "AUTH_USER_MODEL = os.getenv('USER_MODEL') or 'auth.User'",
}


@pytest.mark.parametrize("text", USER_MODELS.values(), ids=USER_MODELS.keys())
def test_a_user_model_under_a_condition_is_asked_for_and_a_given_variable_decides_it(
    tmp_path: Path, text: str
):
    files = {**FILES, "ct/migrations/0001_initial.py": USER, "conf/settings.py": HEAD + text}
    for release in three_ways(tmp_path / "asked", files):
        (place,) = release.unreadable
        assert "AUTH_USER_MODEL is not said plainly in conf/settings.py:3" in place.reason
    for release in three_ways(tmp_path / "given", files, env={"SSO": "", "USER_MODEL": "auth.User"}):
        assert release.settings["AUTH_USER_MODEL"] == "auth.User"
        assert release.unreadable == ()


def test_an_entry_that_is_deleted_is_not_installed(tmp_path: Path):
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": HEAD + "del INSTALLED_APPS[1]"}):
        assert (release.apps, release.complete) == ({"ct"}, True)


@pytest.mark.parametrize(
    "change",
    ["INSTALLED_APPS.append('bg')", "INSTALLED_APPS.insert(0, 'bg')", "INSTALLED_APPS += ['bg']"],
)
def test_a_change_of_a_list_that_a_condition_made_longer_leaves_its_own_elements_certain(
    tmp_path: Path, change: str
):
    text = (
        "INSTALLED_APPS = FIRST = ['ct']\nif os.getenv('CI'):\n    INSTALLED_APPS = ['moved'] + INSTALLED_APPS\n"
        f"{change}\n"
    )
    files = {
        **FILES,
        "conf/settings.py": HEAD + text,
        "conf/first.py": "from conf.settings import FIRST as INSTALLED_APPS\n",
    }
    certain = {}
    for name in ("conf.settings", "conf.first"):
        value = settings_of(written(tmp_path, files), name).installed_apps
        assert isinstance(value, ListValue)
        certain[name] = {item.text: item.doubt is None for item in value.items}, bool(value.open_ends)

    assert certain["conf.settings"] == ({"ct": True, "moved": False, "bg": True}, False)
    assert certain["conf.first"] == ({"ct": False}, True)


def test_a_star_takes_what_python_takes(tmp_path: Path):
    base = "__all__ = ['INSTALLED_APPS']\nINSTALLED_APPS = ['ct', 'bg']\nMIGRATION_MODULES = {'ct': None}\n"
    hidden = "_MODULES = {'ct': None}\n"
    settings = (
        "_MODULES = {}\nfrom conf.base import *\nfrom conf.hidden import *\nMIGRATION_MODULES = _MODULES\n"
    )
    files = {**FILES, "conf/settings.py": settings, "conf/base.py": base, "conf/hidden.py": hidden}
    for release in three_ways(tmp_path, files):
        assert (release.apps, release.complete) == ({"ct", "bg"}, True)


SEVERAL = {
    **FILES,
    "conf/settings/__init__.py": "",
    "conf/settings/base.py": HEAD,
    "conf/settings/local.py": "from .base import *\nMIGRATION_MODULES = {'ct': None}\nINSTALLED_APPS += ['moved']\n",
    "conf/settings/production.py": "from .base import *\n",
}


def saying(module: str) -> str:
    return f"import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '{module}')\n"


def test_of_several_settings_modules_the_one_that_manage_py_names_decides(tmp_path: Path):
    for name, apps in {"production": {"ct", "bg"}, "local": {"bg"}}.items():
        files = {**SEVERAL, "manage.py": saying(f"conf.settings.{name}")}
        release = read(written(tmp_path / name, files), ReadingOptions(django="5.2"))
        assert {one.app_label for one in release.migrations} == apps


@pytest.mark.parametrize(
    "files",
    [
        {"manage.py": saying("conf.settings.local"), "conf/wsgi.py": saying("conf.settings.production")},
        {},
        {"manage.py": saying("conf.settings.secret"), "conf/wsgi.py": saying("conf.settings.production")},
        {
            "manage.py": "import os\nif os.getenv('CI'):\n    "
            + saying("conf.settings.local").splitlines()[-1]
        },
    ],
)
def test_where_it_is_open_which_settings_module_runs_it_is_asked_for(tmp_path: Path, files: dict[str, str]):
    release = read(written(tmp_path, {**SEVERAL, **files}), ReadingOptions(django="5.2"))
    (place,) = [one for one in release.unreadable if "MIGRATION_MODULES" in one.reason]

    assert 'please add settings = { module = "…" }' in place.reason
    for name in place.reason.rpartition("such as ")[2].replace(" and ", ", ").split(", "):
        named = read(tmp_path, ReadingOptions(django="5.2", settings={"module": name}))
        assert [one for one in named.unreadable if "MIGRATION_MODULES" in one.reason] == []


def test_the_settings_of_a_test_run_are_no_deployments(tmp_path: Path):
    files = {
        **SEVERAL,
        "manage.py": (
            "import os, sys\n\n\ndef main():\n    if 'test' in sys.argv:\n"
            "        os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf.settings.local')\n"
            "    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf.settings.production')\n\n\n"
            "if __name__ == '__main__':\n    main()\n"
        ),
        "tests/manage.py": saying("conf.settings.local"),
    }
    release = read(written(tmp_path, files), ReadingOptions(django="5.2"))

    assert {one.app_label for one in release.migrations} == {"ct", "bg"}
    assert release.unreadable == ()


def test_a_wsgi_module_that_imports_very_much_leaves_the_settings_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.sources.settings.modules.MAX_STEPS", 1_000)
    monkeypatch.setattr("app.sources.settings.entry_points.MAX_STEPS", 1_000)
    files = {
        **FILES,
        "bg/migrations/0001_initial.py": USER,
        "conf/settings.py": HEAD + "AUTH_USER_MODEL = 'ct.User'\n",
        "conf/wsgi.py": saying("conf.settings") + "import whole\n",
        "whole.py": "X = 1\n" * 1_500,
        "manage.py": saying("conf.settings"),
    }
    release = read(written(tmp_path, files), ReadingOptions(django="5.2"))

    assert release.settings["AUTH_USER_MODEL"] == "ct.User"
    assert [str(one) for one in release.unreadable if "followed" in one.reason] == []


def test_a_given_variable_can_name_the_settings_module(tmp_path: Path):
    root = written(tmp_path, SEVERAL)

    release = read(root, ReadingOptions(django="5.2", env={"DJANGO_SETTINGS_MODULE": "conf.settings.local"}))
    assert {one.app_label for one in release.migrations} == {"bg"}
    with pytest.raises(SourceError, match=r"the settings module conf.settings.none is not here"):
        read(root, ReadingOptions(django="5.2", env={"DJANGO_SETTINGS_MODULE": "conf.settings.none"}))


def test_local_settings_that_may_lack_leave_what_is_said_and_the_list_open(tmp_path: Path):
    text = (
        HEAD
        + "MIGRATION_MODULES = {'ct': None}\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n"
    )
    for release in three_ways(tmp_path, {**FILES, "conf/settings.py": text}):
        assert {one.app_label for one in release.migrations} == {"bg"}
        assert not release.complete


def test_a_variable_can_be_given_to_one_command(tmp_path: Path):
    text = HEAD + "if os.environ.get('CI', '1'):\n    MIGRATION_MODULES = {'ct': None}\n"
    code = written(tmp_path / "code", {**FILES, "conf/settings.py": text, "requirements.txt": "django==5.2"})
    (tmp_path / "history.json").write_text("[]")

    def said(*options: str) -> str:
        return run("compare", str(code), str(tmp_path / "history.json"), *options).output

    assert "MIGRATION_MODULES is not said plainly" in said()
    assert "MIGRATION_MODULES" not in said("--env", "CI=")
    assert "--env looks like CI=1" in said("--env", "CI")
