"""Says at the end of the tests what was judged."""

from tests import closing
from tests.oracle.event_counts import TALLIES


def pytest_sessionfinish() -> None:
    """Say a section for each judge: how often each event happened."""
    for tally in TALLIES.values():
        closing.say(f"judged by {tally.title}", *tally.lines()[1:])
