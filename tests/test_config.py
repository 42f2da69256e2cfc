import json
import logging
import pickle
import traceback
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from app.config import EXAMPLES, ConfigError, Database, Secret, Settings, load
from app.config.errors import SMALLEST_FILE

PASSWORD = "hunter2/p@ss"
TOKEN = "hunter2-hunter2-hunter2"
QUOTED = "hunter2%2Fp%40ss"

WHOLE = """
database = "sqlite:///store/driftboard.db"
interval = "30s"
stale_after = "2h"

[projects.shop]
title = "Shop"
release = "v1.2"
push_token = "${SHOP_PUSH_TOKEN}"

[projects.shop.releases]
"v1.2" = "releases/v1.2.json"
main = { path = "checkout", django = "5.2", settings = { AUTH_USER_MODEL = "users.User" } }

[projects.shop.environments.sandbox-3]
database = "postgresql://driftboard_reader:${SANDBOX_3_PASSWORD}@db.example/shop"
alias = "other"
tier = "sandbox"
region = "eu-west"
release = "v1.1"
stale_after = "1d"

[projects.shop.environments.local]
database = "sqlite:///local.sqlite3"
"""

DOT = "projects.shop.environments.sandbox-3"
REPOSITORY = '[projects.shop.repository]\npath = "shop.git"\nfollow = ["main"]\n'
ENVIRONMENT = "[projects.shop.environments.sandbox-3]\n"


def write_config(folder: Path, text: str) -> Path:
    path = folder / "driftboard.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def whole(tmp_path: Path) -> Settings:
    return load(write_config(tmp_path, WHOLE), {"SANDBOX_3_PASSWORD": PASSWORD, "SHOP_PUSH_TOKEN": TOKEN})


def error_of(folder: Path, text: str, environ: dict[str, str] | None = None) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(write_config(folder, text), environ or {})
    return caught.value


def test_every_setting_is_read(whole: Settings, tmp_path: Path):
    project = whole.project("shop")
    sandbox = project.environment("sandbox-3")

    assert (whole.interval, whole.stale_after) == (timedelta(seconds=30), timedelta(hours=2))
    assert (project.title, project.release) == ("Shop", "v1.2")
    assert project.push_token == Secret(TOKEN)
    assert [environment.slug for environment in project.environments] == ["local", "sandbox-3"]
    assert (sandbox.databases[0].alias, sandbox.tier, sandbox.region) == ("other", "sandbox", "eu-west")
    assert sandbox.stale_after == timedelta(days=1)
    assert sandbox.release == "v1.1"
    assert [project.declared_release(slug) for slug in ("sandbox-3", "local", "gone")] == [
        "v1.1",
        "v1.2",
        "v1.2",
    ]
    main, v12 = project.releases
    assert (main.label, main.path, main.django) == ("main", tmp_path / "checkout", "5.2")
    assert dict(main.settings) == {"AUTH_USER_MODEL": "users.User"}
    assert (v12.label, v12.path, v12.django, dict(v12.settings)) == (
        "v1.2",
        tmp_path / "releases/v1.2.json",
        None,
        {},
    )


def test_all_that_is_said_about_a_release_is_read(tmp_path: Path):
    text = """
    [projects.shop.releases.main]
    path = "checkout"
    installed_apps = ["shop.orders", "django.contrib.auth"]
    migration_modules = { orders = "shop.history.orders", users = false }
    labels = { "shop/orders" = "shop_orders" }
    roots = [".venv", "/srv/wheels"]
    overlay = "releases/v1.1.json"
    """
    (main,) = load(write_config(tmp_path, text), {}).projects[0].releases

    assert main.installed_apps == ("shop.orders", "django.contrib.auth")
    assert dict(main.migration_modules) == {"orders": "shop.history.orders", "users": None}
    assert dict(main.labels) == {"shop/orders": "shop_orders"}
    assert main.roots == (tmp_path / ".venv", Path("/srv/wheels"))
    assert main.overlay == tmp_path / "releases/v1.1.json"


def test_what_is_not_said_about_a_release_is_none(whole: Settings):
    v12 = whole.project("shop").releases[1]

    assert (v12.installed_apps, v12.migration_modules, v12.overlay) == (None, None, None)
    assert (dict(v12.labels), v12.roots) == ({}, ())


