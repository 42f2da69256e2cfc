"""The steps of a way, as pages show them."""

import re
from collections.abc import Iterable

from app.domain.release import Release
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.way import Step, StepKind
from app.web.environment.finding.ways.views import Line, StepView

CHANGE = re.compile(r"\s*(?:INSERT INTO|DELETE FROM|ALTER TABLE|DROP TABLE)\b(?!.*\bdriftboard_)")
"""Matches a statement of a script that changes something, and not only what the script keeps for itself."""

MAX_LINES = 16
"""A longer script stands in a box that scrolls."""


def step_views(steps: Iterable[Step], dialect: Dialect, deployed: Release) -> tuple[StepView, ...]:
    """The steps in order; `deployed` is the release that the page is about."""
    return tuple(_step(step, dialect, deployed) for step in steps)


def _step(step: Step, dialect: Dialect, deployed: Release) -> StepView:
    lines = lines_of(step, dialect)
    words = words_of(step, deployed)
    return StepView(step.kind.value, words, lines, step.expect, is_long=len(lines) > MAX_LINES)


def words_of(step: Step, deployed: Release) -> str:
    """What a step does; of a command, what must be checked out for it."""
    return _checkout(step, deployed) if step.kind is StepKind.COMMAND else step.text


def lines_of(step: Step, dialect: Dialect) -> tuple[Line, ...]:
    """What is typed or run in a step, line by line; nothing where it is only to be read."""
    text = script(step, dialect) or (step.text if step.kind is StepKind.COMMAND else "")
    return tuple(Line(line, CHANGE.match(line) is not None) for line in text.rstrip("\n").split("\n") if text)


def _checkout(step: Step, deployed: Release) -> str:
    """What must be checked out for a command; the commit too, as a label may move."""
    release = step.run.release if step.run else None
    if release is None or release.fingerprint == deployed.fingerprint:
        return f"On {step.release}:"
    commit = "" if release.commit is None or release.label is None else f", commit {release.commit[:12]}"
    return f"On {step.release}{commit}, checked out beside what is deployed:"
