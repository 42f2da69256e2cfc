"""Prints at the end of the tests what was judged."""

import pytest

from tests.oracle.event_counts import TALLIES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one block for each judge: how often each event happened."""
    for tally in TALLIES.values():
        terminalreporter.section(f"judged by {tally.title}")
        for line in tally.lines()[1:]:
            terminalreporter.write_line(line)
