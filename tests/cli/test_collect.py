"""`driftboard collect`."""

import sqlite3

from tests.cli.command_line import run


def test_releases_are_added_and_environments_collected(story):
    with sqlite3.connect(story / "db.sqlite3") as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
    config = story / "driftboard.toml"
    config.write_text(
        '[projects.shop.environments.one]\ndatabase = "sqlite:///db.sqlite3"\n'
        '[projects.shop.environments.gone]\ndatabase = "sqlite:///gone.sqlite3"\n'
    )

    added = run("releases", "add", story / "release.json", "--label", "v1.2", "--config", config)
    first = run("collect", "one", "--config", config)
    again = run("collect", "shop/one", "--config", config)
    every = run("collect", "--config", config)
    odd = run("collect", "nowhere", "--config", config)

    assert added.exit_code == 0
    assert "v1.2 is" in added.output
    assert (first.exit_code, again.exit_code, every.exit_code, odd.exit_code) == (0, 0, 1, 2)
    assert "one: 0 rows" in first.output
    assert "unchanged" in again.output
    assert "gone: there is no such file" in every.output
    assert not (story / "gone.sqlite3").exists()


def test_a_configuration_that_is_wrong_names_the_key(story):
    config = story / "driftboard.toml"
    config.write_text("colour = 1\n")

    result = run("collect", "--config", config)

    assert result.exit_code == 2
    assert "colour" in result.output


def test_an_environment_that_is_pushed_alone_is_told_where_it_is_named(story):
    config = story / "driftboard.toml"
    config.write_text("[projects.shop.environments.edge]\npushed = true\n")

    named, every = run("collect", "edge", "--config", config), run("collect", "--config", config)

    assert (named.exit_code, every.exit_code) == (0, 0)
    assert "Nothing is collected of shop/edge: their projects push what they hold." in named.output
    assert "shop/edge" not in every.output
