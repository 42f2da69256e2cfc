"""What `include` of django-split-settings takes in is read as the library and Django take it."""

import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.domain.release import Unreadable
from app.sources import ReadingOptions, read
from app.sources.settings.values.kinds import ListValue
from tests.sources.folder import migration, written
from tests.sources.settings.settings_judge import judged, settings_by_django, settings_of

TOOLS = "from split_settings.tools import include, optional\n"
MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"
BASE = "INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes']\n"
ENV = "import os\nENV = os.environ.get('SHOP_ENV', 'live')\n"

DECIDED: dict[str, tuple[str, dict[str, str]]] = {
    "one file after another": (
        "include('base.py', 'more.py')",
        {"base.py": BASE, "more.py": "INSTALLED_APPS += ['django.contrib.sites']\nAUTH_USER_MODEL = 'shop.User'\n"},
    ),
    "a pattern": (
        "include('components/*.py')",
        {"components/a.py": BASE, "components/b.py": "MIGRATION_MODULES = {'sites': None}\n"},
    ),
    "a pattern with a hidden file": (
        "include('components/*.py')",
        {"components/a.py": BASE, "components/.b.py": "AUTH_USER_MODEL = 'no.User'\n"},
    ),
    "a pattern of letters": (
        "include('base.py', 'components/[!_]*.py')",
        {"base.py": BASE, "components/_b.py": "AUTH_USER_MODEL = 'no.User'\n", "components/c.py": "X = 1\n"},
    ),
    "what stands around it": (
        "PREFIX = 'django.contrib.'\ninclude('base.py')\nINSTALLED_APPS.append(PREFIX + 'sites')",
        {"base.py": "INSTALLED_APPS = [PREFIX + 'auth']\n"},
    ),
    "a file that includes others, beside it": (
        "include('components/all.py')",
        {"components/all.py": TOOLS + "include('base.py', '../more.py')", "components/base.py": BASE,
         "more.py": "MIGRATION_MODULES = {'auth': 'shop.m'}"},
    ),
    "after it paths begin where they did": (
        "include('components/all.py', 'more.py')",
        {"components/all.py": BASE, "components/more.py": "AUTH_USER_MODEL = 'no.User'\n",
         "more.py": "AUTH_USER_MODEL = 'shop.User'\n"},
    ),
    "a file twice": (
        "include('base.py', 'more.py', 'base.py', '*.py')",
        {"base.py": BASE, "more.py": "INSTALLED_APPS += ['django.contrib.sites']\n"},
    ),
    "an optional file that is there": (
        "include('base.py', optional('more.py'))",
        {"base.py": BASE, "more.py": "AUTH_USER_MODEL = 'shop.User'\n"},
    ),
    "no optional file": ("include('base.py', optional(None), optional(''))", {"base.py": BASE}),
    "a scope": ("include('base.py', scope=globals())", {"base.py": BASE}),
    "files of a list": ("FILES = ['base.py']\ninclude(*FILES)", {"base.py": BASE}),
    "files of a loop": (
        "for name in ('base', 'more'):\n    include(f'{name}.py')",
        {"base.py": BASE, "more.py": "INSTALLED_APPS += ['django.contrib.sites']\n"},
    ),
    "in a function": ("def load(path):\n    include(path)\nload('base.py')", {"base.py": BASE}),
    "a function of an included file": (
        "include('base.py')\nadd('django.contrib.sites')",
        {"base.py": BASE + "def add(app):\n    global INSTALLED_APPS\n    INSTALLED_APPS = INSTALLED_APPS + [app]\n"},
    ),
    "an import of an included file": (
        "include('components/base.py')",
        {
            "components/base.py": "from .names import APPS as INSTALLED_APPS\n",
            "names.py": "APPS = ['django.contrib.auth']\n",
        },
    ),
    "under a condition that is decided": (
        "DEBUG = False\ninclude('base.py')\nif DEBUG:\n    include('more.py')",
        {"base.py": BASE, "more.py": "AUTH_USER_MODEL = 'no.User'\n"},
    ),
    "the same constant in files of a pattern": (
        "include('components/*.py')",
        {"components/a.py": "import os\nDEBUG = False\n" + BASE, "components/b.py": "import os\nDEBUG = False\n"},
    ),
    "the module by its name": ("import split_settings.tools as s\ns.include('base.py')", {"base.py": BASE}),
}  # fmt: skip

