"""What was judged, said at the end of the tests."""

from tests import closing
from tests.oracle.event_counts import TALLIES
from tests.ways.test_judged import TITLE


def pytest_sessionfinish() -> None:
    """Say how often each way was judged."""
    if TITLE in TALLIES:
        closing.say(f"judged by {TITLE}", *TALLIES[TITLE].lines()[1:])
