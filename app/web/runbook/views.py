"""The runbook as its templates show it."""

from dataclasses import dataclass

from app.web.findings.ways_out import EntryView
from app.web.layout.views import Frame, Head


@dataclass(frozen=True, slots=True)
class Chapter:
    """The codes of one severity."""

    id: str
    title: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class RunbookPage:
    """Every code."""

    frame: Frame
    head: Head
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One code."""

    frame: Frame
    head: Head
    entry: EntryView