OPEN: dict[str, tuple[str, dict[str, str], str]] = {
    "an optional file that is not there": (
        "include('base.py', optional('local.py'))", {"base.py": BASE}, "includes local.py, which is not here"),
    "files whose order decides": (
        "include('components/*.py')",
        {"components/a.py": BASE, "components/b.py": "INSTALLED_APPS = ['django.contrib.sites']\n"},
        "components/*.py includes files in an order that is not known"),
    "a condition that is not decided": (
        "import os\ninclude('base.py')\nif os.environ.get('MORE'):\n    include('more.py')\ninclude('more.py')",
        {"base.py": BASE, "more.py": "INSTALLED_APPS = INSTALLED_APPS + ['django.contrib.sites']\n"},
        "includes shop/settings/more.py, if it was not included before"),
    "a variable": (
        ENV + "include('base.py', f'{ENV}.py')", {"base.py": BASE, "live.py": ""},
        "includes f'{ENV}.py', which is known only when it runs; please add env = { SHOP_ENV = "),
    "a pattern of folders": (
        "include('base.py', '*/more.py')", {"base.py": BASE, "a/more.py": ""}, "a pattern of folders is not followed"),
    "a pattern of other files": (
        "include('base.py', optional('*.conf'))", {"base.py": BASE},
        "a pattern of other files than *.py is not followed"),
    "a path outside": (
        "include('base.py', optional('../../../x.py'), optional('/etc/shop.py'))", {"base.py": BASE},
        "it lies outside of what is read"),
    "a scope of its own": (
        "include('base.py')\ninclude('more.py', scope={'__file__': __file__})", {"base.py": BASE, "more.py": ""},
        "may change every setting"),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library and nothing else."""
    folder = tmp_path_factory.mktemp("library")
    found = find_spec("split_settings")
    assert found is not None
    assert found.origin is not None
    shutil.copytree(Path(found.origin).parent, folder / "split_settings")
    return folder


def project(root: Path, text: str, files: Mapping[str, str]) -> Path:
    """A project whose settings module has this text, and these files beside it."""
    inner = {f"shop/settings/{path}": content for path, content in files.items()}
    tree = {"manage.py": MANAGE, "shop/__init__.py": "", "shop/settings/__init__.py": TOOLS + text + "\n"}
    for path, content in {**tree, **inner}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    return root


@pytest.mark.parametrize(("text", "files"), DECIDED.values(), ids=DECIDED.keys())
def test_what_is_included_is_read_as_it_runs(library: Path, tmp_path: Path, text: str, files: dict[str, str]):
    folder = project(tmp_path, text, files)
    truth = settings_by_django(folder, {}, packages=[library])
    judgment = judged(settings_of(folder), truth)

    assert "error" not in truth
    assert truth["installed_apps"]
    assert (judgment.contradictions, judgment.undecided) == ((), ())


@pytest.mark.parametrize(("text", "files", "reason"), OPEN.values(), ids=OPEN.keys())
def test_what_is_open_is_named_with_file_and_line(
    library: Path, tmp_path: Path, text: str, files: dict[str, str], reason: str
):
    folder = project(tmp_path, text, files)
    truth = settings_by_django(folder, {}, packages=[library])
    settings = settings_of(folder)
    judgment = judged(settings, truth)
    apps = settings.installed_apps
    assert isinstance(apps, ListValue)
    causes = {*apps.open_ends, *(item.doubt for item in apps.items if item.doubt)}

    assert judgment.contradictions == ()
    assert "INSTALLED_APPS" in judgment.undecided
    assert any(reason in cause.reason for cause in causes), causes
    assert {cause.path for cause in causes} == {"shop/settings/__init__.py"}
    assert all(cause.line and cause.line > 1 for cause in causes)


def test_a_variable_that_is_given_says_which_file_is_included(library: Path, tmp_path: Path):
    text = ENV + "include('base.py', f'{ENV}.py')"
    files = {
        "base.py": BASE,
        "live.py": "AUTH_USER_MODEL = 'a.U'\n",
        "dev.py": "AUTH_USER_MODEL = 'shop.User'\n",
    }
    folder = project(tmp_path, text, files)
    for environ in ({"SHOP_ENV": "dev"}, {"SHOP_ENV": None}):
        given = {name: value for name, value in environ.items() if value is not None}
        truth = settings_by_django(folder, given, packages=[library])

        assert judged(settings_of(folder, "", environ), truth) == judged(
            settings_of(folder, "", environ), truth
        )
        assert not judged(settings_of(folder, "", environ), truth).undecided
        assert not judged(settings_of(folder, "", environ), truth).contradictions


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "includes base.py, which is not here"),
        ({"base.py": "x = = 1\n"}, "includes shop/settings/base.py: Python cannot read it"),
    ],
)
def test_what_python_refuses_is_named(library: Path, tmp_path: Path, files: dict[str, str], reason: str):
    folder = project(tmp_path, "include('base.py')", files)
    apps = settings_of(folder).installed_apps

    assert "error" in settings_by_django(folder, {}, packages=[library])
    assert isinstance(apps, Unreadable)
    assert (apps.path, apps.line) == ("shop/settings/__init__.py", 2)
    assert apps.reason.startswith(reason)


def test_what_is_unknown_in_an_included_file_is_named_there(tmp_path: Path):
    folder = project(
        tmp_path,
        "include('base.py')",
        {"base.py": "import os\n\nINSTALLED_APPS = os.environ['APPS'].split()\n"},
    )
    apps = settings_of(folder).installed_apps

    assert isinstance(apps, Unreadable)
    assert (apps.path, apps.line) == ("shop/settings/base.py", 3)


def test_included_files_are_no_settings_modules_of_their_own(tmp_path: Path):
    files = {"base.py": BASE, "more.py": "INSTALLED_APPS = [*INSTALLED_APPS, 'django.contrib.sites']\n"}
    folder = project(tmp_path, "include('base.py', 'more.py')", files)
    (folder / "manage.py").unlink()
    apps = settings_of(folder).installed_apps

    assert isinstance(apps, ListValue)
    assert len(apps.items) == 3
    assert not apps.open_ends
    assert not any(item.doubt for item in apps.items)


def test_a_file_that_is_added_is_included_by_the_next_reading(tmp_path: Path):
    """What was read before is kept while nothing has changed; a folder that has one more file has."""
    tree = {
        "requirements.txt": "Django==5.2.1\n",
        "manage.py": MANAGE.replace("shop.settings", "shop.conf"),
        "shop/__init__.py": "",
        "shop/conf.py": TOOLS + "include('parts/*.py')\n",
        "shop/parts/a.py": "INSTALLED_APPS = ['shop.orders']\n",
        "shop/orders/__init__.py": "",
        "shop/orders/migrations/0001_initial.py": migration(""),
        "shop/users/__init__.py": "",
        "shop/users/migrations/0001_initial.py": migration(""),
    }
    root = written(tmp_path, tree)
    first = read(root, ReadingOptions())
    (root / "shop/parts/b.py").write_text("INSTALLED_APPS += ['shop.users']\n")

    assert first.apps == {"orders"}
    assert read(root, ReadingOptions()).apps == {"orders", "users"}
