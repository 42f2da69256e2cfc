"""What the documents and the errors print for driftboard.toml is right, and environments in all their forms."""

from datetime import timedelta
from pathlib import Path

from app.config import load
from app.domain.table_location import TableLocation
from tests.test_config import ENVIRONMENT, TOKEN, write_config


def test_an_environment_may_have_several_databases_and_schemas(tmp_path: Path):
    text = (
        '[projects.shop]\nshared_apps = ["tenants"]\ntenant_apps = ["orders"]\n'
        '[projects.shop.environments.one.databases]\nlegacy = { url = "sqlite:///x.db", apps = ["old"] }\n'
        'default = { url = "postgresql://db/shop", schemas = ["public", "tenant_*"] }\n'
        "[projects.shop.environments.two]\npushed = true\n"
    )

    project = load(write_config(tmp_path, text), {}).projects[0]

    default, legacy = project.environment("one").databases
    assert (default.alias, default.schemas, default.apps) == ("default", ("public", "tenant_*"), None)
    assert (legacy.alias, legacy.apps) == ("legacy", {"old"})
    assert project.environment("two").databases == ()
    assert project.apps("one") is None
    assert project.apps("one", TableLocation("default", "public")) == {"tenants"}
    assert project.apps("one", TableLocation("default", "tenant_1")) == {"orders"}
    assert project.apps("one", TableLocation("legacy")) == {"old"}


def test_an_environment_that_is_pushed_alone_is_unseen_after_thirty_days(tmp_path: Path):
    """It is heard of when somebody deploys to it, not every minute."""
    text = (
        '[projects.shop.environments.both]\npushed = true\ndatabase = "sqlite:///x.db"\n'
        "[projects.shop.environments.pushed]\npushed = true\n"
        '[projects.shop.environments.said]\npushed = true\nstale_after = "2h"\n'
    )
    shop = load(write_config(tmp_path, text), {}).projects[0]
    patient = load(write_config(tmp_path, f'stale_after = "90d"\n{text}'), {}).projects[0]

    assert [one.stale_after for one in shop.environments] == [
        timedelta(minutes=15),
        timedelta(days=30),
        timedelta(hours=2),
    ]
    assert patient.environment("pushed").stale_after == timedelta(days=90)


def test_every_example_is_a_right_one(tmp_path: Path):
    from app.config import EXAMPLES

    others = {name: example for name, example in EXAMPLES.items() if not name.startswith("notify.*.")}
    for name, example in others.items():
        if name.startswith("projects.*.repository."):
            lines = {"path": 'path = "x"', "follow": 'follow = ["main"]', name.rpartition(".")[2]: example}
            load(write_config(tmp_path, "[projects.shop.repository]\n" + "\n".join(lines.values())), {})
            continue
        if name.startswith("projects.*.environments.*.databases.*."):
            text = f'{ENVIRONMENT}databases = {{ a = {{ url = "postgresql://x", {example} }} }}'
            text = text.replace('url = "postgresql://x", url', "url")
        elif name == "projects.*.environments.*.databases":
            text = example
        elif name.startswith("projects.*.environments.*."):
            lines = {"database": 'database = "postgresql://x/y"', name.rpartition(".")[2]: example}
            text = ENVIRONMENT + "\n".join(lines.values())
        elif name.startswith("projects.*.releases.*."):
            fields = {"path": 'path = "x"', name.rpartition(".")[2]: example.replace("\n", ", ")}
            text = f"[projects.shop.releases]\nmain = {{ {', '.join(fields.values())} }}"
        elif name == "projects.*.releases.*":
            text = f"[projects.shop.releases]\n{example}"
        elif name == "projects.*.environments":
            text = f'{example}\ndatabase = "sqlite:///x"'
        elif name.startswith("projects.*.") and not example.startswith("["):
            text = f"[projects.shop]\n{example}"
        else:
            text = example

        variables = {
            "SANDBOX_3_PASSWORD": "x",
            "PASSWORD": "x",
            "SHOP_PUSH_TOKEN": TOKEN,
            "OPS_CHANNEL": "json://x",
        }
        load(write_config(tmp_path, text), variables)


def test_every_example_of_a_rule_is_a_right_one(tmp_path: Path):
    from app.config import EXAMPLES

    for name, example in EXAMPLES.items():
        if name.startswith("notify.*."):
            lines = {"url": 'url = "json://x"', name.rpartition(".")[2]: example}
            text = 'public_url = "https://x"\n[projects.shop]\n[notify.ops]\n' + "\n".join(lines.values())
            load(write_config(tmp_path, text), {"OPS_CHANNEL": "json://x"})


def test_every_configuration_that_the_docs_print_is_a_right_one(tmp_path: Path):
    text = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    blocks = [part.partition("```")[0] for part in text.split("```toml\n")[1:]]
    variables = {
        "SANDBOX_3_PASSWORD": "x",
        "PASSWORD": "x",
        "SHOP_PUSH_TOKEN": TOKEN,
        "OPS_CHANNEL": "json://x",
    }

    assert len(blocks) >= 3
    for block in blocks:
        load(write_config(tmp_path, block), variables)


def test_every_setting_is_in_the_docs():
    from app.config import EXAMPLES
    from app.config.reading import RESERVED_SLUGS

    text = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")

    assert [name for name in EXAMPLES if f"`{name}`" not in text] == []
    assert "`DRIFTBOARD_DATABASE_URL`" in text
    assert [word for word in RESERVED_SLUGS if f"`{word}`" not in text] == []
