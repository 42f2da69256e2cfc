"""One release as its template shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.domain import english
from app.domain.difference import sentences as difference_sentences
from app.domain.findings import Code, Verdict
from app.domain.fleet import counts
from app.domain.keys import MigrationKey
from app.domain.release import Migration
from app.domain.reports import release as release_report
from app.domain.resolution.outline import AppOutline, outline
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar, VerdictView
from app.web.releases import summaries as release_summaries
from app.web.releases.edit_cards import EditCard, cards
from app.web.releases.facts import ReleaseFacts, ReleaseStep
from app.web.releases.labels import PointerLine, pointers
from app.web.releases.release.apps import ALL, ReleaseApps
from app.web.releases.views import AppRow
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many environments have one verdict against this release."""

    verdict: VerdictView
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class SquashLine:
    """A squash, and whether what it replaces is still there as files."""

    key: Text
    words: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """The whole page; what may change with time is empty on a pinned one."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    since: Link | None
    since_says: Text
    fleet_says: str
    fleet_link: Link | None
    verdicts: tuple[VerdictCount, ...]
    apps_says: str
    apps: tuple[AppRow, ...]
    unfold: Link
    squashes: tuple[SquashLine, ...]
    forks: tuple[Text, ...]
    forks_link: Link
    not_covered: str
    unreadable: tuple[str, ...]
    pointers: tuple[PointerLine, ...]


def page(found: ReleaseFacts, unfolded: str) -> ReleasePage:
    """The page of one release; `unfolded` are app labels with commas, or `all`."""
    return _ReleaseComposer(found, unfolded).view()


class _ReleaseComposer:
    """One release on its way to the template."""

    def __init__(self, found: ReleaseFacts, unfolded: str) -> None:
        self.found, self.side, self.step = found, found.side, found.step
        self.release, self.outline = found.side.release, outline(found.side.release)
        self.project = found.project.slug
        self.difference = None if found.step is None else found.step.difference
        self.cards: tuple[EditCard, ...] = ()
        if self.difference is not None and found.step is not None and found.step.names is not None:
            self.cards = cards(self.difference, found.step.names, found.fleet)
        blocked = frozenset(MigrationKey.parse(card.subject) for card in self.cards if card.blocked)
        self.apps = ReleaseApps(self.release, unfolded, self.difference, blocked)

    def view(self) -> ReleasePage:
        since = self._since()
        return ReleasePage(
            frame=self._frame(),
            head=self._head(),
            cards=self.cards,
            since=since,
            since_says=() if self.step is None or since is None else marked(self.step),
            fleet_says=self._fleet_says(),
            fleet_link=self._fleet_link(),
            verdicts=self._verdicts(),
            apps_says=self._apps_says(),
            apps=self.apps.rows(self._unfolded),
            unfold=self._unfold(),
            squashes=tuple(_squash(squash, self._is_file) for squash in self.release.squashes),
            forks=tuple(_fork(app) for app in self.outline.forked),
            forks_link=Link(Code.FORKED.value, addresses.runbook(Code.FORKED.value)),
            not_covered=self._not_covered(),
            unreadable=tuple(str(place) for place in self.release.unreadable),
            pointers=pointers(self.found),
        )

    def _since(self) -> Link | None:
        if self.step is None or self.step.before is None:
            return None
        before, after = self.step.before, self.step.side
        href = release_addresses.difference(self.project, before.segment, after.segment)
        return Link(f"What changed since {before.label}", href)

    # The head

    @cached_property
    def headline(self) -> Text:
        if self.step is not None and self.difference is not None and self.difference.is_edited:
            return marked(self.step)
        return text.plain(release_report.headline(self.release, self.side.label))

    def _frame(self) -> Frame:
        project, label = self.found.project, self.side.label
        worst = min((card.weight for card in self.cards), default="")
        if self.outline.forked:
            worst = Verdict.BLOCKED.value
        said = text.flat(self.headline)
        return frame(
            project,
            said,
            current="Releases",
            tone=worst,
            share=f"Release {label} · {project.name}",
            description=said,
            times=Times(self.found.now),
            twin=release_addresses.release(self.project, self.side.segment) + ".json",
            canonical=release_addresses.release(self.project, self.side.pin),
            pinned=self._bar(),
        )

    def _bar(self) -> PinnedBar | None:
        if not self.side.pinned:
            return None
        label, digits = self.side.label, self.release.fingerprint[:8]
        live = release_addresses.release(self.project, release_addresses.live(label))
        sentence = f"This page always shows release {label}~{digits}."
        return PinnedBar(text.plain(sentence), Link(f"See {label} now", live))

    def _head(self) -> Head:
        pin = release_addresses.release(self.project, self.side.pin, unfolded=self.apps.unfolded)
        crumbs = (Link("Releases", release_addresses.releases(self.project)),)
        return Head(self.headline, self._facts(), name=self.side.label, crumbs=crumbs, copy_link=pin)

    def _facts(self) -> tuple[Fact, ...]:
        release, number = self.release, len(self.release.migrations)
        facts = [
            Fact("Release", code=release.fingerprint[:8]),
            Fact(f"{english.count(number, 'migration')} in {english.count(len(self.outline.apps), 'app')}"),
            Fact(f"Django {release.django}"),
        ]
        if not release.complete:
            facts.append(Fact("read from a directory"))
        if self.step is not None:
            pointer = self.step.pointer
            if pointer.commit:
                facts.append(Fact("commit", code=pointer.commit[:8]))
            facts.append(Fact("added", moment=Times(self.found.now).of(pointer.added_at)))
        return tuple(facts)

    # The environments

    @cached_property
    def usual(self) -> str:
        """The label that the environments are meant to run."""
        held = self.found.fleet
        return self.found.project.release or (held.chosen.labels[0] if held else "")

    def _fleet_says(self) -> str:
        held = self.found.fleet
        if held is None or not held.places:
            return ""
        are = f"{english.count(len(held.places), 'environment')} {'is' if len(held.places) == 1 else 'are'}"
        if self.side.label == self.usual:
            return f"{are} meant to run it"
        return f"none is meant to run it; {are} meant to run {self.usual}, and held against it here"

    def _fleet_link(self) -> Link | None:
        if not self._fleet_says():
            return None
        return Link(f"The fleet against {self.side.label}", self._fleet_address())

    def _fleet_address(self, verdict: str | None = None) -> str:
        label = None if self.side.label == self.usual else self.side.label
        return addresses.with_query(addresses.home(self.project), [("release", label), ("verdict", verdict)])

    def _verdicts(self) -> tuple[VerdictCount, ...]:
        held = self.found.fleet
        numbers = counts(held.sightings.values()) if held else {}
        return tuple(
            VerdictCount(VerdictView.of(verdict), number, self._fleet_address(verdict.value))
            for verdict, number in numbers.items()
            if number
        )

    # What it holds

    def _apps_says(self) -> str:
        number = self.outline.irreversible_count
        return f"a cell for each migration, in the order in which they run; {number or 'none'} one way"

    def _unfolded(self, labels: str) -> str:
        return release_addresses.release(self.project, self.side.segment, unfolded=labels)

    def _unfold(self) -> Link:
        if self.apps.unfolded == ALL:
            return Link("Fold all", self._unfolded("") + "#apps")
        return Link("Unfold all", self._unfolded(ALL) + "#apps")

    def _is_file(self, key: MigrationKey) -> bool:
        return key in self.release.migrations

    def _not_covered(self) -> str:
        apps = self.outline.not_covered
        if not apps:
            return ""
        it = "it" if len(apps) == 1 else "them"
        return f"Not covered, as this release does not hold {it}: {', '.join(apps)}."


def marked(step: ReleaseStep) -> Text:
    """What one release changed against the one before it, with the keys marked."""
    if step.difference is None or step.names is None:
        return ()
    said = difference_sentences.headline(step.difference, step.names)
    return text.marked(said, release_summaries.keys_of(step.difference))


def _squash(squash: Migration, is_file: Callable[[MigrationKey], bool]) -> SquashLine:
    number = len(squash.replaces)
    there = sum(is_file(key) for key in squash.replaces)
    its = ("its file is", "their files are")[number > 1]
    files = f"{its} gone" if not there else f"{its} still there"
    if 0 < there < number:
        files = f"{there} of their files are still there"
    return SquashLine((text.keyed(squash.key),), f"replaces {english.count(number, 'migration')}; {files}")


def _fork(app: AppOutline) -> Text:
    said = f"{app.label} has {len(app.leaves)} last migrations: {english.listed([str(key) for key in app.leaves], 3)}."
    return text.marked(said, app.leaves)
