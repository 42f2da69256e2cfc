"""The list of releases as the view of its page."""

from functools import partial

from app.domain import english
from app.domain.findings import Verdict
from app.domain.reports.labels import unplaced_note
from app.web.facts.fleet import FleetFacts
from app.web.layout.frame import frame
from app.web.layout.views import Empty, Fact, Frame, Head, Link
from app.web.releases.dates import commit_words
from app.web.releases.difference_form import form
from app.web.releases.edit_cards import cards
from app.web.releases.facts import ReleaseLine, ReleaseListFacts
from app.web.releases.listing.views import ReleaseListPage, ReleaseRow
from app.web.releases.views import EditCard
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls.impact import ImpactAddress
from app.web.urls.readiness import ReadinessAddress
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text

MAX_NAMED = 3
"""The note on what was read from source names this many labels and counts the others."""

ORDER_NOTE = (
    "latest first: branches, then versions, then other labels by the date of their commit; each is compared with the "
    "previous one of its kind, a branch with the main branch"
)


def page(facts: ReleaseListFacts) -> ReleaseListPage:
    """One page of the list."""
    return _ListComposer(facts).view()


def sentence(facts: ReleaseListFacts) -> str:
    """The headline: what the newest release with an edit edited, else that no release edited anything."""
    newest_edit = newest_edit_line(facts)
    if newest_edit is not None:
        return newest_edit.summary.sentence
    number = len(facts.labels)
    if not number:
        return "No release is known yet."
    if number == 1:
        (line,) = facts.lines
        return f"One release is known: {line.pointer.label}, with {_size(line)}."
    none = "None" if len(facts.lines) == number else f"None of these {len(facts.lines)}"
    is_whole = all(line.summary.is_whole is not False for line in facts.lines)
    restriction = "" if is_whole else ", as far as they could be read"
    return f"{number} releases are known. {none} edited what the one before had released{restriction}."


def newest_edit_line(facts: ReleaseListFacts) -> ReleaseLine | None:
    """The line of the newest release on the page that edited a migration."""
    return next((line for line in facts.lines if line.summary.is_edited), None)


def _size(line: ReleaseLine) -> str:
    summary = line.summary
    return f"{english.count(summary.migrations, 'migration')} in {english.count(summary.apps, 'app')}"


def _cards(facts: ReleaseListFacts) -> tuple[EditCard, ...]:
    """The cards of the newest edit; each looks through all environments."""
    step = facts.newest_edit
    if step is None or step.difference is None or step.names is None:
        return ()
    return cards(step.difference, step.names, facts.fleet)


