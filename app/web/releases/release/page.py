"""One release as the view of its page."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from app.domain import english
from app.domain.difference.new_steps import NewSteps
from app.domain.findings import Code, Verdict
from app.domain.keys import MigrationKey
from app.domain.reports import release as release_report
from app.domain.resolution.outline import outline
from app.web.facts.releases.reference import live_page
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar, VerdictView
from app.web.releases.dates import commit_words
from app.web.releases.edit_cards import cards
from app.web.releases.facts import ReleaseFacts
from app.web.releases.release.apps import ALL, ReleaseApps
from app.web.releases.release.labels import pointer_lines
from app.web.releases.release.sentences import fork_line, squash_line, step_headline
from app.web.releases.release.views import ReleasePage, VerdictCount
from app.web.releases.views import EditCard
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls import segments
from app.web.urls import squashes as squash_addresses
from app.web.urls.impact import ImpactAddress
from app.web.urls.readiness import ReadinessAddress
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text
from app.web.wording.vocabulary import not_checked, with_fingerprint


def page(facts: ReleaseFacts, unfolded: str) -> ReleasePage:
    """
    The page of one release; `unfolded` are app labels with commas, or `all`.

    What of a live page no moment changes is made once for the facts of its fleet, which are others as soon as something
    is written.
    """
    if facts.fleet is None:
        return _ReleaseComposer(facts, unfolded).view(facts.now)
    key = (facts.reference.segment, unfolded)
    composer = facts.fleet.of_all("release page", key, lambda: _ReleaseComposer(facts, unfolded))
    return composer.view(facts.now)


class _ReleaseComposer:
    """Makes the view of one release; `facts` are those of any moment, as no part that stays looks at theirs."""

    def __init__(self, facts: ReleaseFacts, unfolded: str) -> None:
        self.facts, self.reference, self.step = facts, facts.reference, facts.step
        self.release, self.outline = facts.reference.release, outline(facts.reference.release)
        self.project = facts.project.slug
        self.difference = None if facts.step is None else facts.step.difference
        self.cards: tuple[EditCard, ...] = ()
        if self.difference is not None and facts.step is not None and facts.step.names is not None:
            self.cards = cards(self.difference, facts.step.names, facts.fleet)
        blocked = frozenset(MigrationKey.parse(card.subject) for card in self.cards if card.blocked)
        self.apps = ReleaseApps(self.release, unfolded, self.difference, blocked)

    def view(self, now: datetime | None) -> ReleasePage:
        """The view at a moment."""
        times = Times(now)
        return replace(
            self._still,
            frame=self._frame(times),
            head=self._head(times),
            pointers=pointer_lines(self.facts, times),
        )

    @cached_property
    def _still(self) -> ReleasePage:
        """The view, with frame, head and labels as they were when it was made first."""
        since, times = self._since(), Times(self.facts.now)
        return ReleasePage(
            frame=self._frame(times),
            head=self._head(times),
            cards=self.cards,
            since=since,
            since_sentence=() if self.step is None or since is None else step_headline(self.step),
            fleet_sentence=self._fleet_sentence(),
            fleet_link=self._fleet_link(),
            readiness=self._readiness_link(),
            verdicts=self._verdicts(),
            impact=self._impact_link(),
            apps_note=self._apps_note(),
            apps=self.apps.rows(self._address_with),
            unfold=self._unfold(),
            squashes=tuple(squash_line(squash, self._is_file) for squash in self.release.squashes),
            squashes_link=self._squashes_link(),
            forks=tuple(fork_line(app) for app in self.outline.forked),
            forks_link=Link(Code.FORKED.value, addresses.runbook(Code.FORKED.value)),
            not_covered=self._not_covered(),
            unreadable=tuple(str(place) for place in self.release.unreadable),
            pointers=pointer_lines(self.facts, times),
        )

    def _since(self) -> Link | None:
        """The link to what changed since the release before."""
        if self.step is None or self.step.before is None:
            return None
        before, after = self.step.before, self.step.reference
        href = release_addresses.difference(self.project, before.segment, after.segment)
        return Link(f"What changed since {before.label}", href)

    # The head

    @cached_property
    def headline(self) -> Text:
        if self.step is not None and self.difference is not None and self.difference.is_edited:
            return step_headline(self.step)
        return text.plain(release_report.headline(self.release, self.reference.label))

    def _frame(self, times: Times) -> Frame:
        project, label = self.facts.project, self.reference.label
        worst = min((card.weight for card in self.cards), default="")
        if self.outline.forked:
            worst = Verdict.BLOCKED.value
        headline = text.flat(self.headline)
        return frame(
            project,
            headline,
            current="Releases",
            tone=worst,
            share=f"Release {label} · {project.name}",
            description=headline,
            times=times,
            twin=release_addresses.release(self.project, self.reference.segment) + ".json",
            canonical=release_addresses.release(self.project, self.reference.pin),
            pinned=self._pinned_bar(),
        )

    def _pinned_bar(self) -> PinnedBar | None:
        if not self.reference.pinned:
            return None
        label = self.reference.label
        sentence = f"This page always shows release {with_fingerprint(label, self.release.fingerprint)}."
        return PinnedBar(text.plain(sentence), live_page(self.project, (self.reference,)))

    def _head(self, times: Times) -> Head:
        pin = release_addresses.release(self.project, self.reference.pin, unfolded=self.apps.unfolded)
        crumbs = (Link("Releases", release_addresses.releases(self.project)),)
        return Head(
            self.headline, self._facts(times), name=self.reference.label, crumbs=crumbs, copy_link=pin
        )

    def _facts(self, times: Times) -> tuple[Fact, ...]:
        release, number = self.release, len(self.release.migrations)
        facts = [
            Fact("Release", code=release.fingerprint[:8]),
            Fact(f"{english.count(number, 'migration')} in {english.count(len(self.outline.apps), 'app')}"),
            Fact(release.django_words),
        ]
        if not release.complete:
            facts.append(Fact("read from a directory"))
        if self.step is not None:
            pointer = self.step.pointer
            if pointer.commit:
                facts.append(Fact("commit", code=pointer.commit[:8]))
            read = times.of(pointer.added_at)
            committed = commit_words(self.step.committed_at)
            facts.append(Fact("read", moment=read, after=f" ({committed})" if committed else ""))
        return tuple(facts)

    # The environments

    @cached_property
    def usual_label(self) -> str:
        """The label that the environments are meant to run."""
        fleet = self.facts.fleet
        return self.facts.project.release or (fleet.chosen.labels[0] if fleet else "")

    def _fleet_sentence(self) -> str:
        fleet = self.facts.fleet
        if fleet is None or not fleet.environments:
            return ""
        number = len(fleet.environments)
        number_are = f"{english.count(number, 'environment')} {'is' if number == 1 else 'are'}"
        if self.reference.label == self.usual_label:
            return f"{number_are} meant to run it"
        return (
            f"none is meant to run it; {number_are} meant to run {self.usual_label}, and held against it here"
        )

    def _fleet_link(self) -> Link | None:
        if not self._fleet_sentence():
            return None
        return Link(f"The fleet against {self.reference.label}", self._fleet_address())

    def _impact_link(self) -> Link | None:
        if not self._fleet_sentence():
            return None
        return Link("Whom it would harm", ImpactAddress(self.project, self.reference.segment).page())

    def _readiness_link(self) -> Link | None:
        if not self._fleet_sentence():
            return None
        return Link(
            "Which of them can take it", ReadinessAddress(self.project, self.reference.segment).page()
        )

    def _fleet_address(self, verdict: str | None = None) -> str:
        label = None if self.reference.label == self.usual_label else self.reference.label
        return addresses.with_query(addresses.home(self.project), [("release", label), ("verdict", verdict)])

    def _verdicts(self) -> tuple[VerdictCount, ...]:
        fleet = self.facts.fleet
        numbers = fleet.counts if fleet else {}
        return tuple(
            VerdictCount(VerdictView.of(verdict), number, self._fleet_address(verdict.value))
            for verdict, number in numbers.items()
            if number
        )

    # The apps

    def _apps_note(self) -> str:
        note = "a cell for each migration, in the order in which they run"
        number = self.outline.irreversible_count
        if self.difference is None or self.step is None or self.step.before is None:
            return f"{note}; {number or 'none'} irreversible"
        steps = NewSteps(self.difference)
        new = english.listed(steps.words) or "none irreversible"
        old = number - len(steps.irreversible)
        return f"{note}; new since {self.step.before.label}: {new}; before: {old or 'none'} irreversible"

    def _address_with(self, unfolded: str) -> str:
        return release_addresses.release(self.project, self.reference.segment, unfolded=unfolded)

    def _unfold(self) -> Link:
        if self.apps.unfolded == ALL:
            return Link("Fold all", self._address_with("") + "#apps")
        return Link("Unfold all", self._address_with(ALL) + "#apps")

    def _squashes_link(self) -> Link:
        reference = self.reference
        chosen = segments.short(self.release.fingerprint) if reference.pinned else reference.label
        return Link("How far each environment is", squash_addresses.squashes(self.project, chosen))

    def _is_file(self, key: MigrationKey) -> bool:
        return key in self.release.migrations

    def _not_covered(self) -> str:
        return not_checked(self.outline.not_covered)