def test_a_repository_is_followed_with_all_that_is_said_of_a_release(tmp_path: Path):
    more = 'folder = "/backend/"\ndjango = "5.2"\nlabels = { orders = "sales" }\nroots = [".venv"]\nfetch = true\n'

    (project,) = load(write_config(tmp_path, REPOSITORY + more), {}).projects
    repository = project.repository

    assert (repository.follow, repository.fetch, repository.fetch_timeout) == (
        ("main",),
        True,
        timedelta(seconds=30),
    )
    reading = repository.reading
    assert (reading.path, reading.folder, reading.django) == (tmp_path / "shop.git", "backend", "5.2")
    assert (dict(reading.labels), reading.roots, reading.ref) == (
        {"orders": "sales"},
        (tmp_path / ".venv",),
        None,
    )


def test_an_empty_file_has_every_default(tmp_path: Path):
    settings = load(write_config(tmp_path, ""), {})

    assert settings == Settings(Secret(f"sqlite:///{tmp_path}/driftboard.db"))
    assert settings.stale_after == timedelta(minutes=15)


def test_the_limit_of_the_file_is_that_of_its_environments(whole: Settings):
    assert whole.project("shop").environment("local").stale_after == timedelta(hours=2)


def test_a_relative_database_file_lies_beside_the_settings(whole: Settings, tmp_path: Path):
    local = whole.project("shop").environment("local")

    assert whole.database_url.reveal() == f"sqlite:///{tmp_path}/store/driftboard.db"
    assert local.databases[0].url.reveal() == f"sqlite:///{tmp_path}/local.sqlite3"


def test_an_absolute_database_file_stays_where_it_is(tmp_path: Path):
    text = ENVIRONMENT + 'database = "sqlite:////srv/shop.sqlite3"'

    settings = load(write_config(tmp_path, text), {})

    assert settings.projects[0].environments[0].databases[0].url.reveal() == "sqlite:////srv/shop.sqlite3"


def test_the_variable_overrides_the_store_of_the_file(tmp_path: Path):
    url = "postgresql://owner:pw@db.example/driftboard"

    assert load(
        write_config(tmp_path, WHOLE),
        {"SANDBOX_3_PASSWORD": "", "SHOP_PUSH_TOKEN": TOKEN, "DRIFTBOARD_DATABASE_URL": url},
    ).database_url == Secret(url)


def test_a_password_from_a_variable_is_quoted_as_a_url_asks(whole: Settings):
    url = whole.project("shop").environment("sandbox-3").databases[0].url.reveal()

    assert url == f"postgresql://driftboard_reader:{QUOTED}@db.example/shop"


