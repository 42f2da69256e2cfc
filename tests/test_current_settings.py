"""The configuration is read again: what counts as a change, and what a broken file leaves as it is."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.config import ConfigError, CurrentSettings, Settings
from app.config.current import Look

T0 = datetime(2026, 6, 19, 8, 26, tzinfo=UTC)
T1 = T0 + timedelta(minutes=5)
SECRET = "hunter2-hunter2-hunter2"
ENVIRON = {"PASSWORD": SECRET}


def environment(slug: str) -> str:
    return (
        f"[projects.shop.environments.{slug}]\n"
        'database = "postgresql://reader:${PASSWORD}@db.example/shop"\n'
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "driftboard.toml"
    path.write_text(environment("a"))
    return path


@pytest.fixture
def current(file: Path) -> CurrentSettings:
    return CurrentSettings.read(file, ENVIRON, at=T0)


def slugs(current: CurrentSettings) -> list[str]:
    return [one.slug for project in current.settings.projects for one in project.environments]


def test_a_change_counts_when_two_looks_see_the_same(current, file):
    """Between them an editor may be in the middle of it."""
    assert current.look(at=T1) is Look.SAME
    file.write_text(environment("a") + environment("b"))

    assert current.look(at=T1) is Look.SAME
    assert slugs(current) == ["a"]
    assert current.look(at=T1) is Look.ADOPTED
    assert slugs(current) == ["a", "b"]
    assert current.state.read_at == T1
    assert current.look(at=T1) is Look.SAME


def test_whoever_took_the_settings_keeps_them(current, file):
    taken = current.settings
    file.write_text("")
    current.look(at=T1, asked=True)

    assert [project.slug for project in taken.projects] == ["shop"]
    assert current.settings.projects == ()


def test_who_asks_need_not_wait_and_need_not_have_changed_anything(current, file):
    assert current.look(at=T1, asked=True) is Look.ADOPTED
    assert current.state.read_at == T1
    file.write_text(environment("b"))
    assert current.look(at=T1, asked=True) is Look.ADOPTED
    assert slugs(current) == ["b"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            environment("a") + environment("b").replace("postgresql", "oracle"),
            "projects.shop.environments.b.database: ",
        ),
        (environment("a").replace("PASSWORD", "OTHER"), "the variable OTHER is not set"),
        (f'database = "{SECRET}', "driftboard.toml: this is not TOML (at "),
        (f'push_tokn = "{SECRET}"', "push_tokn: there is no such key"),
        (f'[projects.shop."postgresql://u:{SECRET}@h/d"]', "projects.shop.…: there is no such key"),
        (None, "driftboard.toml: there is no such file"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(current, file, text, problem):
    before = current.settings
    file.unlink() if text is None else file.write_text(text)
    looks = [current.look(at=T1) for _ in range(4)]

    assert looks == [Look.SAME, Look.REFUSED, Look.SAME, Look.SAME], "it is told once"
    assert current.settings is before
    assert problem in current.state.problem
    assert (current.state.read_at, current.state.changed_at) == (T0, T1)
    assert SECRET not in current.state.problem

    file.write_text(environment("a"))
    assert [current.look(at=T1) for _ in range(2)] == [Look.SAME, Look.ADOPTED]
    assert current.state.problem == ""


def test_another_database_of_the_store_waits_for_a_restart_and_the_rest_does_not(current, file):
    before = current.settings.database_url
    file.write_text('database = "sqlite:///other.db"\n' + environment("b"))
    current.look(at=T1, asked=True)

    assert (slugs(current), current.settings.database_url) == (["b"], before)
    assert current.state.needs_restart
    file.write_text(environment("b"))
    current.look(at=T1, asked=True)
    assert not current.state.needs_restart


def test_a_file_that_is_put_in_the_place_of_the_old_one_is_seen(current, file):
    """As editors and Kubernetes do, even with the time and the size of the old one."""
    was = file.stat()
    new = file.with_suffix(".new")
    new.write_text(environment("b"))
    os.utime(new, ns=(was.st_atime_ns, was.st_mtime_ns))
    new.replace(file)

    assert file.stat().st_size == was.st_size
    assert [current.look(at=T1) for _ in range(2)] == [Look.SAME, Look.ADOPTED]
    assert slugs(current) == ["b"]


def test_what_is_written_while_the_file_is_read_is_a_change(file, monkeypatch):
    from app.config import current as module

    def slow(path, environ):
        settings = load(path, environ)
        path.write_text(environment("late"))
        return settings

    load = module.load
    monkeypatch.setattr(module, "load", slow)
    current = CurrentSettings.read(file, ENVIRON, at=T0)
    monkeypatch.setattr(module, "load", load)

    assert slugs(current) == ["a"]
    assert [current.look(at=T1) for _ in range(2)] == [Look.SAME, Look.ADOPTED]
    assert slugs(current) == ["late"]


def test_a_wrong_file_is_no_beginning(tmp_path):
    with pytest.raises(ConfigError):
        CurrentSettings.read(tmp_path / "none.toml", {}, at=T0)


def test_settings_without_a_file_stay():
    settings = Settings("sqlite:///x.db")
    current = CurrentSettings.of(settings)

    assert current.look(at=T1, asked=True) is Look.SAME
    assert CurrentSettings.of(current) is current
    assert current.settings is settings


def test_what_is_written_while_a_change_is_read_is_read_too(current, file, monkeypatch):
    from app.config import current as module

    load = module.load

    def slow(path, environ):
        settings = load(path, environ)
        path.write_text(environment("a") + environment("later"))
        return settings

    file.write_text(environment("half"))
    current.look(at=T1)
    monkeypatch.setattr(module, "load", slow)
    assert current.look(at=T1) is Look.SAME
    assert slugs(current) == ["a"]
    monkeypatch.setattr(module, "load", load)

    assert [current.look(at=T1) for _ in range(2)] == [Look.SAME, Look.ADOPTED]
    assert slugs(current) == ["a", "later"]
