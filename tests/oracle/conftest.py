"""Prints what was judged."""

import pytest

from tests.oracle.event_counts import TALLIES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One block for each judge, with how often each thing happened."""
    for one in TALLIES.values():
        terminalreporter.section(f"judged by {one.title}")
        for line in one.lines()[1:]:
            terminalreporter.write_line(line)
