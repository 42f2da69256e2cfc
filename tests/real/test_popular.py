"""A checkout with the packages that most projects install gives a verdict, or says the lines that settle it."""

from pathlib import Path

from app.domain.findings import Verdict
from tests.real.popular import reading_of
from tests.real.projects import POPULAR


def test_the_advice_of_a_directory_with_popular_packages_gives_a_verdict_when_it_is_followed(tmp_path: Path):
    reading = reading_of(POPULAR, tmp_path)

    assert len(reading.from_django.migrations) > 100
    assert all("please add" in place.reason for place in reading.first.unreadable)
    assert [line for line in reading.lines if "…" in line] == []
    assert reading.settled.unreadable == ()
    assert reading.differences == set()
    assert reading.verdict is Verdict.IN_STEP