def test_a_variable_may_hold_the_whole_url_or_the_host(tmp_path: Path):
    text = (
        '[projects.shop.environments.one]\ndatabase = "${ONE}"\n'
        '[projects.shop.environments.two]\ndatabase = "postgresql://me@${HOST}/shop"\n'
    )

    settings = load(
        write_config(tmp_path, text), {"ONE": "postgresql://a:b%40c@d/e", "HOST": "db.example:6432"}
    )

    assert [environment.databases[0].url.reveal() for environment in settings.projects[0].environments] == [
        "postgresql://a:b%40c@d/e",
        "postgresql://me@db.example:6432/shop",
    ]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("colour = 1", "colour", "no such key"),
        ("[projects.shop]\ncolour = 1", "projects.shop.colour", "no such key"),
        ('[projects.shop.releases]\n"v1.2" = { path = "x", dj = "5" }', 'projects.shop.releases."v1.2".dj', "no such"),
        (ENVIRONMENT + 'database = "sqlite:///x"\ncolour = 1', DOT + ".colour", "no such"),
        (ENVIRONMENT, DOT + ".database", "missing"),
        (ENVIRONMENT + "database = 5", DOT + ".database", "text in quotes"),
        (ENVIRONMENT + 'database = "sqlite:///x"\nschemas = ["a"]', DOT + ".schemas", "only a PostgreSQL"),
        (ENVIRONMENT + "databases = {}", DOT + ".databases", "empty"),
        (ENVIRONMENT + "databases = { a = 5 }", DOT + ".databases.a", "a URL in quotes, or a table"),
        (ENVIRONMENT + 'databases = { a = "" }', DOT + ".databases.a", "empty"),
        (ENVIRONMENT + "databases = { a = { apps = [] } }", DOT + ".databases.a.url", "missing"),
        (ENVIRONMENT + 'alias = "x"\ndatabases = { a = "sqlite:///x" }', DOT + ".alias", "said of each"),
        ('[projects.shop]\nshared_apps = ["django.contrib.auth"]', "projects.shop.shared_apps", "by its label"),
        (ENVIRONMENT + 'database = ""', DOT + ".database", "empty"),
        (ENVIRONMENT + 'database = "oracle://x/y"', DOT + ".database", "only PostgreSQL, MySQL, MariaDB and SQLite"),
        ('database = "mysql://x/y"', "database", "keeps what it has seen in PostgreSQL"),
        (ENVIRONMENT + 'database = "sqlite://"', DOT + ".database", "a file should follow"),
        (ENVIRONMENT + 'database = "sqlite:///:memory:"', DOT + ".database", "a file"),
        ('[projects.shop]\npush_token = "short"', "projects.shop.push_token", "16 or more"),
        ('[projects.shop]\npush_token = "hunter2 hunter2 hunter2"', "projects.shop.push_token", "no space"),
        ('[projects.shop]\npush_token = ""', "projects.shop.push_token", "empty"),
        (ENVIRONMENT + 'database = "${}"', DOT + ".database", "name of a variable"),
        ('interval = "soon"', "interval", "whole number"),
        ('interval = "0s"', "interval", "whole number"),
        ("interval = 60", "interval", "text in quotes"),
        ('public_url = "drift.example"', "public_url", "begins with https:// or http://"),
        ('public_url = "https://drift example"', "public_url", "begins with https:// or http://"),
        ('public_url = "https://me:hunter2@drift.example"', "public_url", "no name or password"),
        ('public_url = "https://drift.example/drift"', "public_url", "only the host"),
        ('public_url = ""', "public_url", "this is empty"),
        ('stale_after = "1.5h"', "stale_after", "whole number"),
        ("projects = 5", "projects", "should be a table"),
        ("[projects]\nshop = 5", "projects.shop", "should be a table"),
        ("[projects.shop]\nenvironments = []", "projects.shop.environments", "should be a table"),
        ("[projects.shop.releases]\nmain = 5", "projects.shop.releases.main", "path in quotes"),
        ("[projects.shop.releases]\nmain = {}", "projects.shop.releases.main.path", "missing"),
        ('[projects.shop.releases]\nm = {path="x",settings={A=5}}', "projects.shop.releases.m.settings.A", "text in"),
        ('[projects.shop.releases]\nm = {path="x",roots="y"}', "projects.shop.releases.m.roots", "a list of texts"),
        ('[projects.shop.releases]\nm = {path="x",roots=[""]}', "projects.shop.releases.m.roots", "a list of texts"),
        (
            '[projects.shop.releases]\nm = {path="x",installed_apps=[5]}',
            "projects.shop.releases.m.installed_apps",
            "a list of texts",
        ),
        (
            '[projects.shop.releases]\nm = {path="x",migration_modules={a=true}}',
            "projects.shop.releases.m.migration_modules.a",
            "text in quotes",
        ),
        ('[projects.shop.releases]\nm = {path="x",folder="y"}', "projects.shop.releases.m.folder", "a ref is missing"),
        ("[projects.shop.repository]", "projects.shop.repository.follow", "name the branches"),
        (REPOSITORY + "fetch = 1", "projects.shop.repository.fetch", "true or false"),
        (REPOSITORY + "fetch_timeout = 1", "projects.shop.repository.fetch_timeout", "text in quotes"),
        (REPOSITORY + 'ref = "main"', "projects.shop.repository.ref", "no such key"),
        ('[projects.shop.repository]\nfollow=["main"]', "projects.shop.repository.path", "missing"),
        ("[projects.shop]\nrepository = 5", "projects.shop.repository", "should be a table"),
        ("[projects.Shop]", "projects.Shop", "lower-case"),
        ("[projects.api]", "projects.api", "cannot be called api"),
        ("[projects.runbook]", "projects.runbook", "cannot be called runbook"),
        ('[projects.shop.environments."a b"]\ndatabase = "x"', 'projects.shop.environments."a b"', "lower-case"),
    ],
)  # fmt: skip
def test_an_error_names_the_key_the_problem_and_an_example(tmp_path: Path, text: str, key: str, problem: str):
    error = error_of(tmp_path, text)

    assert error.key == key
    assert problem in error.problem
    assert error.example
    assert str(error).startswith(f"{key}: ")
    assert error.example in str(error)


