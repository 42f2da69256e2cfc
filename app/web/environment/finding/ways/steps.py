"""The steps of a way, as pages show them."""

import re
from collections.abc import Iterable

from app.cache import WeightedCache
from app.domain.release import Release
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.way import Step, StepKind
from app.web.environment.finding.ways.views import Line, StepView

MAX_KEPT_LINES = 100_000
"""Lines of all steps in memory: of the ways out of some twenty findings at 1,400 migrations."""

CHANGE = re.compile(r"\s*(?:INSERT INTO|DELETE FROM|ALTER TABLE|DROP TABLE)\b(?!.*\bdriftboard_)")
"""Matches a statement of a script that changes something, and not only what the script keeps for itself."""

REPOSITORY = "In the repository:"
"""Where a command of Git is typed."""

MAX_LINES = 40
"""Of a longer script the statements that change something are shown first, and the whole on demand."""


_views: WeightedCache[tuple[int, Dialect, str], tuple[Step, StepView]] = WeightedCache(
    MAX_KEPT_LINES, lambda entry: 1 + len(entry[1].lines)
)
"""By the identity of the step, which stays with the entry."""


def step_views(steps: Iterable[Step], dialect: Dialect, deployed: Release) -> tuple[StepView, ...]:
    """The steps in order; `deployed` is the release that the page is about."""
    return tuple(step_view(step, dialect, deployed) for step in steps)


def step_view(step: Step, dialect: Dialect, deployed: Release) -> StepView:
    """A step, made once: its script may have a line for every migration."""
    key = (id(step), dialect, deployed.fingerprint)
    kept = _views.get(key)
    if kept is None:
        lines = _lines(step, dialect)
        core = changes_of(lines) if len(lines) > MAX_LINES else ()
        kept = (step, StepView(step.kind.value, words_of(step, deployed), lines, step.expect, core))
        _views.put(key, kept)
    return kept[1]


def words_of(step: Step, deployed: Release) -> str:
    """What a step does; of a command, where it is typed."""
    if step.kind is StepKind.COMMAND:
        return _checkout(step, deployed)
    return REPOSITORY if _is_git(step) else step.text


def _lines(step: Step, dialect: Dialect) -> tuple[Line, ...]:
    """What is typed or run in a step, line by line; nothing where it is only to be read."""
    is_typed = step.kind is StepKind.COMMAND or _is_git(step)
    text = script(step, dialect) or (step.text if is_typed else "")
    lines = text.rstrip("\n").split("\n") if text else []
    if step.kind is StepKind.CHECK:
        lines = lines[1:]  # its title: the words of the step, which stand above
    return tuple(Line(line, CHANGE.match(line) is not None) for line in lines)


def _is_git(step: Step) -> bool:
    """Whether an edit of files is one command of Git."""
    return step.kind is StepKind.CODE and step.text.startswith("git ")


def changes_of(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The statements of a script that change something, without its guards."""
    return tuple(Line(line.text.strip(), is_change=True) for line in lines if line.is_change)


def _checkout(step: Step, deployed: Release) -> str:
    """What must be checked out for a command; the commit too, as a label may move."""
    release = step.run.release if step.run else None
    if release is None or release.fingerprint == deployed.fingerprint:
        return f"On {step.release}:"
    commit = "" if release.commit is None else f"commit {release.commit[:12]}"
    name = ", ".join(filter(None, (release.label, commit))) or step.release
    return f"On {name}, checked out beside what is deployed:"
