"""The Djangos on which the reporter runs; at the end it is said on which it ran."""

from pathlib import Path

import pytest

from tests import closing
from tests.oracle import django_versions as judges
from tests.reporter import shop

VERSIONS = ("3.2", "4.2", "5.2", "6.0", "6.1")


def chosen(version: str) -> judges.Judge:
    judge = judges.judge(version)
    closing.say("the reporter ran on", str(judge))
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
