"""
Changes as one message, of a length that a channel takes.

    Shop: production is blocked                                        the title

    production is blocked now, it was in step: orders.0007 has a row, but users.0010 has none.
    (19 Jun 2026, 08:55 UTC)
    https://drift.example/shop/environments/production/at/…

Several changes are lines of one message, each with its link; those that do not fit are counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from app.domain.english import absolute, count, cut, plural
from app.domain.findings import Verdict
from app.domain.fleet.announcement.inert import inert
from app.domain.fleet.announcement.sentences import WORDS
from app.domain.fleet.sighting import VERDICT_ORDER

MAX_ENTRIES = 20
"""A message has so many changes, and counts the others."""

MAX_SENTENCE = 400
"""In characters; the page says the rest."""

MAX_PROJECT = 60
"""Of the name of a project, in characters."""

OPEN = "Open in Driftboard"

Changed = TypeVar("Changed")


@dataclass(frozen=True, slots=True)
class ToldChange:
    """
    One change. `project` is the name of the project, `title` and `words` follow the name of the environment.

    `said` is the sentence of its row on the fleet, `release` that it is held against another release now. `href` is
    the path of its page, pinned where that can be.
    """

    project: str
    environment: str
    verdict: Verdict
    title: str
    words: str
    said: str
    release: str
    at: datetime
    href: str

    @property
    def sentence(self) -> str:
        """The whole sentence as plain text that begins nothing."""
        said = inert(": ".join(filter(None, (f"{self.environment} {self.words}", self.said))))
        whole = " ".join(filter(None, (said if said.endswith(".") else f"{said}.", inert(self.release))))
        return cut(whole, MAX_SENTENCE, f" ({absolute(self.at)})")


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """What a channel is given."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """How a channel shows a message: the most characters that it takes, and whether it reads Markdown."""

    max_title: int = 200
    max_body: int = 30_000
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """
    Some changes, at least one: the worst `entries` in the order of time, and how many there are by verdict.

    `projects` are the names of their projects; `href` is the path of the page that shows them all.
    """

    entries: tuple[ToldChange, ...]
    counts: Mapping[Verdict, int]
    projects: tuple[str, ...]
    href: str = "/"
    picture: bytes | None = field(default=None, repr=False)

    @property
    def total(self) -> int:
        """How many changes it tells."""
        return sum(self.counts.values())

    def with_more(self, later: "Announcement") -> "Announcement":
        """This message and a later one as one, without a picture."""
        numbers = {
            verdict: self.counts.get(verdict, 0) + later.counts.get(verdict, 0)
            for verdict in Verdict
            if verdict in self.counts or verdict in later.counts
        }
        projects = tuple(sorted({*self.projects, *later.projects}))
        href = later.href if len(projects) == 1 else "/"
        entries = worst((*self.entries, *later.entries), verdict=lambda entry: entry.verdict)
        return Announcement(entries, numbers, projects, href)

    def text(self, public: str, form: ChannelForm, *, lost: int = 0) -> AnnouncementText:
        """
        The message for a channel; `public` is the address of the dashboard.

        `lost` messages of the same rule could not be delivered before this one.
        """
        end = "\n\n" if form.is_markdown else "\n"
        last = [_lost(lost)] if lost else []
        bodies = (
            end.join([*self._lines(public, form, shown), *last]) for shown in range(len(self.entries), 0, -1)
        )
        fitting = (body for body in bodies if len(body) <= form.max_body)
        return AnnouncementText(
            cut(self._title(), form.max_title), next(fitting, None) or self._shortest(public, form)
        )

    def _title(self) -> str:
        project = cut(inert(self.projects[0]), MAX_PROJECT)
        if self.total == 1:
            return f"{project}: {inert(self.entries[0].environment)} {self.entries[0].title}"
        where = project if len(self.projects) == 1 else count(len(self.projects), "project")
        in_words = ", ".join(f"{number:,} {WORDS[verdict]}" for verdict, number in self.counts.items())
        return f"{where}: {count(self.total, 'change')} of verdict: {in_words}"

    def _lines(self, public: str, form: ChannelForm, shown: int) -> list[str]:
        is_mixed = len(self.projects) > 1
        lines = []
        for entry in self.entries[:shown]:
            project = f"{cut(inert(entry.project), MAX_PROJECT)}: " if is_mixed else ""
            lines += [f"{project}{entry.sentence}", _link(public + entry.href, form)]
        others = self.total - shown
        if others:
            lines += [f"And {others:,} more:", _link(public + self.href, form)]
        return lines

    def _shortest(self, public: str, form: ChannelForm) -> str:
        """For a channel of few characters: the start of the sentence, and the link where it fits whole."""
        sentence = self.entries[0].sentence if self.total == 1 else self._title()
        link = public + (self.entries[0].href if self.total == 1 else self.href)
        room = form.max_body - len(link) - 1
        return f"{cut(sentence, room)} {link}" if room >= MAX_PROJECT else cut(sentence, form.max_body)


def worst(changes: Sequence[Changed], *, verdict: Callable[[Changed], Verdict]) -> tuple[Changed, ...]:
    """As many of the changes as a message has, those to the worst verdicts, in the order in which they come."""
    by_weight = sorted(range(len(changes)), key=lambda index: (VERDICT_ORDER[verdict(changes[index])], index))
    return tuple(changes[index] for index in sorted(by_weight[:MAX_ENTRIES]))


def _link(url: str, form: ChannelForm) -> str:
    return f"[{OPEN}]({url})" if form.is_markdown else url


def _lost(number: int) -> str:
    were = plural(number, "earlier message was", "earlier messages were")
    return f"{number:,} {were} not taken by this channel and given up."
