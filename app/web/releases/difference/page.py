"""What changed between two releases as its template shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import english
from app.domain.difference import consequences
from app.domain.difference import sentences as difference_sentences
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution.outline import outline
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar
from app.web.releases import strips as release_strips
from app.web.releases import summaries as release_summaries
from app.web.releases.difference_form import form
from app.web.releases.edit_cards import EditCard, cards
from app.web.releases.facts import DifferenceFacts
from app.web.releases.segments import NamedRelease
from app.web.releases.views import DiffForm, DiffRow, KeyLine, KeyLines
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text
from app.web.wording.vocabulary import kinds

SHOWN = 12
"""So many keys of a list are shown at once, the rest on demand."""


@dataclass(frozen=True, slots=True)
class ReleaseDiffPage:
    """The whole page; pickers and blocked environments are on live ones only."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    rows: tuple[DiffRow, ...]
    same_says: str
    lists: tuple[KeyLines, ...]
    facts: tuple[Fact, ...]
    not_compared: tuple[str, ...]
    swap: Link
    form: DiffForm | None


def page(found: DifferenceFacts) -> ReleaseDiffPage:
    """The page of one difference."""
    return _DifferenceComposer(found).view()


class _DifferenceComposer:
    """One difference on its way to the template."""

    def __init__(self, found: DifferenceFacts) -> None:
        self.found, self.difference, self.names = found, found.difference, found.names
        self.project = found.project.slug
        self.cards = cards(self.difference, self.names, found.fleet)
        said = difference_sentences.headline(self.difference, self.names)
        self.headline = text.marked(said, release_summaries.keys_of(self.difference))

    def view(self) -> ReleaseDiffPage:
        rows = self._rows()
        same = len(self.difference.before.apps | self.difference.after.apps) - len(rows)
        before, after = self.found.before, self.found.after
        return ReleaseDiffPage(
            frame=self._frame(),
            head=self._head(),
            cards=self.cards,
            rows=rows,
            same_says=f"{english.count(same, 'app')} {'is' if same == 1 else 'are'} the same in both"
            if same
            else "",
            lists=self._lists(),
            facts=self._facts(),
            not_compared=difference_sentences.not_compared(self.difference, self.names),
            swap=Link("Swap", release_addresses.difference(self.project, after.segment, before.segment)),
            form=form(self.project, self.found.labels, before.label, after.label),
        )

    # The head

    @property
    def pin(self) -> str:
        return release_addresses.difference(self.project, self.found.before.pin, self.found.after.pin)

    @property
    def here(self) -> str:
        found = self.found
        return release_addresses.difference(self.project, found.before.segment, found.after.segment)

    def _frame(self) -> Frame:
        project = self.found.project
        worst = min((card.weight for card in self.cards), default="")
        said = text.flat(self.headline)
        return frame(
            project,
            said,
            current="Releases",
            tone=worst,
            share=f"{self.names.before} to {self.names.after} · {project.name}",
            description=said,
            times=Times(self.found.now),
            twin=f"{self.here}.json",
            canonical=self.pin,
            pinned=self._bar(),
        )

    def _bar(self) -> PinnedBar | None:
        before, after = self.found.before, self.found.after
        if not (before.pinned and after.pinned):
            return None
        one, other = (f"{side.label}~{side.release.fingerprint[:8]}" for side in (before, after))
        live = (release_addresses.live(side.label) for side in (before, after))
        return PinnedBar(
            text.plain(f"This page always shows what changed from release {one} to {other}."),
            Link(
                f"See {before.label} and {after.label} now", release_addresses.difference(self.project, *live)
            ),
        )

    def _head(self) -> Head:
        before, after = self.found.before, self.found.after
        crumbs = (
            Link("Releases", release_addresses.releases(self.project)),
            *(Link(side.label, self._release(side)) for side in (before, after)),
        )
        facts = tuple(
            Fact(word, side.label, side.release.fingerprint[:8], after=f", {_size(side.release)}")
            for word, side in (("From", before), ("to", after))
        )
        return Head(self.headline, facts, crumbs=crumbs, copy_link=self.pin)

    def _release(self, side: NamedRelease) -> str:
        return release_addresses.release(self.project, side.segment)

    # What changed

    def _rows(self) -> tuple[DiffRow, ...]:
        """A row for each app that differs, in the order of the later release's lanes."""
        blocked = frozenset(MigrationKey.parse(card.subject) for card in self.cards if card.blocked)
        marks = release_strips.changed(self.difference, blocked)
        gone: dict[str, list[MigrationKey]] = {}
        for key in sorted(marks.gone):
            gone.setdefault(key.app_label, []).append(key)
        of_app = {
            app.label: [migration.key for migration in app.migrations]
            for app in outline(self.difference.after).apps
        }
        for label in sorted(gone.keys() - of_app.keys()):
            of_app[label] = []
        every = {label: (*keys, *gone.get(label, ())) for label, keys in of_app.items()}
        differing = marks.new | marks.edited | marks.renamed | marks.gone
        shown = {label: keys for label, keys in every.items() if not differing.isdisjoint(keys)}
        width = max((len(keys) for keys in shown.values()), default=0)
        return tuple(
            DiffRow(label, release_strips.strip(keys, marks, width=width), self._says(keys, marks))
            for label, keys in shown.items()
        )

    def _says(self, keys: Sequence[MigrationKey], marks: release_strips.CellMarks) -> Text:
        parts = []
        for word, of in marks.said:
            found = [key for key in keys if key in of]
            if len(found) == 1:
                parts.append(f"{word} {found[0]}")
            elif found:
                parts.append(f"{len(found)} {word}")
        return text.marked(", ".join(parts), keys)

    def _lists(self) -> tuple[KeyLines, ...]:
        found, names = self.difference, self.names
        new = [self._line(found.after, key) for key in found.added]
        gone = [self._line(found.before, key) for key in found.removed]
        squashes = [
            KeyLine((text.keyed(squash.key),), consequences.squash_impact(squash, names))
            for squash in found.squashed
        ]
        lists = (
            _lines(f"New in {names.after}", new),
            _lines(f"Only in {names.before}", gone, note=_rows_stay(names.after) if gone else ""),
            _lines("Squashes", squashes),
        )
        return tuple(one for one in lists if one is not None)

    def _line(self, release: Release, key: MigrationKey) -> KeyLine:
        migration = release.migrations[key]
        return KeyLine((text.keyed(key),), kinds(migration.operations), migration.irreversible)

    def _facts(self) -> tuple[Fact, ...]:
        django = self.difference.django
        facts = [] if django is None else [Fact(f"Django {django[0]}, then", django[1])]
        facts += [
            Fact(f"{one.name}: {one.before or 'nothing'}, then", one.after or "nothing")
            for one in self.difference.settings
        ]
        return tuple(facts)


def _rows_stay(name: str) -> str:
    return f"Databases that have run them keep rows that {name} does not know; Django ignores these."


def _lines(title: str, lines: Sequence[KeyLine], *, note: str = "") -> KeyLines | None:
    if not lines:
        return None
    return KeyLines(f"{title}, {len(lines):,}", tuple(lines[:SHOWN]), tuple(lines[SHOWN:]), note)


def _size(release: Release) -> str:
    return f"{english.count(len(release.migrations), 'migration')} on Django {release.django}"