class _ListComposer:
    """Makes the view of one page of the list."""

    def __init__(self, facts: ReleaseListFacts) -> None:
        self.facts = facts
        self.project = facts.project.slug
        self.newest_edit = newest_edit_line(facts)
        step = facts.newest_edit
        self.cards: tuple[EditCard, ...] = ()
        if step is not None and step.names is not None:
            # The fleet may be meant to run another release. An environment that Django refuses for a new edge of
            # this edit is blocked by this edit all the same.
            self.cards = facts.fleet.of_all("cards of the list", step.names, partial(_cards, facts))

    def view(self) -> ReleaseListPage:
        facts, path = self.facts, release_addresses.releases(self.project)
        return ReleaseListPage(
            frame=self._frame(),
            head=Head(self._headline(), self._facts()),
            cards=self.cards,
            cards_link=None if self.newest_edit is None else self._difference_link(self.newest_edit),
            rows=tuple(self._row(line) for line in facts.lines),
            newest=None if facts.first else Link("Show the newest", path),
            older=None
            if facts.older is None
            else Link(
                f"Show the next of {facts.left:,} more", addresses.with_query(path, [("after", facts.older)])
            ),
            notes=tuple(filter(None, (unplaced_note(facts.places), self._source_note()))),
            order_note=ORDER_NOTE,
            form=form(self.project, facts.labels, *self._form_choice()),
            empty=self._empty(),
        )

    def _empty(self) -> Empty | None:
        """How to add a release: where there is none, or where there is none of the label that is the target."""
        facts, chosen = self.facts, self.facts.fleet.chosen
        if facts.labels and chosen.release is not None:
            return None
        missing = facts.fleet.missing_target
        if facts.labels or chosen.label:
            return Empty(missing.sentence, missing.steps)
        return Empty("Add one to hold the environments against:", missing.steps)

    def _source_note(self) -> str:
        """Why some releases have fewer migrations; empty where all were made in the same way."""
        source = [line.pointer.label for line in self.facts.lines if not line.summary.complete]
        if not source or len(source) == len(self.facts.lines):
            return ""
        was = english.plural(len(source), "was", "were")
        return (
            f"{english.listed(source, MAX_NAMED)} {was} read from source, which does not hold the apps of installed "
            "packages; the others were written inside the project, and count these too."
        )

    def _form_choice(self) -> tuple[str, str]:
        """The target release and the one before it, else the newest one that has one before it."""
        places = [place for place in self.facts.places if place.before is not None]
        target = self.facts.fleet.chosen.label
        chosen = next((place for place in places if place.label.label == target), next(iter(places), None))
        if chosen is None or chosen.before is None:
            return ("", "")
        return (chosen.before.label, chosen.label.label)

    def _headline(self) -> Text:
        keys = () if self.newest_edit is None else self.newest_edit.summary.keys
        return text.with_keys(sentence(self.facts), keys)

    def _frame(self) -> Frame:
        project = self.facts.project
        headline = text.flat(self._headline())
        worst = min((card.weight for card in self.cards), default="")
        return frame(
            project,
            headline,
            current="Releases",
            tone=worst,
            share=f"Releases · {project.name}",
            description=headline,
            times=Times(self.facts.now),
            twin=release_addresses.releases(project.slug) + ".json",
        )

    def _facts(self) -> tuple[Fact, ...]:
        number, chosen = len(self.facts.labels), self.facts.fleet.chosen
        if not number:
            return ()
        line = [Fact(english.count(number, "release"))]
        if chosen.release is not None and self.facts.fleet.environments:
            line.append(Fact("target release:", chosen.label))
        line.append(Fact("as of", moment=Times.absolute(self.facts.now)))
        return tuple(line)

    def _difference_link(self, line: ReleaseLine) -> Link | None:
        """The link to what changed since the release before."""
        if line.before is None:
            return None
        segments = (release_addresses.live_segment(pointer.label) for pointer in (line.before, line.pointer))
        href = release_addresses.difference(self.project, *segments)
        return Link(f"What changed since {line.before.label}", href)

    def _readiness_link(self, label: str) -> Link | None:
        """The link to which environments can take it."""
        if not self.facts.fleet.environments:
            return None
        segment = release_addresses.live_segment(label)
        return Link("Who can take it", ReadinessAddress(self.project, segment).page())

    def _impact_link(self, label: str) -> Link | None:
        """The link to whom the release would harm."""
        if not self.facts.fleet.environments:
            return None
        segment = release_addresses.live_segment(label)
        return Link("Whom it would harm", ImpactAddress(self.project, segment).page())

    def _row(self, line: ReleaseLine) -> ReleaseRow:
        weight, word = self._weight(line)
        pointer, summary = line.pointer, line.summary
        digests = (pointer.fingerprint, pointer.commit)
        changes = english.capital(summary.sentence.removeprefix(f"{pointer.label} "))
        return ReleaseRow(
            pointer.label,
            release_addresses.release(self.project, release_addresses.live_segment(pointer.label)),
            " · ".join(digest[:8] for digest in digests if digest),
            weight,
            word,
            text.with_keys(changes, summary.keys),
            summary.counts,
            self._difference_link(line),
            _size(line),
            environments_of(self.facts.fleet, pointer.label),
            Times(self.facts.now).of(pointer.added_at),
            commit_words(line.place.committed_at),
            self._readiness_link(pointer.label),
            self._impact_link(pointer.label),
        )

    def _weight(self, line: ReleaseLine) -> tuple[str, str]:
        """The icon and its word. It is blocked only where Django refuses an environment for an edit of this release."""
        if not line.summary.is_edited:
            return "", ""
        if line is self.newest_edit and any(card.blocked for card in self.cards):
            return Verdict.BLOCKED.value, "An edit blocks environments:"
        return Verdict.DRIFTED.value, "Edited after release:"


def environments_of(fleet: FleetFacts, label: str) -> str:
    """How many environments are meant to run this label, and how many are blocked: `4 environments, 1 blocked`."""
    if fleet.chosen.label != label or not fleet.environments:
        return ""
    number = english.count(len(fleet.environments), "environment")
    blocked = fleet.counts[Verdict.BLOCKED]
    return f"{number}, {blocked:,} blocked" if blocked else number
