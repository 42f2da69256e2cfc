"""The list of releases as its template shows it."""

from dataclasses import dataclass

from app.domain import english
from app.domain.findings import Verdict
from app.domain.fleet import counts
from app.web.facts.live import FleetFacts
from app.web.layout.first_steps import ADD_RELEASE
from app.web.layout.frame import frame
from app.web.layout.views import Empty, Fact, Frame, Head, Link
from app.web.releases.difference_form import form
from app.web.releases.edit_cards import EditCard, cards
from app.web.releases.facts import ReleaseLine, ReleasesFacts
from app.web.releases.views import DiffForm, ReleaseListRow
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """Every release; the cards are those of the newest one that edited something."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    cards_link: Link | None
    rows: tuple[ReleaseListRow, ...]
    newest: Link | None
    older: Link | None
    form: DiffForm | None
    empty: Empty | None


def page(found: ReleasesFacts) -> ReleasesPage:
    """One page of the list."""
    return _ListComposer(found).view()


def sentence(found: ReleasesFacts) -> str:
    """What is the matter: the newest release that edited what the one before had released, else that there is none."""
    worst = worst_of(found)
    if worst is not None:
        return worst.summary.sentence
    number = len(found.labels)
    if not number:
        return "No release is known yet."
    if number == 1:
        (line,) = found.lines
        return f"One release is known: {line.pointer.label}, with {_size(line)}."
    none = "None" if len(found.lines) == number else f"None of these {len(found.lines)}"
    whole = all(line.summary.is_whole is not False for line in found.lines)
    known = "" if whole else ", as far as they could be read"
    return f"{number} releases are known. {none} edited what the one before had released{known}."


def worst_of(found: ReleasesFacts) -> ReleaseLine | None:
    """The newest release of the page that edited something."""
    return next((line for line in found.lines if line.summary.is_edited), None)


def _size(line: ReleaseLine) -> str:
    summary = line.summary
    return f"{english.count(summary.migrations, 'migration')} in {english.count(summary.apps, 'app')}"


class _ListComposer:
    """One list on its way to the template."""

    def __init__(self, found: ReleasesFacts) -> None:
        self.found = found
        self.project = found.project.slug
        self.worst = worst_of(found)
        step = found.worst
        self.cards: tuple[EditCard, ...] = ()
        if step is not None and step.difference is not None and step.names is not None:
            # Whatever the environments are meant to run: what refuses them by this very edge came with this edit.
            self.cards = cards(step.difference, step.names, found.fleet)

    def view(self) -> ReleasesPage:
        found, path = self.found, release_addresses.releases(self.project)
        return ReleasesPage(
            frame=self._frame(),
            head=Head(self._headline(), self._facts()),
            cards=self.cards,
            cards_link=None if self.worst is None else self._diff(self.worst),
            rows=tuple(self._row(line) for line in found.lines),
            newest=None if found.first else Link("Show the newest", path),
            older=None
            if found.older is None
            else Link("Show older releases", addresses.with_query(path, [("after", found.older)])),
            form=form(self.project, found.labels, *self._chosen()),
            empty=None if found.labels else Empty("Add one to hold the environments against:", ADD_RELEASE),
        )

    def _chosen(self) -> tuple[str, str]:
        """What the form offers first: the newest two."""
        labels = self.found.labels
        return (labels[1], labels[0]) if len(labels) > 1 else ("", "")

    def _headline(self) -> Text:
        keys = () if self.worst is None else self.worst.summary.keys
        return text.marked(sentence(self.found), keys)

    def _frame(self) -> Frame:
        project = self.found.project
        said = text.flat(self._headline())
        worst = min((card.weight for card in self.cards), default="")
        return frame(
            project,
            said,
            current="Releases",
            tone=worst,
            share=f"Releases · {project.name}",
            description=said,
            times=Times(self.found.now),
            twin=release_addresses.releases(project.slug) + ".json",
        )

    def _facts(self) -> tuple[Fact, ...]:
        number, chosen = len(self.found.labels), self.found.fleet.chosen
        if not number:
            return ()
        facts = [Fact(english.count(number, "label"))]
        if chosen.release is not None and self.found.fleet.places:
            facts.append(Fact("the environments are meant to run", chosen.label))
        facts.append(Fact("as of", moment=Times.absolute(self.found.now)))
        return tuple(facts)

    def _diff(self, line: ReleaseLine) -> Link | None:
        if line.before is None:
            return None
        segments = (release_addresses.live(one.label) for one in (line.before, line.pointer))
        href = release_addresses.difference(self.project, *segments)
        return Link(f"What changed since {line.before.label}", href)

    def _row(self, line: ReleaseLine) -> ReleaseListRow:
        weight, word = self._weight(line)
        pointer, summary = line.pointer, line.summary
        digits = (pointer.fingerprint, pointer.commit)
        said = english.capital(summary.sentence.removeprefix(f"{pointer.label} "))
        return ReleaseListRow(
            pointer.label,
            release_addresses.release(self.project, release_addresses.live(pointer.label)),
            " · ".join(one[:8] for one in digits if one),
            weight,
            word,
            text.marked(said, summary.keys),
            summary.counts,
            self._diff(line),
            _size(line),
            meant(self.found.fleet, pointer.label),
            Times(self.found.now).of(pointer.added_at),
        )

    def _weight(self, line: ReleaseLine) -> tuple[str, str]:
        """The icon and its word: red only where an environment is refused for an edit of this release."""
        if not line.summary.is_edited:
            return "", ""
        if line is self.worst and any(card.blocked for card in self.cards):
            return Verdict.BLOCKED.value, "An edit blocks environments:"
        return Verdict.DRIFTED.value, "Edited after release:"


def meant(facts: FleetFacts, label: str) -> str:
    """How many environments are meant to run this label, and how many of them it blocks; empty for another label."""
    if facts.chosen.label != label or not facts.places:
        return ""
    said = english.count(len(facts.places), "environment")
    blocked = counts(facts.sightings.values())[Verdict.BLOCKED]
    return f"{said}, {blocked} blocked" if blocked else said
