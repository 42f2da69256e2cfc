"""Rows along time, placed for an SVG: a bar for each deploy, labels under the axis, a pin for each row of a finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from app.domain import english, runbook
from app.domain.deploys import Deploy
from app.domain.findings import Finding
from app.domain.history import History
from app.web.environment.history.time_axis import ticks
from app.web.environment.history.views import Bar, Pin, Tick, Timeline
from app.web.findings.badges import WEIGHTS, icon

MAX_BAR_HEIGHT = 40
"""In px."""

LABEL_HEIGHT = 36
"""Two lines of text beside a pin, in px."""

MIN_WIDTH = 960
"""Of the drawing, in px. Labels that do not overlap at this width overlap at no greater one."""

LETTER_WIDTH = 6.8
"""In px."""

MARGIN = 3.0
"""In percent of the width."""


class FindingRow(NamedTuple):
    """A finding and the row of its subject: the position in the history, counted from 1, and the time."""

    finding: Finding
    position: int
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class _Label:
    """The text of one pin. `at` is where the pin stands between the first deploy and the last, 0 to 1."""

    at: float
    icon: str
    weight: str
    title: str
    note: str

    @property
    def width(self) -> float:
        """In percent of the narrowest drawing."""
        return 100 * (28 + LETTER_WIDTH * max(len(self.title), len(self.note))) / MIN_WIDTH


class _Axis:
    """
    The axis from the first deploy to the last, in percent of the width. A single deploy stands at the left.

    All labels stand on the same side of their pins, the `left` or the right: the one that takes less of the width
    away from the axis.
    """

    def __init__(self, drawn_deploys: Sequence[Deploy], labels: Sequence[_Label]) -> None:
        self.start, self.end = drawn_deploys[0].start, drawn_deploys[-1].start
        low: float = max((_edge(label.at, label.width) for label in labels), default=MARGIN)
        high: float = max((_edge(1 - label.at, label.width) for label in labels), default=MARGIN)
        self.left = low <= high
        self.low, self.high = (low, 100 - MARGIN) if self.left else (MARGIN, 100 - high)

    def part(self, moment: datetime) -> float:
        """Where a moment stands between start and end, 0 to 1."""
        length = self.end - self.start
        return min(1.0, (moment - self.start) / length) if length else 0.0

    def x(self, part: float) -> float:
        """A part of the axis, 0 to 1, in percent of the width."""
        return round(self.low + (self.high - self.low) * part, 2)


def _edge(part: float, width: float) -> float:
    """How far from the edge the axis must begin, so that a label of this width before its `part` is not cut."""
    return max(MARGIN, (width - part * (100 - MARGIN)) / (1 - part)) if part < 1 else MARGIN


def timeline(
    history: History, drawn_deploys: Sequence[Deploy], finding_rows: Sequence[FindingRow]
) -> Timeline:
    """The drawing of these deploys, at least one, with a pin for each finding's row."""
    axis_without_labels = _Axis(drawn_deploys, ())
    labels = [
        _Label(
            axis_without_labels.part(applied_at),
            icon(finding.code),
            WEIGHTS[finding.code.severity],
            f"{finding.subject}: {runbook.ENTRIES[finding.code].title.lower()}",
            f"row {position:,} of {len(history.rows):,}, {english.absolute(applied_at, seconds=True)}",
        )
        for finding, position, applied_at in finding_rows
    ]
    axis = _Axis(drawn_deploys, labels)
    most_rows = max(deploy.row_count for deploy in drawn_deploys)
    pins = _pins(axis, labels)
    labels_height = max((pin.y + LABEL_HEIGHT for pin in pins), default=0)
    bars = tuple(
        Bar(
            axis.x(axis.part(deploy.start)),
            max(3, round(MAX_BAR_HEIGHT * sqrt(deploy.row_count / most_rows))),
            f"{english.absolute(deploy.start)}: {english.count(deploy.row_count, 'row')}",
        )
        for deploy in drawn_deploys
    )
    return Timeline(
        bars,
        _ticks(axis),
        pins,
        labels_height + MAX_BAR_HEIGHT + 6,
        _name(drawn_deploys, pins),
        len(drawn_deploys) == 1,
        axis.x(labels[0].at) if labels else 100,
    )


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    labels = ticks(axis.start, axis.end) or ((axis.start, english.absolute(axis.start)),)
    by_x = [(axis.x(axis.part(moment)), text) for moment, text in labels]
    return tuple(Tick(x, text, x <= MARGIN) for x, text in by_x)


def _name(drawn_deploys: Sequence[Deploy], pins: Sequence[Pin]) -> str:
    """The drawing in words."""
    span = f"from {english.absolute(drawn_deploys[0].start)} to {english.absolute(drawn_deploys[-1].end)}"
    pin_texts = "".join(f"; {pin.title}, {pin.note}" for pin in pins)
    return f"Rows per deploy, {english.count(len(drawn_deploys), 'deploy')} {span}{pin_texts}"


def _pins(axis: _Axis, labels: Sequence[_Label]) -> tuple[Pin, ...]:
    """A pin for each label. A label stands one line above all those that it would cover."""
    lines: list[tuple[int, float, _Label]] = []
    for label in sorted(labels, key=lambda label: label.at if axis.left else -label.at):
        x = axis.x(label.at)
        lines_in_the_way = [line for line, other_x, _ in lines if abs(other_x - x) < label.width]
        lines.append((1 + max(lines_in_the_way, default=-1), x, label))
    highest = max((line for line, _, _ in lines), default=0)
    return tuple(
        Pin(x, (highest - line) * LABEL_HEIGHT, axis.left, label.icon, label.weight, label.title, label.note)
        for line, x, label in lines
    )
