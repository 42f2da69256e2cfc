"""Migrations that are stated by hand, because their files cannot be read whole."""

from dataclasses import replace
from pathlib import Path

from app.domain.keys import SETTING, MigrationKey
from app.sources import ReadingOptions, read
from tests.build import key
from tests.sources.folder import migration, written

PATH = "orders/migrations/0002_more.py"
FIRST = {"orders/migrations/0001_initial.py": migration("dependencies = []")}


def options(**lists: tuple[str, ...]) -> ReadingOptions:
    keys = {name: tuple(key(text) for text in texts) for name, texts in lists.items()}
    return ReadingOptions(django="5.2", migrations={"orders.0002_more": keys})


def test_the_place_says_the_line_that_settles_it_with_what_is_known(tmp_path: Path):
    text = migration('dependencies = [("orders", "0001_initial"), swapper.dependency("a", "B")]')
    (place,) = read(written(tmp_path, {**FIRST, PATH: text})).unreadable

    assert place.reason.endswith(
        'please add migrations = { "orders.0002_more" = { dependencies = ["orders.0001_initial", "…"] } } in '
        "driftboard.toml, or take the release from the reporter"
    )


def test_a_stated_list_counts_and_the_others_stay_as_the_file_has_them(tmp_path: Path):
    text = migration('dependencies = make()\nreplaces = [("orders", "0002_a")]')
    release = read(written(tmp_path, {**FIRST, PATH: text}), options(dependencies=("orders.0001_initial",)))

    assert release.unreadable == ()
    assert release.migrations[key("orders.0002_more")].dependencies == (key("orders.0001_initial"),)
    assert release.migrations[key("orders.0002_more")].replaces == (key("orders.0002_a"),)


def test_what_another_list_leaves_open_stays_unreadable(tmp_path: Path):
    text = migration("dependencies = make()\nreplaces = make()")
    release = read(written(tmp_path, {**FIRST, PATH: text}), options(dependencies=("orders.0001_initial",)))

    assert [place.reason.partition(":")[0] for place in release.unreadable] == ["replaces"]


def test_all_three_lists_settle_a_file_that_cannot_be_read_at_all(tmp_path: Path):
    root = written(tmp_path, {**FIRST, PATH: "class Migration(migrations.Migration:"})
    three = options(dependencies=(f"{SETTING}.AUTH_USER_MODEL",), run_before=(), replaces=())
    release = read(root, replace(three, settings={"AUTH_USER_MODEL": "users.User"}))

    assert release.unreadable == ()
    stated = release.migrations[key("orders.0002_more")]
    assert stated.dependencies == (MigrationKey(SETTING, "AUTH_USER_MODEL"),)
    assert [operation.kind for operation in stated.operations] == ["unreadable"]
    assert read(root, options(dependencies=())).unreadable != ()


def test_of_a_file_that_cannot_be_read_at_all_no_list_is_proposed(tmp_path: Path):
    (place,) = read(written(tmp_path, {**FIRST, PATH: "class Migration(migrations.Migration:"})).unreadable

    assert '{ dependencies = ["…"], run_before = ["…"], replaces = ["…"] }' in place.reason


def test_packages_that_work_out_a_dependency_have_it_in_the_line(tmp_path: Path):
    text = migration("dependencies = [migrations.swappable_dependency(oauth2_settings.X)]")
    root = written(tmp_path, {"oauth2_provider/migrations/0001_initial.py": text})
    (place,) = read(root).unreadable

    assert '{ dependencies = ["oauth2_provider.__first__"] }' in place.reason


def test_what_django_refuses_cannot_be_stated(tmp_path: Path):
    places = read(written(tmp_path, {**FIRST, "orders/migrations/tools.py": "def f(): ..."})).unreadable

    assert [place for place in places if "please add" in place.reason] == []
