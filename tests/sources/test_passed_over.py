"""Files that Django passes over and files that it loads without source: each Django is asked what it loads."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from app.domain.drift import compare
from app.domain.drift.headline import headline
from app.domain.findings import Code, Verdict
from app.domain.passed_over import PassedOverReason
from app.domain.release import Release
from app.domain.reports.drift import plain
from app.sources import ReadingOptions, read
from app.sources.migration.names import name_of_compiled
from tests.build import history, key
from tests.oracle import django_versions as judges
from tests.sources.folder import migration, written

SCRIPT = Path(__file__).with_name("disk_migrations.py")
EMPTY = migration("operations = []")
APPS = ("orders", "bare", "off", "moved", "compiled")
OPTIONS = ReadingOptions(
    django="5.2",
    settings={"AUTH_USER_MODEL": "auth.User"},
    installed_apps=APPS,
    migration_modules={"off": None, "moved": "conf.moved"},
)


def shop(root: Path) -> Path:
    """Apps with a file of every kind that Django passes over."""
    written(
        root,
        {
            **{f"{app}/__init__.py": "" for app in (*APPS, "conf")},
            "orders/migrations/0001_initial.py": EMPTY,
            "orders/migrations/0002.5_fix.py": EMPTY,
            "orders/migrations/_0003_draft.py": EMPTY,
            "orders/migrations/~0004_backup.py": EMPTY,
            "orders/migrations/_words.py": "WORDS = ()\n",
            "orders/migrations/0005_old.py.orig": EMPTY,
            "bare/migrations/0001_initial.py": EMPTY,
            "bare/migrations/words.py": "WORDS = ()\n",
            "off/migrations/0001_initial.py": EMPTY,
            "moved/migrations/0001_initial.py": EMPTY,
            "moved/migrations/0002_left.py": EMPTY,
            "conf/moved/__init__.py": "",
            "conf/moved/0001_initial.py": EMPTY,
            "compiled/migrations/0001_initial.py": EMPTY,
            "compiled/migrations/0002_old.py": EMPTY,
            "compiled/migrations/0003_both.py": EMPTY,
        },
    )
    (root / "bare/migrations/__init__.py").unlink()
    return root


def compile_beside(python: Path | str, *sources: Path) -> None:
    """Write the byte code of each source beside it: `0002_old.pyc`."""
    for source in sources:
        code = "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True)"
        subprocess.run([python, "-c", code, source, source.with_suffix(".pyc")], check=True)


def loaded_by_django(judge: judges.Judge, root: Path, *settings: str) -> set[str]:
    environment = judge.environment()
    environment["PYTHONPATH"] = os.pathsep.join((str(root), environment["PYTHONPATH"]))
    answer = subprocess.run(
        [judge.python, SCRIPT, *settings, *APPS], env=environment, capture_output=True, check=True
    )
    return set(json.loads(answer.stdout))


@pytest.fixture(scope="module", params=["3.2", "4.2", "5.2", "6.0", "6.1"])
def judge(request: pytest.FixtureRequest) -> judges.Judge:
    return judges.judge(request.param)


def test_what_django_loads_is_read_and_what_it_passes_over_is_named(judge: judges.Judge, tmp_path: Path):
    shop(tmp_path)
    both, old = tmp_path / "compiled/migrations/0003_both.py", tmp_path / "compiled/migrations/0002_old.py"
    compile_beside(judge.python, both, old)
    old.unlink()
    (tmp_path / "compiled/migrations/0004.1_dot.pyc").write_bytes(old.with_suffix(".pyc").read_bytes())

    loaded = loaded_by_django(judge, tmp_path, 'MIGRATION_MODULES={"off": null, "moved": "conf.moved"}')
    release = read(tmp_path, OPTIONS)

    assert "compiled.0002_old" in loaded
    assert {str(one) for one in release.migrations} == loaded - {"compiled.0002_old"}
    assert [(unread.path, unread.line) for unread in release.unreadable] == [
        ("compiled/migrations/0002_old.pyc", None)
    ]
    assert "delete it if it is a leftover" in release.unreadable[0].reason
    assert [(str(file.key), file.path, file.reason) for file in release.passed_over] == [
        ("bare.0001_initial", "bare/migrations/0001_initial.py", PassedOverReason.NO_PACKAGE),
        ("moved.0002_left", "moved/migrations/0002_left.py", PassedOverReason.ELSEWHERE),
        ("off.0001_initial", "off/migrations/0001_initial.py", PassedOverReason.SWITCHED_OFF),
        ("orders.0002.5_fix", "orders/migrations/0002.5_fix.py", PassedOverReason.DOT),
        ("orders._0003_draft", "orders/migrations/_0003_draft.py", PassedOverReason.FIRST_CHARACTER),
        ("orders.~0004_backup", "orders/migrations/~0004_backup.py", PassedOverReason.FIRST_CHARACTER),
    ]
    assert not {str(file.key) for file in release.passed_over} & loaded


SOUTH = {
    "orders/migrations/0001_initial.py": (
        "from south.db import db\nfrom south.v2 import SchemaMigration\nfrom django.db import models\n\n\n"
        "class Migration(SchemaMigration):\n    models = {}\n"
    ),
    "orders/migrations/0002_data.py": (
        "import datetime\nfrom south.v2 import DataMigration\n\n\nclass Migration(DataMigration):\n"
        "    def forwards(self, orm):\n        pass\n"
    ),
}


def test_the_migrations_of_south_are_refused_by_django_and_named_once_for_each_folder(
    judge: judges.Judge, tmp_path: Path
):
    written(shop(tmp_path), SOUTH)
    places = read(tmp_path, OPTIONS).unreadable

    assert [(place.path, place.line) for place in places] == [("orders/migrations", None)]
    assert places[0].reason.startswith("2 files are migrations of South, which Django refuses to load")
    assert not any(one.app_label == "orders" for one in read(tmp_path, OPTIONS).migrations)
    with pytest.raises(subprocess.CalledProcessError) as without:
        loaded_by_django(judge, tmp_path)
    assert b"No module named 'south'" in without.value.stderr
    classes = "class SchemaMigration:\n    pass\n\n\nclass DataMigration(SchemaMigration):\n    pass\n"
    written(tmp_path, {"south/__init__.py": "", "south/db.py": "db = None\n", "south/v2.py": classes})
    with pytest.raises(subprocess.CalledProcessError) as with_south:
        loaded_by_django(judge, tmp_path)
    assert b"TypeError: Migration() takes no arguments" in with_south.value.stderr


def test_a_migration_of_south_in_python_2_is_one_of_them(tmp_path: Path):
    text = SOUTH["orders/migrations/0002_data.py"].replace("pass", "print 'done'")
    (place,) = read(
        written(shop(tmp_path), {**SOUTH, "orders/migrations/0002_data.py": text}), OPTIONS
    ).unreadable

    assert place.reason.startswith("2 files are migrations of South")


def test_migrations_of_south_that_django_does_not_look_for_are_not_named(tmp_path: Path):
    files = {path.replace("orders", "off"): text for path, text in SOUTH.items()}
    release = read(written(shop(tmp_path), files), OPTIONS)

    assert release.unreadable == ()
    assert not any(file.key.name == "0002_data" for file in release.passed_over)


def test_a_migration_of_djangos_that_imports_an_app_called_south_is_read(tmp_path: Path):
    text = migration("operations = []", before="from south.utils import region")
    files = {
        "south/__init__.py": "",
        "south/utils.py": "region = 1\n",
        "orders/migrations/0001_initial.py": text,
    }

    assert read(written(shop(tmp_path), files), OPTIONS).unreadable == ()


def test_a_package_of_byte_code_alone_is_a_package(tmp_path: Path):
    """It is how some programs are delivered; without `__init__.pyc` it would be none."""
    judge = judges.judge("6.1")
    shop(tmp_path)
    folder = tmp_path / "compiled/migrations"
    sources = sorted(folder.glob("*.py"))
    compile_beside(judge.python, *sources)
    for source in sources:
        source.unlink()

    loaded = loaded_by_django(judge, tmp_path)
    release = read(tmp_path, OPTIONS)

    assert {"compiled.0001_initial", "compiled.0002_old", "compiled.0003_both"} <= loaded
    assert [unread.path.rpartition("/")[2] for unread in release.unreadable] == [
        "0001_initial.pyc",
        "0002_old.pyc",
        "0003_both.pyc",
    ]


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return read(shop(tmp_path), OPTIONS)


@pytest.mark.parametrize(
    ("row", "start", "file"),
    [
        (
            "orders.0002.5_fix",
            "orders.0002.5_fix is recorded, but Django passes over its file: ",
            "(a dot in its name)",
        ),
        (
            "off.0001_initial",
            "over the files of 1 row of app off: ",
            "(MIGRATION_MODULES switches the app off)",
        ),
        ("bare.0001_initial", "over the files of 1 row of app bare: ", "(its folder has no __init__.py)"),
    ],
)
def test_a_row_of_such_a_file_names_it(release: Release, row: str, start: str, file: str):
    app, _, name = row.partition(".")

    report = plain(compare(release, history(row)))

    assert f"{start}{app}/migrations/{name}.py {file}." in report
    assert "no files for these apps" not in report
    assert "no such file" not in report


@pytest.mark.parametrize(
    ("parent", "path", "words"),
    [
        ("('orders', '0002.5_fix')", "orders/migrations/0002.5_fix.py", "a dot in its name"),
        (
            "('off', '0001_initial')",
            "off/migrations/0001_initial.py",
            "MIGRATION_MODULES switches the app off",
        ),
        ("('bare', '0001_initial')", "bare/migrations/0001_initial.py", "its folder has no __init__.py"),
    ],
)
def test_a_dependency_on_such_a_file_names_it(tmp_path: Path, parent: str, path: str, words: str):
    shop(tmp_path)
    written(tmp_path, {"orders/migrations/0006_next.py": migration(f"dependencies = [{parent}]")})

    drift = compare(read(tmp_path, OPTIONS), history())

    assert drift.verdict is Verdict.BLOCKED
    assert drift.findings[0].code is Code.MISSING_PARENT
    assert f"passes over its file: {path} ({words})." in str(headline(drift, label="v2"))


def test_without_installed_apps_they_are_named_too(tmp_path: Path):
    release = read(
        shop(tmp_path),
        ReadingOptions(
            django="5.2",
            settings={"AUTH_USER_MODEL": "auth.User"},
            migration_modules={"off": None, "moved": "conf.moved"},
        ),
    )

    assert {str(file.key) for file in release.passed_over} == {
        "bare.0001_initial",
        "moved.0002_left",
        "off.0001_initial",
        "orders.0002.5_fix",
        "orders._0003_draft",
        "orders.~0004_backup",
    }


def read_beside(folder: Path, root: Path) -> Release:
    """The release of a project in this folder, with an app of its own and the app `plain` of a root."""
    project = written(folder, {"orders/__init__.py": "", "orders/migrations/0001_initial.py": EMPTY})
    options = ReadingOptions(
        django="5.2",
        settings={"AUTH_USER_MODEL": "auth.User"},
        installed_apps=("orders", "plain"),
        roots=(root,),
    )
    return read(project, options)


def test_the_apps_of_a_root_have_them_too(tmp_path: Path):
    """Stale byte code and files that were put aside lie in site-packages as well."""
    site = written(
        tmp_path / "site",
        {
            "plain/__init__.py": "",
            "plain/migrations/0001_initial.py": EMPTY,
            "plain/migrations/0002.1_fix.py": EMPTY,
            "plain/migrations/0003_old.pyc": b"byte code",
        },
    )
    release = read_beside(tmp_path / "shop", site)

    assert [file.path for file in release.passed_over] == ["plain/migrations/0002.1_fix.py"]
    assert [unread.path for unread in release.unreadable] == ["plain/migrations/0003_old.pyc"]


def test_compiled_migrations_of_a_wheel_are_named(tmp_path: Path):
    wheel = tmp_path / "plain-1.0-cp312-cp312-linux_x86_64.whl"
    extension = "plain/migrations/0002_more.cpython-312-x86_64-linux-gnu.so"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {
            "plain/__init__.py": "",
            "plain/speedups.so": "machine code",
            "plain/migrations/__init__.py": "",
            "plain/migrations/0001_initial.py": EMPTY,
            extension: "machine code",
        }.items():
            archive.writestr(path, text)

    release = read_beside(tmp_path / "shop", wheel)

    assert [unread.path for unread in release.unreadable] == [extension]
    assert key("plain.0001_initial") in release.migrations


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("0001_initial.pyc", "0001_initial"),
        ("0001.cpython-312.pyc", None),
        (".pyc", None),
        ("0001_initial.so", "0001_initial"),
        ("0001_initial.abi3.so", "0001_initial"),
        ("0001_initial.cpython-312-x86_64-linux-gnu.so", "0001_initial"),
        ("0001_initial.cp312-win_amd64.pyd", "0001_initial"),
        ("libpq.5.so", None),
    ],
)
def test_the_names_of_compiled_modules(file: str, name: str | None):
    assert name_of_compiled(f"shop/migrations/{file}") == name


def test_a_release_without_such_files_keeps_its_fingerprint(tmp_path: Path):
    """Pinned addresses hold it."""
    one = read(
        written(tmp_path, {"orders/migrations/0001_initial.py": EMPTY}),
        ReadingOptions(django="5.2", settings={"AUTH_USER_MODEL": "auth.User"}, installed_apps=("orders",)),
    )

    assert one.passed_over == ()
    assert one.fingerprint.startswith("a7fe5541e45b102737fd")
    assert compare(one, history("orders.0001_initial")).findings == ()
    assert key("orders.0001_initial") in one.migrations
