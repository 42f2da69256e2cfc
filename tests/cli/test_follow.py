"""`driftboard follow`."""

from tests.cli.command_line import run


def test_a_followed_repository_is_blamed_from_the_store(edited, story):
    config = story / "driftboard.toml"
    config.write_text('[projects.shop.repository]\npath = "shop"\nfollow = ["main", "v*"]\n')
    first = run("follow", "--config", config)
    again = run("follow", "--config", config)
    config.write_text(config.read_text() + 'django = "4.2"\n')
    unmoved = run("follow", "--config", config)
    anew = run("follow", "--again", "--config", config)
    edited.root.rename(story / "elsewhere")

    blamed = run("blame", "orders.0001_initial", "--config", config)
    of_v1 = run("blame", "orders.0001_initial", "--ref", "v1", "--config", config)
    odd = run("blame", "orders.0001_initial", "--ref", "v9", "--config", config)
    gone = run("follow", "--config", config)

    assert first.exit_code == 0
    assert [line.split()[0] for line in first.output.splitlines()] == ["main", "v1", "v2", "shop:"]
    assert "2 new commits that matter" in first.output
    assert "no label moved, 0 new commits" in again.output
    assert "no label moved, 0 new commits" in unmoved.output
    assert [line.split()[0] for line in anew.output.splitlines()] == ["main", "v1", "v2", "shop:"]
    assert "users.0010_add_unique_id_migration  v2" in blamed.output
    assert "users.0010_add_unique_id_migration" not in of_v1.output
    assert "No commit of v9 is known; known are v1, v2, main." in odd.output
    assert (odd.exit_code, gone.exit_code) == (2, 1)
    assert "is no Git repository" in gone.output


def test_follow_without_a_repository_says_what_to_write(story):
    (story / "driftboard.toml").write_text("[projects.shop]\n")

    assert "under [projects.<name>.repository]" in run("follow", "--config", story / "driftboard.toml").output
