"""The reporter inside a project: what it writes, from each Django, and what it leaves alone."""

import ast
import json
import subprocess
from pathlib import Path

import pytest

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.manifest import dumps, loads
from app.domain.release import Migration, Release
from app.sources import ReadingOptions, read
from tests.build import history, key
from tests.oracle.django_versions import Judge
from tests.reporter import shop

EXPECTED = Path(__file__).with_name("expected.json")
SAID = ("--settings", "shop.settings", "--label", "v1.2")


def exported(judge: Judge, folder: Path, *words: str) -> str:
    done = shop.run(judge, folder, *SAID, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_whole_manifest_is_the_same_from_every_django_but_for_its_version(judge: Judge, folder: Path):
    text = exported(judge, folder)
    version = json.loads(text)["django"]

    assert version.startswith(f"{judge.version}.")
    assert text == EXPECTED.read_text(encoding="utf-8").replace("DJANGO", version)


def test_the_dashboard_takes_it_and_would_write_it_to_the_letter(judge: Judge, folder: Path):
    text = exported(judge, folder)

    assert dumps(loads(text)) == text


def test_the_source_read_by_its_text_alone_says_the_same(judge: Judge, folder: Path):
    """What a call gives it calls unreadable, and of the project's own operation it knows no way back."""
    loaded = loads(exported(judge, folder))
    found = read(folder, ReadingOptions(django=loaded.django))

    assert found.migrations.keys() == loaded.migrations.keys()
    assert found.unmigrated_apps <= loaded.unmigrated_apps
    assert found.unreadable == ()
    for one, other in zip(found.migrations.values(), loaded.migrations.values(), strict=True):
        assert facts(one) == facts(other)
    assert [kind for kind, *_ in operations(found, "billing")] == ["unreadable"]
    assert operations(loaded, "billing") == [("RunSQL", None, False, False, None)] * 2
    for label in ("users", "depots", "orders"):
        pairs = list(zip(operations(found, label), operations(loaded, label), strict=True))
        differing = [pair for pair in pairs if pair[0] != pair[1]]
        assert [(one[:2], one[2:4], other[:2], other[2:4]) for one, other in differing] == [
            (("Audit", None), (None, None), ("Audit", None), (False, False)) for _ in differing
        ]
        assert len(differing) == (label == "orders")
        assert all(one[-1] == other[-1] is not None for one, other in pairs)


def facts(migration: Migration) -> tuple[object, ...]:
    return (
        migration.key,
        migration.dependencies,
        migration.run_before,
        migration.replaces,
        migration.initial,
        migration.atomic,
    )


def operations(release: Release, label: str) -> list[tuple[object, ...]]:
    return [
        (operation.kind, operation.name, operation.reversible, operation.elidable, operation.fingerprint)
        for migration in release.migrations.values()
        if migration.key.app_label == label
        for operation in migration.operations
    ]


def test_no_database_is_asked_and_nothing_is_left_in_the_project(judge: Judge, folder: Path):
    before = sorted(folder.rglob("*"))

    exported(judge, folder)

    assert sorted(folder.rglob("*")) == before


def test_the_databases_are_told_by_their_aliases_alone(either: Judge, folder: Path):
    done = shop.run(either, folder, *SAID)

    for secret in ("hunter2", "db.internal", "driver", "nowhere", "reports.sqlite3", str(folder)):
        assert secret not in done.stdout + done.stderr


def test_it_is_a_command_of_the_project_where_it_is_installed(judge: Judge, folder: Path):
    shop.made(folder, shop.INSTALLED)
    words = ("driftboard_release", "--settings", "shop.settings", "--label", "v1.2", "-o", "release.json")
    done = shop.run(judge, folder, *words, module="django")

    assert (done.returncode, done.stderr) == (0, "")
    found = loads((folder / "release.json").read_text(encoding="utf-8"))
    expected = loads(EXPECTED.read_text(encoding="utf-8").replace("DJANGO", found.django))
    assert found.migrations == expected.migrations
    assert found.unmigrated_apps == {"notes", "driftboard_reporter"}
    assert not (folder / "connected").exists()


def test_a_broken_graph_is_written_down_as_it_is(judge: Judge, folder: Path):
    """A missing parent and a circle are findings for the dashboard; Django itself would stop here."""
    lost = """
        from django.db import migrations

        class Migration(migrations.Migration):
            dependencies = [("orders", "0009_lost"), ("depots", "0003_back")]
        """
    back = """
        from django.db import migrations

        class Migration(migrations.Migration):
            dependencies = [("depots", "0002_lost")]
        """
    migrations = {"shop/depots/migrations/0002_lost.py": lost, "shop/depots/migrations/0003_back.py": back}
    release = loads(exported(judge, shop.made(folder, migrations)))

    codes = {finding.code for finding in compare(release, history()).findings}
    assert Code.MISSING_PARENT in codes
    assert release.migrations[key("depots.0002_lost")].dependencies == (
        key("orders.0009_lost"),
        key("depots.0003_back"),
    )


OFF = """
        class Off:
            def __contains__(self, label):
                return label == "depots"
            def __getitem__(self, label):
                return None
        MIGRATION_MODULES = Off()
        """


@pytest.mark.parametrize("more", ['MIGRATION_MODULES = {"depots": None}', OFF])
def test_an_app_whose_migrations_are_switched_off_is_unmigrated(either: Judge, folder: Path, more: str):
    settings = shop.FILES["shop/settings.py"] + more
    found = json.loads(exported(either, shop.made(folder, {"shop/settings.py": settings})))

    assert "depots" in found["unmigrated_apps"]
    assert found["settings"]["MIGRATION_MODULES"] == '{"depots":null}'


def test_a_compiled_project_has_no_fingerprints_and_all_else(either: Judge, folder: Path):
    whole = json.loads(exported(either, folder))
    subprocess.run([either.python, "-m", "compileall", "-q", "-b", "shop"], cwd=folder, check=True)
    for file in folder.rglob("*.py"):
        file.unlink()
    found = json.loads(exported(either, folder))

    for migration in whole["migrations"]:
        migration["path"] += "c"
        for operation in migration["operations"]:
            operation.pop("fingerprint", None)
    # Only the source says which of two settings of one value was meant, and that a third was none.
    (initial,) = (
        one for one in whole["migrations"] if one["path"].endswith("orders/migrations/0001_initial.pyc")
    )
    initial["dependencies"][2:] = [["__setting__", "AUTH_USER_MODEL"]] * 2
    del whole["settings"]["SHOP_OWNER_MODEL"]
    assert found == whole


def test_a_model_that_no_setting_swaps_keeps_its_app(either: Judge, folder: Path):
    text = shop.FILES["shop/depots/migrations/0001_initial.py"].replace(
        "initial = True", "dependencies = [migrations.swappable_dependency(*['notes.Note'])]"
    )
    found = json.loads(exported(either, shop.made(folder, {"shop/depots/migrations/0001_initial.py": text})))
    (depots,) = (one for one in found["migrations"] if one["app"] == "depots")

    assert depots["dependencies"] == [["notes", "__first__"]]


def test_a_setting_that_is_not_set_has_the_value_of_its_model(either: Judge, folder: Path):
    settings = shop.FILES["shop/settings.py"].replace('SHOP_DEPOT_MODEL = "depots.Depot"', "")
    text = shop.FILES["shop/orders/migrations/0001_initial.py"].replace(
        "settings.SHOP_DEPOT_MODEL", "getattr(settings, 'SHOP_DEPOT_MODEL', 'depots.Depot')"
    )
    shop.made(folder, {"shop/settings.py": settings, "shop/orders/migrations/0001_initial.py": text})
    found = json.loads(exported(either, folder))

    assert found["settings"]["SHOP_DEPOT_MODEL"] == "depots.Depot"
    assert ["__setting__", "SHOP_DEPOT_MODEL"] in found["migrations"][2]["dependencies"]


CLASS = "class Migration(migrations.Migration):\n    "
ROWS = {
    "a name bound twice": f"A = [ONE]\nA = [ONE, ONE]\n{CLASS}operations = A",
    "a list changed later": f"A = []\nA.append(ONE)\n{CLASS}operations = A",
    "a condition": f"{CLASS}operations = []\n    if True:\n        operations = [ONE]",
    "a name that a condition hides": f"A = [ONE]\n{CLASS}if True:\n        A = [ONE]\n    operations = A",
    "a comprehension": f"{CLASS}operations = [ONE for _ in range(1)]",
    "a base": "class Base(migrations.Migration):\n    operations = [ONE]\nclass Migration(Base):\n    pass",
    "a class elsewhere": "class Other(migrations.Migration):\n    operations = [ONE]\nMigration = Other",
    "a change after it": f"{CLASS}operations = []\nMigration.operations.append(ONE)",
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS.keys())
def test_operations_that_do_not_match_their_source_one_to_one_have_no_fingerprint(
    either: Judge, folder: Path, text: str
):
    one = 'migrations.RunSQL("SELECT 1")'
    source = "from django.db import migrations\n" + text.replace("ONE", one)
    found = json.loads(
        exported(either, shop.made(folder, {"shop/depots/migrations/0001_initial.py": source}))
    )
    (depots,) = (one for one in found["migrations"] if one["app"] == "depots")

    assert depots["operations"]
    assert not any("fingerprint" in operation for operation in depots["operations"])


def test_what_the_class_body_binds_goes_before_the_module(either: Judge, folder: Path):
    source = """
        from django.db import migrations
        A = [migrations.RunSQL("SELECT 1")]
        class Migration(migrations.Migration):
            operations = []
            A = [migrations.RunSQL("SELECT 2")]
            operations.extend(A)
            operations.append(migrations.RunSQL("SELECT 3"))
        """
    migration = {"shop/depots/migrations/0001_initial.py": source}
    loaded = loads(exported(either, shop.made(folder, migration)))
    found = read(folder, ReadingOptions(django=loaded.django))

    assert operations(loaded, "depots") == operations(found, "depots")
    assert all(fingerprint for *_, fingerprint in operations(found, "depots"))


def test_the_commit_is_that_of_git_or_null(either: Judge, folder: Path):
    assert json.loads(exported(either, folder))["commit"] is None

    git = ["git", "-c", "user.name=M", "-c", "user.email=m@shop.example", "-C", str(folder)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--no-verify", "-m", "All"]):
        subprocess.run([*git, *words], check=True)
    head = subprocess.run(
        [*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()

    assert json.loads(exported(either, folder))["commit"] == head
    assert json.loads(exported(either, folder, "--commit", "3f2c1a"))["commit"] == "3f2c1a"
    assert json.loads(exported(either, folder, "--project", "Shop é"))["project"] == "Shop é"


def test_without_git_the_commit_is_null(either: Judge, folder: Path):
    assert shop.manifest(either, folder, PATH="")["commit"] is None


def test_the_settings_may_stand_in_the_variable(either: Judge, folder: Path):
    done = shop.run(either, folder, DJANGO_SETTINGS_MODULE="shop.settings")

    assert json.loads(done.stdout)["settings"]["module"] == "shop.settings"


def test_settings_that_use_django_while_they_load_are_whole(either: Judge, folder: Path):
    """As pretalx has them: Django then loads what there is so far, and again when they are done."""
    settings = folder / "shop" / "settings.py"
    early = "from django.conf import settings as early\ngetattr(early, 'DEBUG', None)\n"
    settings.write_text(early + settings.read_text(encoding="utf-8"), encoding="utf-8")

    assert json.loads(exported(either, folder))["migrations"]


def test_a_project_in_another_folder_is_found_by_its_path(either: Judge, folder: Path):
    words = ("--settings", "shop.settings", "--pythonpath", folder.name)

    assert json.loads(shop.run(either, folder.parent, *words).stdout)["migrations"][0]["path"].startswith(
        "shop/"
    )


def test_what_it_is_written_for_can_be_read_by_python_3_8():
    files = sorted((shop.REPORTER / "driftboard_reporter").rglob("*.py"))

    assert len(files) > 10
    for file in files:
        ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))
