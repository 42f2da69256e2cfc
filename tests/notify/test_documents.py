"""What docs/notifications.md prints is right: its configurations are read, and its URLs are ones that Apprise knows."""

import re
from pathlib import Path

import pytest

from app.config import NotifyRule, Secret, load
from app.domain.findings import Verdict
from app.domain.fleet.announcement import RuleScope
from app.notify.channel import Channel

TEXT = (Path(__file__).parents[2] / "docs" / "notifications.md").read_text(encoding="utf-8")
CONFIGURATIONS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
VARIABLES = {
    "OPS_CHANNEL": "json://127.0.0.1/x",
    "PASSWORD": "x",
    "MAIL_PASSWORD": "x",
    "HOOK_PASSWORD": "x",
    "SLACK_TOKENS": "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "TEAMS_WORKFLOW": "teams.example/643a19a8e5aa4bd0abc56ae7a1a2a3a4/AbCdEf",
}
EXAMPLES = {
    "slack://T…/B…/…/": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    "slack://xoxb-…/#channel": "slack://xoxb-1234-1234-abc124/#channel",
    "workflows://…/…/…": "workflows://teams.example/643a19a8e5aa4bd0abc56ae7a1a2a3a4/AbCdEf",
    "discord://WEBHOOK_ID/TOKEN": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "mmosts://chat.example/TOKEN": "mmosts://chat.example/3ccdd113474722377935511fc85d3dd4",
}


def rules(folder: Path, text: str) -> tuple[NotifyRule, ...]:
    path = folder / "driftboard.toml"
    path.write_text(text)
    return load(path, VARIABLES).notify


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_each_configuration_is_read_and_each_channel_is_one(text, tmp_path):
    found = rules(tmp_path, text)

    assert found
    for rule in found:
        Channel(rule.url, "https://drift.example")


def test_the_rules_do_what_is_said_of_them(tmp_path):
    by_name = {rule.name: rule for rule in rules(tmp_path, CONFIGURATIONS[1])}

    trouble = (Verdict.BLOCKED, Verdict.DRIFTED, Verdict.UNSEEN)
    assert by_name["production"].scope == RuleScope(tiers=("production",), verdicts=trouble)
    assert by_name["shop-team"].scope.has("shop", "sandbox-3", "")
    assert not by_name["shop-team"].scope.has("shop", "production", "")
    assert f"{by_name['digest'].digest:%H:%M}" == "07:30"
    assert by_name["hook"].scope.first


def test_every_url_of_the_table_is_one_that_apprise_knows():
    section = TEXT.partition("| channel | URL |")[2].partition("\n\n")[0]
    urls = [url for url in re.findall(r"\| `([^`]+)`", section) if "://" in url]

    assert len(urls) == 7
    for url in urls:
        filled = re.sub(r"\$\{(\w+)\}", lambda match: VARIABLES[match[1]], EXAMPLES.get(url, url))
        Channel(Secret(filled), "https://drift.example")


def test_every_command_of_the_page_is_one(tmp_path):
    from tests.cli.command_line import run

    path = tmp_path / "driftboard.toml"
    path.write_text(f'database = "sqlite:///{tmp_path}/x.db"\npublic_url = "https://x"\n[projects.shop]\n')
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.startswith("driftboard")]
    commands += re.findall(r"`(driftboard\s+notify[^`]*)`", TEXT)

    assert len(commands) >= 4
    for command in commands:
        answer = run(*command.split()[1:], "--config", path)
        assert "No such option" not in answer.output
        assert "Usage" not in answer.output


def test_every_verdict_is_named():
    assert [verdict for verdict in Verdict if f"`{verdict.value}`" not in TEXT] == []
