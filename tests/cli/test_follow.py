"""`driftboard follow`."""

from app.cli.follow import unreadable_lines
from app.domain.release import Unreadable
from app.jobs.follow import FollowedLabel, FollowResult
from tests.build import release
from tests.cli.command_line import run
from tests.sources.folder import migration
from tests.sources.git.repositories import Made


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
    assert "No commit of v9 is known; known are main, v2 and v1." in odd.output
    assert (odd.exit_code, gone.exit_code) == (2, 1)
    assert "is no Git repository" in gone.output


def test_follow_without_a_repository_says_what_to_write(story):
    (story / "driftboard.toml").write_text("[projects.shop]\n")

    assert "under [projects.<name>.repository]" in run("follow", "--config", story / "driftboard.toml").output


SQUASH = migration('dependencies = make()\nreplaces = [("orders", "0001_a")]')


def test_follow_can_be_told_what_a_release_can(tmp_path):
    shop = Made(tmp_path / "shop")
    shop.commit("Read me", {"setup.py": ""})
    shop.git("tag", "v0")
    shop.commit("Shop", {"orders/migrations/0001_b.py": SQUASH})
    config = tmp_path / "driftboard.toml"
    config.write_text('[projects.shop.repository]\npath = "shop"\nfollow = ["main", "v*"]\n')
    line = 'migrations = { "orders.0001_b" = { dependencies = [] } }'

    asked = run("follow", "--config", config)
    told = run("follow", "--django", "5.2", "--line", line, "--config", config)
    wrong = run("follow", "--line", "labels = 3", "--config", config)
    broken = run("follow", "--line", "labels", "--config", config)
    unknown = run("follow", "--line", 'ref = "v1"', "--config", config)

    assert asked.exit_code == 1
    assert 'please add django = "…" in driftboard.toml, or give --django …, with your version' in asked.output
    assert "shop: v0 has no migrations and is passed over." in asked.output
    assert (told.exit_code, "passed over" in told.output, "unreadable" in told.output) == (0, False, False)
    assert [line.split()[0] for line in told.output.splitlines()] == ["main", "shop:"]
    assert "--line.labels: this should be a table" in wrong.output
    assert "this is no line of driftboard.toml" in broken.output
    assert "--line.ref: there is no such key" in unknown.output


def test_of_several_projects_one_must_be_named_for_the_options(tmp_path):
    for name in ("one", "two"):
        Made(tmp_path / name).commit("Shop", {"orders/migrations/0001_b.py": migration("dependencies = []")})
    config = tmp_path / "driftboard.toml"
    config.write_text(
        "".join(
            f'[projects.{name}.repository]\npath = "{name}"\nfollow = ["main"]\n' for name in ("one", "two")
        )
    )

    assert (
        "Say which project with --project: one, two."
        in run("follow", "--django", "5.2", "--config", config).output
    )
    assert run("follow", "--django", "5.2", "--project", "two", "--config", config).output.count("main") == 1


def test_one_cause_is_told_once_however_many_labels_have_it():
    places = [Unreadable("settings.py", line, "local.py is not here") for line in (3, 4)]
    labels = [
        FollowedLabel("shop", f"v{number}", "c0ffee", release("a: 0001_b", unreadable=(places[number % 2],)))
        for number in range(72)
    ]
    other = FollowedLabel(
        "shop", "w", "c0ffee", release("a: 0001_b", unreadable=(Unreadable("b.py", None, "what"),))
    )

    assert unreadable_lines(FollowResult("shop", (*labels, other))) == [
        "v0, v1, v2 and 69 more: unreadable: settings.py:3: local.py is not here",
        "w: unreadable: b.py: what",
    ]
