"""The command that the page shows, run as a reader would paste it."""

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.web.urls.readiness import ReadinessAddress
from app.web.urls.releases import live_segment
from tests import build
from tests.cli.command_line import run
from tests.web.conftest import IN_STEP, SHOP, Site

CONFIG = """
database = "sqlite:///store.db"

[projects.shop]

[projects.shop.environments.a]
pushed = true

[projects.other]
"""


def shown(site: Site) -> str:
    return site.main("/shop/releases/v1.2/readiness").all("code")[-1].text


@pytest.mark.parametrize(("keys", "exits"), [(IN_STEP, 0), ((*IN_STEP[:1], "orders.0001_initial"), 1)])
def test_it_answers_with_the_exit_code_that_the_page_says(
    site: Site, tmp_path: Path, keys, exits, monkeypatch
):
    site.now = datetime.now(UTC)
    site.release(
        build.release("users: 0001_initial", "orders: 0001_initial"), label="v1.1", ago=timedelta(days=2)
    )
    site.release(SHOP, label="v1.2")
    site.seen("a", *keys)
    (tmp_path / "driftboard.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(shown(site))
    answer = run(*words)

    assert program == "driftboard"
    assert answer.exit_code == exits, answer.output


def test_a_label_is_quoted_for_the_shell(site: Site):
    site.release(label="it's; v2")
    site.seen("a", *IN_STEP)
    address = ReadinessAddress("shop", live_segment("it's; v2"))
    code = site.main(address.page()).all("code")[-1].text

    assert shlex.split(code)[2:4] == ["--release", "it's; v2"]