def test_a_missing_variable_is_named(tmp_path: Path):
    error = error_of(tmp_path, WHOLE, {"SHOP_PUSH_TOKEN": TOKEN})

    assert error.key == DOT + ".database"
    assert error.problem == "the variable SANDBOX_3_PASSWORD is not set"
    assert error.example == "export SANDBOX_3_PASSWORD=…"


def test_a_missing_file_is_said(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"driftboard\.toml: there is no such file"):
        load(tmp_path / "driftboard.toml", {})


def test_what_is_not_toml_is_said_with_its_place(tmp_path: Path):
    assert "this is not TOML (at line 2, column 8)" in str(error_of(tmp_path, "\ncolour red"))


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("interval = 60s", 'interval = "60s"'),
        ("[projects.shop]\nrelease = v1.2", 'release = "v1.2"'),
        ('[projects.shop.releases]\n"v1.2" = x.json', '"v1.2" = { path = "checkout/v1.2", django = "5.2" }'),
        ("[projects.shop.environments.qa]\ntier = qa", 'tier = "sandbox"'),
        ("[projects.shop.environments.qa\n", "[projects.shop.environments.sandbox-3]"),
        ("[projects.shop.repository]\npath shop.git", EXAMPLES["projects.*.repository"]),
        ("nonsense", SMALLEST_FILE),
        ('database = """', SMALLEST_FILE),
    ],
)
def test_what_is_not_toml_has_an_example_of_what_seems_to_be_meant(tmp_path: Path, text: str, example: str):
    error = error_of(tmp_path, text)

    assert error.problem.startswith("this is not TOML (at ")
    assert error.example == example


def test_what_is_not_text_is_said(tmp_path: Path):
    path = tmp_path / "driftboard.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigError, match="not UTF-8"):
        load(path, {})


@pytest.mark.parametrize(
    "text",
    [
        f'database = "postgresql://me:{PASSWORD}@db.example/shop',
        f'database = "mysql://me:{PASSWORD}@db.example/shop"',
        f'database = "me:{PASSWORD}@db.example/shop"',
        f'database = "postgresql://me:{PASSWORD}@db.example/shop"',
        'database = "postgresql://me:hunter2@db.example:hunter2/shop"',
        'database = "postgresql://me:hunter2[@db.example/shop"',
        'database = ["postgresql://me:hunter2@db.example/shop"]',
        f'database = "postgresql://me:{QUOTED}@${{NO_HOST}}/shop"',
    ],
)
def test_no_error_holds_the_password(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture):
    error = error_of(tmp_path, ENVIRONMENT + text)
    logging.getLogger("test").error("the settings are wrong", exc_info=error)

    for shown in (str(error), repr(error), "".join(traceback.format_exception(error)), caplog.text):
        assert "hunter2" not in shown
    assert error.__cause__ is None
    assert error.__context__ is None


def test_no_error_holds_the_token(tmp_path: Path):
    error = error_of(tmp_path, '[projects.shop]\npush_token = "${T}"', {"T": "hunter2 in many words"})

    assert "hunter2" not in "".join(traceback.format_exception(error))


def test_without_a_token_nothing_can_be_pushed(tmp_path: Path):
    assert load(write_config(tmp_path, "[projects.shop]"), {}).projects[0].push_token is None


def test_settings_show_no_password(whole: Settings):
    sandbox = whole.project("shop").environment("sandbox-3")

    for shown in (
        repr(whole),
        str(whole),
        repr(asdict(sandbox)),
        f"{sandbox.databases}",
        f"{sandbox.databases!r:>40}",
    ):
        assert "hunter2" not in shown


def test_a_secret_is_written_nowhere():
    with pytest.raises(TypeError):
        json.dumps({"database": Secret(PASSWORD)})
    with pytest.raises(TypeError):
        pickle.dumps(Secret(PASSWORD))


def test_a_plain_text_becomes_a_secret():
    assert Database("sqlite:///x").url == Secret("sqlite:///x")
    assert "x" not in repr(Settings("sqlite:///x").database_url)
