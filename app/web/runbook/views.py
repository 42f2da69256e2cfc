"""What the templates of the runbook see."""

from dataclasses import dataclass

from app.web.findings.ways_out import EntryView
from app.web.layout.views import Frame, Head
from app.web.runbook.seen import SeenNow


@dataclass(frozen=True, slots=True)
class Chapter:
    """The codes of one severity."""

    id: str
    title: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class RunbookPage:
    """The page of all codes."""

    frame: Frame
    head: Head
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The page of one code, with the findings of it that are seen now."""

    frame: Frame
    head: Head
    entry: EntryView
    seen: SeenNow
