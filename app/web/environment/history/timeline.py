"""Rows along time, placed for an SVG: a bar per deploy, words under the axis, a pin for each row of a finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from app.domain import english, runbook
from app.domain.deploys import Deploy
from app.domain.findings import Finding
from app.domain.history import History
from app.web.environment.history.time_axis import ticks
from app.web.findings.badges import icon

TALL = 40
LABEL = 36
NARROWEST = 960
"""The drawing is never narrower, in px: labels that do not overlap there overlap nowhere."""
LETTER = 6.8
MARGIN = 3.0

Marked = tuple[Finding, int, datetime]
"""A finding, the place of its row among all, counted from 1, and the row's time."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One deploy; `x` is in percent of the width, the square of `height` goes with the number of rows."""

    x: float
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One word under the axis; `first` begins at its place, as it would be cut if that were its middle."""

    x: float
    text: str
    first: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """The row of a finding: its words stand `y` px from the top, right of the pin or left of it."""

    x: float
    y: int
    left: bool
    icon: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing; `ground` is where the axis lies, in px from the top, `name` says it in words."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    pins: tuple[Pin, ...]
    ground: int
    name: str
    single: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """The words of one pin; `at` is where it stands between the first deploy and the last, 0 to 1."""

    at: float
    icon: str
    title: str
    note: str

    @property
    def width(self) -> float:
        """In percent of the narrowest drawing."""
        return 100 * (28 + LETTER * max(len(self.title), len(self.note))) / NARROWEST


class _Axis:
    """
    From the first deploy to the last, in percent of the width; a single one stands at the left.

    All words stand on one side of their pins, `left` or right: that on which less of the width is lost to them.
    """

    def __init__(self, shown: Sequence[Deploy], labels: Sequence[_Label]) -> None:
        self.start, self.end = shown[0].start, shown[-1].start
        low: float = max((_edge(label.at, label.width) for label in labels), default=MARGIN)
        high: float = max((_edge(1 - label.at, label.width) for label in labels), default=MARGIN)
        self.left = low <= high
        self.low, self.high = (low, 100 - MARGIN) if self.left else (MARGIN, 100 - high)

    def part(self, moment: datetime) -> float:
        """Where a moment stands between start and end, 0 to 1."""
        length = self.end - self.start
        return min(1.0, (moment - self.start) / length) if length else 0.0

    def at(self, part: float) -> float:
        return round(self.low + (self.high - self.low) * part, 2)


def _edge(part: float, width: float) -> float:
    """How far from its edge the axis begins, so that words of this width before its `part` are not cut."""
    return max(MARGIN, (width - part * (100 - MARGIN)) / (1 - part)) if part < 1 else MARGIN


def timeline(history: History, shown: Sequence[Deploy], marked: Sequence[Marked]) -> Timeline:
    """The drawing of these deploys, one at least, with a pin for each marked row."""
    bare = _Axis(shown, ())
    labels = [
        _Label(
            bare.part(moment),
            icon(finding.code),
            f"{finding.subject}: {runbook.ENTRIES[finding.code].title.lower()}",
            f"row {place:,} of {len(history.rows):,}, {english.absolute(moment, seconds=True)}",
        )
        for finding, place, moment in marked
    ]
    axis = _Axis(shown, labels)
    most = max(deploy.rows for deploy in shown)
    pins = _pins(axis, labels)
    top = max((pin.y + LABEL for pin in pins), default=0)
    bars = tuple(
        Bar(
            axis.at(axis.part(deploy.start)),
            max(3, round(TALL * sqrt(deploy.rows / most))),
            f"{english.absolute(deploy.start)}: {english.count(deploy.rows, 'row')}",
        )
        for deploy in shown
    )
    return Timeline(bars, _ticks(axis), pins, top + TALL + 6, _name(shown, pins), len(shown) == 1)


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    found = ticks(axis.start, axis.end) or ((axis.start, english.absolute(axis.start)),)
    places = [(axis.at(axis.part(moment)), text) for moment, text in found]
    return tuple(Tick(x, text, x <= MARGIN) for x, text in places)


def _name(shown: Sequence[Deploy], pins: Sequence[Pin]) -> str:
    span = f"from {english.absolute(shown[0].start)} to {english.absolute(shown[-1].end)}"
    said = "".join(f"; {pin.title}, {pin.note}" for pin in pins)
    return f"Rows per deploy, {english.count(len(shown), 'deploy')} {span}{said}"


def _pins(axis: _Axis, labels: Sequence[_Label]) -> tuple[Pin, ...]:
    """Each with its words on a line above those of every pin that they would cover."""
    placed: list[tuple[int, float]] = []
    lines = []
    for label in sorted(labels, key=lambda label: label.at if axis.left else -label.at):
        x = axis.at(label.at)
        covered = [line for line, other in placed if abs(other - x) < label.width]
        line = 1 + max(covered, default=-1)
        placed.append((line, x))
        lines.append((line, x, label))
    highest = max((line for line, _, _ in lines), default=0)
    return tuple(
        Pin(x, (highest - line) * LABEL, axis.left, label.icon, label.title, label.note)
        for line, x, label in lines
    )
