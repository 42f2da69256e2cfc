"""Prints on which Django and Python the reporter ran."""

from pathlib import Path

import pytest

from tests.oracle import django_versions as judges
from tests.reporter import shop

VERSIONS = ("3.2", "4.2", "5.2", "6.0", "6.1")
RAN: set[str] = set()


def chosen(version: str) -> judges.Judge:
    judge = judges.judge(version)
    RAN.add(str(judge))
    return judge


@pytest.fixture(params=VERSIONS)
def judge(request: pytest.FixtureRequest) -> judges.Judge:
    """Each Django that the reporter is made for."""
    return chosen(request.param)


@pytest.fixture(params=["3.2", "6.1"])
def either(request: pytest.FixtureRequest) -> judges.Judge:
    """The oldest and the newest, for what no version decides."""
    return chosen(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shop, as its developers have it."""
    return shop.made(tmp_path / "checkout")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The versions that were really there."""
    if RAN:
        terminalreporter.section("the reporter ran on")
        for title in sorted(RAN):
            terminalreporter.write_line(title)
