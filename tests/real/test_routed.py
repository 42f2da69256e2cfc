"""A real project with two databases and a router: what is said of each, and what Django itself says."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.config import Database, Environment, Project, Secret
from app.domain import manifest
from app.domain.findings import Code, Severity, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.parts import parts_sentence
from app.domain.release import Release
from app.jobs import collection
from app.store import releases
from app.store.engine import open_store
from app.web.facts.live import fleet as live_fleet
from tests.oracle.django_versions import judge
from tests.real.histories import EXPORT, REPORTER

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
APPS = {"default": frozenset({"contenttypes", "orders"}), "other": frozenset({"legacy"})}
WHOLE = ("migrate --database default", "migrate --database other")
ONLY_LEGACY = ("migrate --database default", "migrate legacy --database other")


@dataclass(frozen=True)
class Asked:
    """What Django would do next, and what we say of each database, with the apps that live there and without."""

    django: Mapping[str, Any]
    whole: Sighting
    parts: Mapping[str, Sighting]
    without_apps: Mapping[str, Sighting]

    @property
    def verdicts(self) -> dict[str, Verdict]:
        return {alias: part.verdict for alias, part in sorted(self.parts.items())}

    def plan(self, alias: str) -> list[str]:
        return sorted(map(str, self.parts[alias].drift.outcome.plan))


def run(folder: Path, *arguments: str) -> str:
    django = judge("5.2")
    environment = django.environment(
        DJANGO_SETTINGS_MODULE="tests.real.routed.settings", REAL_DATABASE=str(folder)
    )
    environment["PYTHONPATH"] += f"{os.pathsep}{REPORTER}"
    process = subprocess.run(
        [django.python, "-W", "ignore", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr[-2000:]
    return process.stdout


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    text = run(tmp_path_factory.mktemp("release"), *EXPORT, "--project", "shop")
    return replace(manifest.loads(text), label="v1")


def ask(folder: Path, release: Release, *steps: str) -> Asked:
    """Do these steps, ask Django, and look at both databases."""
    django = json.loads(run(folder, "-m", "tests.real.routed.ask", *steps))
    with open_store(f"sqlite:///{folder}/driftboard.db") as store:
        with store.writing() as session:
            releases.add(session, "shop", release, label="v1", at=NOW)

        def look(apps: Mapping[str, frozenset[str] | None]) -> Sighting:
            databases = tuple(
                Database(Secret(f"sqlite:///{folder}/{alias}.sqlite3"), alias, limit)
                for alias, limit in apps.items()
            )
            environment = Environment("production", databases)
            collection.collect(store, "shop", [environment], now=lambda: NOW)
            with store.reading() as session:
                project = Project("shop", "Shop", environments=(environment,))
                facts = live_fleet.fleet(session, project, now=NOW, release_text=None)
            return facts.sightings["production"]

        whole, without = look(APPS), look(dict.fromkeys(APPS))
    return Asked(
        django,
        whole,
        {part.location.alias: part for part in whole.parts},
        {part.location.alias: part for part in without.parts},
    )


SITUATIONS = {
    "all was run": WHOLE,
    "only the app that lies there was ever run": ONLY_LEGACY,
    "and only the apps that lie in the first": ("migrate orders", "migrate legacy --database other"),
    "the app that lies there is behind": (*ONLY_LEGACY, "migrate legacy 0001 --database other"),
    "the first is behind": (*WHOLE, "migrate orders 0002"),
    "nothing was run there": ("migrate --database default",),
    "the last row of another app lacks": (*WHOLE, "delete other orders 0003_order_note"),
    "a row of another app lacks": (*WHOLE, "delete other orders 0002_order_article"),
    "a row that the app needs lacks": (
        *ONLY_LEGACY,
        "delete other contenttypes 0002_remove_content_type_name",
    ),
    "the app's own row lacks": (*ONLY_LEGACY, "delete other legacy 0001_initial"),
    "a row lacks in the first": (*WHOLE, "delete default legacy 0001_initial"),
}


@pytest.fixture(scope="module")
def situations(release: Release, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asked]:
    return {
        name: ask(tmp_path_factory.mktemp("routed"), release, *steps) for name, steps in SITUATIONS.items()
    }


@pytest.mark.parametrize("name", SITUATIONS)
def test_django_would_do_what_is_said_of_each_database(situations: dict[str, Asked], name: str):
    """`migrate APP --database ALIAS` of each app that lies there refuses, or its plans together are ours."""
    asked = situations[name]

    for alias, plans in asked.django["plans"].items():
        outcome = asked.parts[alias].drift.outcome
        if outcome.plan is None:
            assert set(plans.values()) <= set(outcome.messages), alias
        else:
            assert asked.plan(alias) == sorted({key for plan in plans.values() for key in plan}), alias


@pytest.mark.parametrize("name", SITUATIONS)
def test_makemigrations_refuses_where_one_of_them_is_blocked(situations: dict[str, Asked], name: str):
    asked = situations[name]
    messages = {message for part in asked.parts.values() for message in part.drift.outcome.messages}

    assert asked.django["makemigrations"] in messages if messages else asked.django["makemigrations"] == []
    assert bool(messages) == (Verdict.BLOCKED in asked.verdicts.values())


@pytest.mark.parametrize("name", SITUATIONS)
def test_without_apps_each_database_is_expected_to_have_all(situations: dict[str, Asked], name: str):
    """What is said then is what `migrate --database ALIAS` without an app would do."""
    asked = situations[name]

    for alias, plan in asked.django["whole"].items():
        outcome = asked.without_apps[alias].drift.outcome
        if outcome.plan is None:
            assert plan in outcome.messages
        else:
            assert sorted(map(str, outcome.plan)) == plan


@pytest.mark.parametrize(
    ("name", "default", "other"),
    [
        ("all was run", Verdict.IN_STEP, Verdict.IN_STEP),
        ("only the app that lies there was ever run", Verdict.IN_STEP, Verdict.IN_STEP),
        ("and only the apps that lie in the first", Verdict.IN_STEP, Verdict.IN_STEP),
        ("the app that lies there is behind", Verdict.IN_STEP, Verdict.BEHIND),
        ("the first is behind", Verdict.BEHIND, Verdict.IN_STEP),
        ("nothing was run there", Verdict.IN_STEP, Verdict.BEHIND),
        ("the last row of another app lacks", Verdict.IN_STEP, Verdict.IN_STEP),
        ("a row of another app lacks", Verdict.IN_STEP, Verdict.BLOCKED),
        ("a row that the app needs lacks", Verdict.IN_STEP, Verdict.BLOCKED),
        ("the app's own row lacks", Verdict.IN_STEP, Verdict.BLOCKED),
        ("a row lacks in the first", Verdict.BLOCKED, Verdict.IN_STEP),
    ],
)
def test_each_database_has_its_own_verdict(
    situations: dict[str, Asked], name: str, default: Verdict, other: Verdict
):
    assert situations[name].verdicts == {"default": default, "other": other}


@pytest.mark.parametrize("name", SITUATIONS)
def test_there_is_no_false_alarm(situations: dict[str, Asked], name: str):
    """Where Django has nothing to do and nothing against it, no finding says more than information."""
    asked = situations[name]

    for alias, plans in asked.django["plans"].items():
        if not any(plans.values()):
            findings = asked.parts[alias].drift.findings
            assert [one for one in findings if one.code.severity is not Severity.INFORMATION] == [], alias


def test_the_worst_database_speaks_for_the_environment(situations: dict[str, Asked]):
    asked = situations["a row of another app lacks"]

    assert asked.whole.location.alias == "other"
    assert parts_sentence(asked.whole).startswith("1 of 2 databases is blocked")
    assert "'other'" in asked.django["makemigrations"]
    blocking = [(finding.code, str(finding.subject)) for finding in asked.parts["other"].drift.findings]
    assert blocking == [(Code.MISSING_DEPENDENCY, "orders.0003_order_note")]
    fine = situations["only the app that lies there was ever run"]
    assert parts_sentence(fine.whole).startswith("All 2 databases are in step")
    assert fine.without_apps["other"].verdict is Verdict.BEHIND
