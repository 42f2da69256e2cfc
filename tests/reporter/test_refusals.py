"""When there is no manifest to be had: one sentence, exit code 2, and no half file."""

import os
from pathlib import Path

import pytest

from tests.oracle.django_versions import Judge
from tests.reporter import shop

SAID = ("--settings", "shop.settings", "-o", "release.json")
MISSING = "import nowhere_at_all\n"

FAILURES = {
    "an app that is not there": (
        {"shop/settings.py": 'INSTALLED_APPS = ["shop.gone"]'},
        "The app shop.gone cannot be loaded: ModuleNotFoundError: No module named 'shop.gone'",
    ),
    "models": (
        {"shop/orders/models.py": MISSING},
        "The app orders cannot be loaded (shop.orders.models, line 1): ModuleNotFoundError: No module named",
    ),
    "a configuration": (
        {"shop/people/apps.py": MISSING},
        "The app shop.people.apps.PeopleConfig cannot be loaded (shop.people.apps, line 1): ModuleNotFoundError",
    ),
    "a migration": (
        {"shop/depots/migrations/0001_initial.py": "x = 1\n\nraise LookupError('not\\n today')"},
        "The app depots cannot be loaded (shop.depots.migrations.0001_initial, line 3): LookupError: not today",
    ),
    "a syntax error": (
        {"shop/depots/migrations/0001_initial.py": "\nclass Migration("},
        "The app depots cannot be loaded: SyntaxError: ",
    ),
    "no class Migration": (
        {"shop/depots/migrations/0002_empty.py": "x = 1"},
        "The app depots cannot be loaded: BadMigrationError: Migration 0002_empty in app depots has no Migration class",
    ),
    "migrations that are not where the settings say": (
        {"shop/ledger/changes/__init__.py": MISSING},
        "The app billing cannot be loaded (shop.ledger.changes, line 1): ModuleNotFoundError",
    ),
    "settings": (
        {"shop/settings.py": "import os\nX = os.environ['NOT_SET_HERE']"},
        "The settings shop.settings cannot be loaded (shop.settings, line 2): KeyError: 'NOT_SET_HERE'",
    ),
    "settings that end the process": (
        {"shop/settings.py": "raise SystemExit('set SHOP_KEY first')"},
        "The settings shop.settings cannot be loaded (shop.settings, line 1): SystemExit: set SHOP_KEY first",
    ),
    "no pair": (
        {
            "shop/depots/migrations/0001_initial.py": (
                "from django.db import migrations\n"
                "class Migration(migrations.Migration):\n    dependencies = ['users']\n"
            )
        },
        "The migration depots.0001_initial refers to something that is no pair of an app label and a name",
    ),
}


@pytest.mark.parametrize(("changed", "sentence"), FAILURES.values(), ids=FAILURES.keys())
def test_a_project_that_cannot_be_loaded_gives_a_sentence_and_no_half_manifest(
    either: Judge, folder: Path, changed: dict[str, str], sentence: str
):
    shop.made(folder, changed)
    (folder / "release.json").write_text("what was there", encoding="utf-8")
    done = shop.run(either, folder, *SAID)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(sentence)
    assert "Traceback" not in done.stderr
    assert (folder / "release.json").read_text(encoding="utf-8") == "what was there"
    assert sorted(path.name for path in folder.iterdir()) == ["release.json", "shop"]


def test_a_command_of_the_project_that_fails_ends_with_2_as_well(either: Judge, folder: Path):
    shop.made(folder, {**shop.INSTALLED, "shop/depots/migrations/0002_empty.py": "x = 1"})
    done = shop.run(either, folder, "driftboard_release", *SAID, module="django")

    assert done.returncode == 2
    assert "CommandError: The app depots cannot be loaded: BadMigrationError" in done.stderr


def test_without_settings_it_says_how_to_name_them(either: Judge, folder: Path):
    done = shop.run(either, folder)

    assert done.returncode == 2
    assert done.stderr == (
        "Name the settings with --settings shop.settings, or in the variable DJANGO_SETTINGS_MODULE.\n"
    )


def test_without_django_it_says_which_python_lacks_it(either: Judge, folder: Path):
    done = shop.run(either, folder, *SAID, PYTHONPATH=str(shop.REPORTER))

    assert done.returncode == 2
    assert done.stderr.startswith(f"Django is not installed for {either.python}")


def test_a_file_that_cannot_be_written_is_named(either: Judge, folder: Path):
    done = shop.run(either, folder, "--settings", "shop.settings", "-o", "none/release.json")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "none/release.json cannot be written: No such file or directory."


def test_a_file_that_was_there_is_replaced_as_a_whole(either: Judge, folder: Path):
    """A second name for the old file keeps the old text: it was not written into."""
    old = folder / "release.json"
    old.write_text("what was there", encoding="utf-8")
    os.link(old, folder / "second.json")
    done = shop.run(either, folder, *SAID)

    assert (done.returncode, done.stdout) == (0, "")
    assert old.read_text(encoding="utf-8").startswith('{"format"')
    assert (folder / "second.json").read_text(encoding="utf-8") == "what was there"
    assert sorted(path.name for path in folder.iterdir()) == ["release.json", "second.json", "shop"]
