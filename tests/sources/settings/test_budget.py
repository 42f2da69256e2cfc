"""A module that takes more steps than are followed leaves the others readable."""

from pathlib import Path

import pytest

from app.domain.release import Unreadable
from app.sources.settings.values.kinds import ListValue
from tests.sources.settings.settings_judge import judged, settings_by_django, settings_of

ENDLESS = """
import os
CONFIG = {}
VALUES = {f"VALUE_{n}": lambda c: 1 for n in range(90)}

def load(key, default, config):
    for one in (key, key.lower(), key.upper()):
        found = os.environ.get(one)
        if found:
            break
    if found is None:
        return default(config)
    if found in ("1", "yes"):
        return True
    if found in ("0", "no"):
        return False
    raise ValueError(found)

def load_all(config):
    for key, default in VALUES.items():
        for again in range(9):
            try:
                config[key] = load(key, default, config)
            except Exception as error:
                print(error)
    return config

CONFIG = load_all(CONFIG)
globals().update(CONFIG)
"""
"""A configuration as ArchiveBox has it: each value may stand in the environment, and is looked up in a loop."""

SETTINGS = """
import os
from .. import config
from ..config import CONFIG, VALUE_1, load
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
AUTH_USER_MODEL = "auth.User"
{}
"""


def project(root: Path, config: str, settings: str) -> Path:
    files = {
        "shop/__init__.py": "",
        "shop/config.py": config,
        "shop/core/__init__.py": "",
        "shop/core/settings.py": settings,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


DECIDED = {
    "nothing of it decides": "",
    "a value of it is another setting": "OUTPUT = CONFIG['VALUE_1']\nDEBUG = VALUE_1 or config.VALUE_2",
    "a function of it is called": "DEBUG = load('VALUE_1', lambda c: 1, CONFIG)",
}


@pytest.mark.parametrize("more", DECIDED.values(), ids=DECIDED.keys())
def test_settings_are_read_beside_a_module_that_takes_too_many_steps(tmp_path: Path, more: str):
    folder = project(tmp_path, ENDLESS, SETTINGS.format(more))
    settings = settings_of(folder, "shop.core.settings")
    judgment = judged(settings, settings_by_django(folder, {}, "shop.core.settings"))

    assert (judgment.contradictions, judgment.undecided) == ((), ())


@pytest.mark.parametrize("value", ["0", "1"])
def test_what_such_a_module_decides_is_named_with_the_line_where_it_goes_on_no_further(
    tmp_path: Path, value: str
):
    more = "if VALUE_1 is True:\n    INSTALLED_APPS += ['django.contrib.sites']"
    folder = project(tmp_path, ENDLESS, SETTINGS.format(more))
    settings = settings_of(folder, "shop.core.settings")
    judgment = judged(settings, settings_by_django(folder, {"VALUE_1": value}, "shop.core.settings"))
    apps = settings.installed_apps

    assert (judgment.contradictions, judgment.undecided) == ((), ("INSTALLED_APPS",))
    assert isinstance(apps, ListValue)
    assert [str(item.doubt) for item in apps.items if item.doubt] == [
        "shop/core/settings.py:7: depends on the statement `if`"
    ]


VARIABLE = "if os.environ.get('STAGE') == 'live':\n    INSTALLED_APPS += ['django.contrib.sites']"


@pytest.mark.parametrize(
    "setting",
    [
        "os.environ['STAGE'] = 'live'",
        "def late():\n    os.environ.update(STAGE='live')\nlate()",
        "os.environ.pop('STAGE')",
    ],
)
def test_a_variable_that_such_a_module_sets_is_not_known_although_it_is_given(tmp_path: Path, setting: str):
    folder = project(tmp_path, f"{ENDLESS}\n{setting}\n", SETTINGS.format(f"CONFIG\n{VARIABLE}"))
    settings = settings_of(folder, "shop.core.settings", {"STAGE": "test"})
    judgment = judged(settings, settings_by_django(folder, {"STAGE": "test"}, "shop.core.settings"))

    assert (judgment.contradictions, judgment.undecided) == ((), ("INSTALLED_APPS",))


def test_a_default_of_a_variable_changes_none_that_is_given(tmp_path: Path):
    config = f"{ENDLESS}\nos.environ.setdefault('STAGE', 'test')\n"
    folder = project(tmp_path, config, SETTINGS.format(f"CONFIG\n{VARIABLE}"))
    for stage in ("live", "other"):
        settings = settings_of(folder, "shop.core.settings", {"STAGE": stage})
        judgment = judged(settings, settings_by_django(folder, {"STAGE": stage}, "shop.core.settings"))

        assert (judgment.contradictions, judgment.undecided) == ((), ())


def test_the_settings_module_itself_is_given_up_and_named(tmp_path: Path):
    folder = project(tmp_path, "", ENDLESS + "INSTALLED_APPS = ['django.contrib.auth']\n")
    apps = settings_of(folder, "shop.core.settings").installed_apps

    assert isinstance(apps, Unreadable)
    assert apps.reason == "there is more than is followed"
