"""What changed between two releases as the view of its page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from app.domain import english
from app.domain.difference import consequences
from app.domain.difference import sentences as difference_sentences
from app.domain.difference.direction import Direction
from app.domain.difference.going_back import GoingBack, back_lines, directed_headline
from app.domain.difference.new_steps import NewSteps
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution.outline import outline
from app.web.facts.releases.reference import live_page
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar
from app.web.releases import strips as release_strips
from app.web.releases import summaries as release_summaries
from app.web.releases.difference.views import (
    AppDifferenceRow,
    DifferencePage,
    GoingBackView,
    KeyLine,
    KeyLines,
)
from app.web.releases.difference_form import form
from app.web.releases.edit_cards import cards
from app.web.releases.facts import DifferenceFacts
from app.web.releases.strips import CellMarks
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text
from app.web.wording.vocabulary import operation_kinds, with_fingerprint

ELSEWHERE = {"edited": "differs:", "renamed": "other name:"}
"""The words for what is not the same where the second release is not the newer one."""

MAX_STEPS = 40
"""Further steps back are shown on demand."""

MAX_KEYS = 12
"""Further keys of a list are shown on demand."""


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
        self.steps = NewSteps(self.difference)
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
        rows = self._rows()
        same = len(self.difference.before.apps | self.difference.after.apps) - len(rows)
        before, after = self.before, self.after
        return DifferencePage(
            frame=self._frame(self.facts.now),
            head=self._head(),
            cards=self.cards,
            cards_title=self._cards_title(),
            back=self._back(),
            rows=rows,
            same_note=f"{english.count(same, 'app')} {'is' if same == 1 else 'are'} the same in both"
            if same
            else "",
            lists=self._lists(),
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

    def _rows(self) -> tuple[AppDifferenceRow, ...]:
        """
        A row for each app that differs, in the order of the later release's lanes.

        The apps that only the earlier release has come last.
        """
        blocked = frozenset(MigrationKey.parse(card.subject) for card in self.cards if card.blocked)
        marks = release_strips.difference_marks(self.difference, blocked)
        gone: dict[str, list[MigrationKey]] = {}
        for key in sorted(marks.gone):
            gone.setdefault(key.app_label, []).append(key)
        keys_of_app = {
            app.label: [migration.key for migration in app.migrations]
            for app in outline(self.difference.after).apps
        }
        for label in sorted(gone.keys() - keys_of_app.keys()):
            keys_of_app[label] = []
        marked_keys = marks.new | marks.edited | marks.renamed | marks.gone
        differing_apps = {
            label: all_keys
            for label, keys in keys_of_app.items()
            if not marked_keys.isdisjoint(all_keys := (*keys, *gone.get(label, ())))
        }
        width = max((len(keys) for keys in differing_apps.values()), default=0)
        return tuple(
            AppDifferenceRow(
                label,
                release_strips.strip(keys, marks, width=width),
                _changes_in_words(keys, marks, self.direction),
            )
            for label, keys in differing_apps.items()
        )

    def _lists(self) -> tuple[KeyLines, ...]:
        difference, names = self.difference, self.names
        new = [self._new_line(key) for key in difference.added]
        gone = [_line(difference.before, key) for key in difference.removed]
        squashes = [
            KeyLine((text.key_part(squash.key),), consequences.squash_impact(squash, names))
            for squash in difference.squashed
        ]
        relabelled = [
            KeyLine(text.plain(f"{relabel.before} is {relabel.after} now"), line)
            for relabel in difference.relabels
            for line in consequences.relabel_impact_lines(relabel, names)
        ]
        moved = [
            KeyLine((text.key_part(moved.key),), consequences.moved_line(moved)) for moved in difference.moved
        ]
        lists = (
            _lines("Apps with another label", relabelled),
            _lines(f"{self.new_word} {names.after}", sorted(new, key=_is_plain), note=self._new_note()),
            None
            if self.direction is Direction.BACK
            else _lines(f"Only in {names.before}", gone, note=_rows_stay(names.after) if gone else ""),
            _lines("Squashes", squashes),
            _lines("Dependencies that mean the same", moved),
        )
        return tuple(lines for lines in lists if lines is not None)

    def _cards_title(self) -> str:
        if self.direction is Direction.FORWARD:
            return "Edited after release"
        return f"Not the same in {self.names.before} and {self.names.after}"

    def _back(self) -> GoingBackView | None:
        """What must be unapplied, in its order."""
        if self.direction is not Direction.BACK:
            return None
        way = GoingBack(self.difference)
        if not way.keys:
            return None
        lines = [
            replace(_line(self.difference.before, key), drops_data=key in way.dropping) for key in way.keys
        ]
        keys = (*way.irreversible[:1], *way.kept)
        return GoingBackView(
            f"What must be unapplied, {len(lines):,}",
            tuple(text.with_keys(line, keys) for line in back_lines(way, self.names)),
            tuple(lines[:MAX_STEPS]),
            tuple(lines[MAX_STEPS:]),
        )

    @property
    def new_word(self) -> str:
        return "New in" if self.direction is Direction.FORWARD else "Only in"

    def _new_line(self, key: MigrationKey) -> KeyLine:
        line = _line(self.difference.after, key)
        return replace(line, drops_data=key in self.steps.dropping)

    def _new_note(self) -> str:
        """What is worth a warning among the new migrations; they stand first."""
        words = english.listed(self.steps.words)
        return f"{words}: they stand first. Take a backup before they run." if words else ""

    def _facts(self) -> tuple[Fact, ...]:
        """The change of the Django version and of the settings that migrations depend on."""
        django = self.difference.django
        facts = [] if django is None else [Fact(f"Django {django[0]}, then", django[1])]
        facts += [
            Fact(f"{setting.name}: {setting.before or 'nothing'}, then", setting.after or "nothing")
            for setting in self.difference.settings
        ]
        return tuple(facts)


def _changes_in_words(keys: Sequence[MigrationKey], marks: CellMarks, direction: Direction) -> Text:
    """`edited orders.0001_initial, 2 new, irreversible orders.0004_totals`."""
    parts = []
    new = sum(key in marks.new for key in keys)
    for word, marked_keys in marks.by_word:
        own_keys = [key for key in keys if key in marked_keys]
        said = ELSEWHERE.get(word, word) if direction is not Direction.FORWARD else word
        said = said.removeprefix("new and ")
        if len(own_keys) == 1:
            parts.append(
                said if said != word and new == 1 and own_keys[0] in marks.new else f"{said} {own_keys[0]}"
            )
        elif own_keys:
            parts.append(f"{len(own_keys)} {said.replace('drops', 'drop')}")
    return text.with_keys(", ".join(parts), keys)


def _line(release: Release, key: MigrationKey) -> KeyLine:
    migration = release.migrations[key]
    return KeyLine((text.key_part(key),), operation_kinds(migration.operations), migration.irreversible)


def _is_plain(line: KeyLine) -> bool:
    return not (line.irreversible or line.drops_data)


def _rows_stay(name: str) -> str:
    return f"Databases that have run them keep rows that {name} does not know; Django ignores these."


def _lines(title: str, lines: Sequence[KeyLine], *, note: str = "") -> KeyLines | None:
    if not lines:
        return None
    return KeyLines(f"{title}, {len(lines):,}", tuple(lines[:MAX_KEYS]), tuple(lines[MAX_KEYS:]), note)


def _size(release: Release) -> str:
    return f"{english.count(len(release.migrations), 'migration')} on {release.django_words}"
