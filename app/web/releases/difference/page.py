"""What changed between two releases as the view of its page."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from app.domain import english
from app.domain.difference import sentences as difference_sentences
from app.domain.difference.direction import Direction
from app.domain.difference.going_back import directed_headline
from app.domain.release import Release
from app.web.facts.releases.reference import live_page
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar
from app.web.releases import summaries as release_summaries
from app.web.releases.difference.lists import back_of, lists_of
from app.web.releases.difference.rows import rows_of
from app.web.releases.difference.views import DifferencePage
from app.web.releases.difference_form import form
from app.web.releases.edit_cards import cards
from app.web.releases.facts import DifferenceFacts
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint


def page(facts: DifferenceFacts) -> DifferencePage:
    """
    The page of one difference.

    What of a live page no moment changes is made once for the facts of its fleet, which are others as soon as something
    is written.
    """
    if facts.fleet is None:
        return _DifferenceComposer(facts).view(facts.now)
    key = (facts.before.segment, facts.after.segment)
    composer = facts.fleet.of_all("difference page", key, lambda: _DifferenceComposer(facts))
    return composer.view(facts.now)


class _DifferenceComposer:
    """Makes the view of one difference; `facts` are those of any moment, as no part that stays looks at theirs."""

    def __init__(self, facts: DifferenceFacts) -> None:
        self.facts, self.difference, self.names = facts, facts.difference, facts.names
        self.before, self.after = facts.before, facts.after
        self.project = facts.project.slug
        self.direction = facts.direction
        self.cards = cards(self.difference, self.names, facts.fleet, self.direction)
        headline = directed_headline(self.difference, self.names, self.direction)
        self.headline = text.with_keys(headline, release_summaries.headline_keys(self.difference))

    def view(self, now: datetime | None) -> DifferencePage:
        """The view at a moment."""
        return replace(self._still, frame=self._frame(now))

    @cached_property
    def _still(self) -> DifferencePage:
        """The view, with a frame as it was when it was made first."""
        rows = rows_of(self.difference, self.cards, self.direction)
        same = len(self.difference.before.apps | self.difference.after.apps) - len(rows)
        before, after = self.before, self.after
        return DifferencePage(
            frame=self._frame(self.facts.now),
            head=self._head(),
            cards=self.cards,
            cards_title=self._cards_title(),
            back=back_of(self.difference, self.names, self.direction),
            rows=rows,
            same_note=f"{english.count(same, 'app')} {'is' if same == 1 else 'are'} the same in both"
            if same
            else "",
            lists=lists_of(self.difference, self.names, self.direction),
            facts=self._facts(),
            not_compared=difference_sentences.not_compared_lines(self.difference, self.names),
            swap=Link("Swap", release_addresses.difference(self.project, after.segment, before.segment)),
            form=form(self.project, self.facts.labels, before.label, after.label),
        )

    # The head

    @property
    def pinned_address(self) -> str:
        return release_addresses.difference(self.project, self.before.pin, self.after.pin)

    def _frame(self, now: datetime | None) -> Frame:
        project = self.facts.project
        worst = min((card.weight for card in self.cards), default="")
        headline = text.flat(self.headline)
        address = release_addresses.difference(self.project, self.before.segment, self.after.segment)
        return frame(
            project,
            headline,
            current="Releases",
            tone=worst,
            share=f"{self.names.before} to {self.names.after} · {project.name}",
            description=headline,
            times=Times(now),
            twin=f"{address}.json",
            canonical=self.pinned_address,
            pinned=self._pinned_bar(),
        )

    def _pinned_bar(self) -> PinnedBar | None:
        before, after = self.before, self.after
        if not (before.pinned and after.pinned):
            return None
        names = [with_fingerprint(each.label, each.release.fingerprint) for each in (before, after)]
        return PinnedBar(
            text.plain(f"This page always shows what changed from release {names[0]} to {names[1]}."),
            live_page(self.project, (before, after)),
        )

    def _head(self) -> Head:
        references = (self.before, self.after)
        crumbs = (
            Link("Releases", release_addresses.releases(self.project)),
            *(
                Link(reference.label, release_addresses.release(self.project, reference.segment))
                for reference in references
            ),
        )
        facts = tuple(
            Fact(
                word,
                reference.label,
                reference.release.fingerprint[:8],
                after=f", {_size(reference.release)}",
            )
            for word, reference in zip(("From", "to"), references, strict=True)
        )
        return Head(self.headline, facts, crumbs=crumbs, copy_link=self.pinned_address)

    # What changed

    def _cards_title(self) -> str:
        if self.direction is Direction.FORWARD:
            return "Edited after release"
        return f"Not the same in {self.names.before} and {self.names.after}"

    def _facts(self) -> tuple[Fact, ...]:
        """The change of the Django version and of the settings that migrations depend on."""
        django = self.difference.django
        facts = [] if django is None else [Fact(f"Django {django[0]}, then", django[1])]
        facts += [
            Fact(f"{setting.name}: {setting.before or 'nothing'}, then", setting.after or "nothing")
            for setting in self.difference.settings
        ]
        return tuple(facts)


def _size(release: Release) -> str:
    return f"{english.count(len(release.migrations), 'migration')} on {release.django_words}"
