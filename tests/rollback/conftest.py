"""What was judged, said at the end of the tests."""

from tests import closing
from tests.oracle.event_counts import TALLIES


def pytest_sessionfinish() -> None:
    """Say how often each event happened, for each kind of database."""
    for name, tally in TALLIES.items():
        if name.startswith("ways back"):
            closing.say(f"judged by {tally.title}", *tally.lines()[1:])
