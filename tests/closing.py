"""
What the tests have to say when they are over, in sections below the results: on what they ran, how often what happened.

Tests may run in several processes. Each keeps what its own tests say; it is sent to the process that prints.
"""

from collections.abc import Iterable, Mapping

import pytest

SENT = "sections"
"""The name under which a process of pytest-xdist sends them."""

SECTIONS: dict[str, list[str]] = {}
"""The lines of each title, in the order in which they were said, each once."""


def say(title: str, *lines: str) -> None:
    """Add lines to a section."""
    said = SECTIONS.setdefault(title, [])
    said.extend(line for line in dict.fromkeys(lines) if line not in said)


def send(config: pytest.Config) -> None:
    """Send the sections of this process, if another prints them."""
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output[SENT] = SECTIONS


def receive(output: Mapping[str, Mapping[str, Iterable[str]]] | None) -> None:
    """Take what a process has sent; None from one that died. Lines of several processes stand in sorted order."""
    for title, lines in (output or {}).get(SENT, {}).items():
        if title in SECTIONS:
            SECTIONS[title] = sorted({*SECTIONS[title], *lines})
        else:
            say(title, *lines)


def print_all(reporter: pytest.TerminalReporter) -> None:
    """Print every section, by title."""
    for title, lines in sorted(SECTIONS.items()):
        reporter.section(title)
        for line in lines:
            reporter.write_line(line)
