"""`driftboard tokens`: a token is shown once, listed by its id, and revoked."""

import re
from pathlib import Path

import pytest

from app.store.engine import open_store
from app.store.pushed import tokens
from tests.cli.command_line import run

CONFIG = """
[projects.depot]

[projects.shop.environments.sandbox-3]
database = "sqlite:///db.sqlite3"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "driftboard.toml"
    file.write_text(CONFIG)
    return file


def test_a_token_is_printed_alone_and_once(config: Path):
    made = run("tokens", "create", "shop", "--note", "CI of the shop", "--config", config)
    text = made.stdout.strip()
    listed = run("tokens", "list", "--config", config)

    assert re.fullmatch(r"drb_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", text)
    id_ = text.split("_")[1]
    assert (
        made.stderr
        == f"This is the token {id_} of shop. It is not shown again, Driftboard keeps a hash of it.\n"
    )
    assert re.fullmatch(
        rf"{id_}  shop  made [0-9]+ [A-Z][a-z]+ [0-9]{{4}}, [0-9:]{{5}} UTC    CI of the shop\n",
        listed.stdout,
    )
    with open_store(f"sqlite:///{config.parent}/driftboard.db") as store, store.reading() as session:
        token = tokens.with_text(session, text)
    assert token is not None
    assert (token.project, token.environment) == ("shop", None)


def test_a_token_of_an_environment_is_called_by_both(config: Path):
    made = run("tokens", "create", "shop", "--environment", "sandbox-3", "--config", config)
    run("tokens", "create", "depot", "--config", config)
    of_shop = run("tokens", "list", "--project", "shop", "--config", config)

    assert "of shop/sandbox-3." in made.stderr
    assert "shop/sandbox-3  made " in of_shop.stdout
    assert "depot" not in of_shop.stdout


def test_a_token_is_revoked_by_its_id_or_by_its_text(config: Path):
    first, second = (run("tokens", "create", "shop", "--config", config).stdout.strip() for _ in range(2))
    revoked = run("tokens", "revoke", first.split("_")[1], "--config", config)
    by_text = run("tokens", "revoke", second, "--config", config)
    listed = run("tokens", "list", "--config", config)

    assert (revoked.exit_code, by_text.exit_code) == (0, 0)
    assert revoked.stdout == f"The token {first.split('_')[1]} of shop is revoked.\n"
    assert second not in by_text.output
    assert listed.stdout.count(" UTC  revoked ") == 2


def test_no_tokens_are_said(config: Path):
    assert run("tokens", "list", "--config", config).stdout == (
        "There is no token yet. Make one: driftboard tokens create PROJECT\n"
    )


UNKNOWN = {
    "project": (("create", "nope"), "There is no project nope: depot, shop."),
    "environment": (
        ("create", "shop", "--environment", "nope"),
        "There is no environment nope in shop: sandbox-3.",
    ),
    "no environment": (
        ("create", "depot", "--environment", "a"),
        "There is no environment a in depot: it has none.",
    ),
    "note": (("create", "shop", "--note", "a\nb"), "--note is one line of at most 200 characters."),
    "id": (("revoke", "3f2c1a9b"), "There is no token 3f2c1a9b; `driftboard tokens list` has them all."),
    "text": (("revoke", "drb_3f2c1a9b_" + "x" * 43), "There is no token like this; `driftboard"),
}


@pytest.mark.parametrize(("words", "sentence"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_is_not_there_is_said(config: Path, words: tuple[str, ...], sentence: str):
    result = run("tokens", *words, "--config", config)

    assert result.exit_code == 2
    assert sentence in result.output
    assert "xxx" not in result.output
