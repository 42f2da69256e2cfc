"""`driftboard blame`."""

import json

from tests.cli.command_line import run


def test_blame_names_the_commit_of_each_edge_straight_from_a_repository(edited):
    result = run("blame", "orders.0001_initial", "--repository", edited.root, "--format", "json")
    early = run("blame", "orders.0001_initial", "--repository", edited.root, "--ref", "v1")

    document = json.loads(result.stdout)
    assert [
        (edge["other"], edge["first_label"], edge["commit"]["subject"]) for edge in document["edges"]
    ] == [("users.0010_add_unique_id_migration", "v2", "Unique")]
    assert document["file"]["commit"]["author"] == "Mara Lindqvist"
    first = edited.git("rev-parse", "v1")[:7]
    assert early.stdout.splitlines()[2:4] == [
        f"  added                            v1  {first}   1 May 2026  Mara Lindqvist  Shop",
        f"  dependencies users.0001_initial  v1  {first}   1 May 2026  Mara Lindqvist  Shop",
    ]
    assert run("blame", "orders.0009", "--repository", edited.root).exit_code == 1


def test_blame_of_what_is_none_exits_with_2(edited, story):
    config = story / "driftboard.toml"
    config.write_text("[projects.shop]\n[projects.other]\n")

    for words, sentence in (
        (("orders",), "is not a migration key"),
        (("orders.1", "--format", "xml"), "--format is text or json"),
        (("orders.1", "--repository", story), "is no Git repository"),
        (("orders.1", "--repository", edited.root, "--ref", "v9"), "has no commit, branch or tag v9"),
        (("orders.1", "--config", config), "Say which project with --project: other, shop."),
        (("orders.1", "--config", config, "--project", "shop"), "Nothing is known of the code of shop"),
    ):
        result = run("blame", *words)
        assert (result.exit_code, sentence in " ".join(result.output.split())) == (2, True), result.output


def test_a_repository_that_is_named_is_not_asked_for_again(edited, story):
    """Messages of a project whose repository is known, and of many labels."""
    config = story / "driftboard.toml"
    source = f"[projects.shop.repository]\npath = {str(edited.root)!r}\nfollow = ['main', 'v*', 'old']\n"
    config.write_text(source)
    edited.git("switch", "--quiet", "--orphan", "old")
    edited.git("rm", "-r", "--quiet", "-f", "--ignore-unmatch", ".")
    edited.commit("Empty", {"README": "x"})
    for number in range(10, 30):
        edited.git("tag", f"v{number}", "main")

    def said(*words: object) -> str:
        result = run("blame", "orders.0001_initial", "--config", config, *words)
        assert result.exit_code == 2
        return " ".join(result.output.split())

    assert said() == "The repository of shop was not read yet: run driftboard follow."
    run("follow", "--config", config)
    assert said("--ref", "v99") == (
        "No commit of v99 is known; known are old, main, v29, v28, v27 and 19 more."
    )
    assert said("--ref", "old") == (
        "old is followed, but neither its commit nor one before it has a migration that could be read."
    )
    config.write_text(source + "folder = 'nowhere'\n")
    run("follow", "--config", config)
    assert said().startswith(
        "No commit of v1, v10, v11, v12, v13 and 19 more has a migration that could be read in the repository of shop. "
    )


def test_a_shallow_clone_says_where_it_begins(edited, story):
    edited.git("clone", "--quiet", "--depth=1", f"file://{edited.root}", str(story / "clone"))

    result = run("blame", "orders.0001_initial", "--repository", story / "clone")

    assert f"The clone is shallow and begins with {edited.head[:7]} (2 May 2026)" in result.output
    assert "found" in result.stdout
