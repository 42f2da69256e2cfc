"""The rules in [notify] of driftboard.toml."""

from datetime import time
from pathlib import Path

import pytest

from app.config import ConfigError, NotifyRule, Secret, load
from app.domain.findings import Verdict
from app.domain.fleet.announcement import RuleScope
from tests.test_config import write_config

PUBLIC = 'public_url = "https://drift.example"\n[projects.shop]\n'
RULE = f'{PUBLIC}[notify.ops]\nurl = "${{URL}}"\n'
ENVIRON = {"URL": "slack://hunter2/hunter2/hunter2", "PASSWORD": "hunter2/p@ss"}


def rules(folder: Path, text: str) -> tuple[NotifyRule, ...]:
    return load(write_config(folder, text), ENVIRON).notify


def test_a_rule_is_about_everything_unless_it_says_otherwise(tmp_path):
    assert rules(tmp_path, RULE) == (NotifyRule("ops", Secret(ENVIRON["URL"]), RuleScope()),)
    assert rules(tmp_path, PUBLIC) == ()


def test_every_key_of_a_rule(tmp_path):
    more = (
        'projects = ["shop"]\ntiers = ["production"]\nenvironments = ["prod-*"]\n'
        'verdicts = ["not-judged", "blocked"]\nfirst = true\ndigest = "07:30"\n'
    )
    (rule,) = rules(tmp_path, RULE + more)

    verdicts = (Verdict.NOT_JUDGED, Verdict.BLOCKED)
    assert rule.scope == RuleScope(("shop",), ("production",), ("prod-*",), verdicts, first=True)
    assert rule.digest == time(7, 30)


def test_a_password_in_a_url_is_quoted_as_in_that_of_a_database(tmp_path):
    (rule,) = rules(tmp_path, RULE.replace("${URL}", "mailtos://me:${PASSWORD}@mail.example"))

    assert rule.url.reveal() == "mailtos://me:hunter2%2Fp%40ss@mail.example"


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (RULE.replace("public_url", "# "), "public_url", "messages link to its pages"),
        (RULE.replace('url = "${URL}"', ""), "notify.ops.url", "this key is missing"),
        (RULE.replace("${URL}", "hunter2"), "notify.ops.url", "a URL of Apprise"),
        (RULE.replace("${URL}", "json://hunter2 x"), "notify.ops.url", "a URL of Apprise"),
        (RULE.replace("${URL}", "json://${NOBODY}"), "notify.ops.url", "NOBODY is not set"),
        (f'{RULE}projects = ["blog"]\n', "notify.ops.projects", "none of shop"),
        (f'{RULE}verdicts = ["red"]\n', "notify.ops.verdicts", "none of ahead, behind, blocked, drifted"),
        (f'{RULE}digest = "7:30"\n', "notify.ops.digest", "a time of the day"),
        (f'{RULE}digest = "24:00"\n', "notify.ops.digest", "a time of the day"),
        (f"{RULE}first = 1\n", "notify.ops.first", "true or false"),
        (f'{RULE}urls = ["json://hunter2"]\n', "notify.ops.urls", "no such key"),
        (f'{PUBLIC}[notify.Ops]\nurl = "json://hunter2"\n', "notify.Ops", "lower-case"),
        (f'{PUBLIC}[notify]\nops = "json://hunter2"\n', "notify.ops", "should be a table"),
        (f'{PUBLIC}[[notify]]\nurl = "json://hunter2"\n', "notify", "should be a table"),
    ],
)
def test_a_wrong_rule_is_refused_by_its_key_and_without_its_url(text, key, problem, tmp_path):
    with pytest.raises(ConfigError) as caught:
        rules(tmp_path, text)

    assert caught.value.key == key
    assert problem in caught.value.problem
    assert "hunter2" not in str(caught.value)


def test_settings_show_no_url(tmp_path):
    assert "hunter2" not in repr(rules(tmp_path, RULE))
