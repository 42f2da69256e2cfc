"""The list of releases as its template shows it."""

from dataclasses import dataclass

from app.domain import difference_sentences, fleet
from app.domain.difference import Difference
from app.domain.findings import Verdict
from app.domain.keys import MigrationKey
from app.web import addresses, release_addresses, release_strips, text, words
from app.web.edit_cards import EditCard, cards
from app.web.facts import FleetFacts
from app.web.first_steps import ADD_RELEASE
from app.web.moments import Times
from app.web.navigation import navigation
from app.web.release_facts import ReleasesFacts, Step
from app.web.release_views import DiffForm, ReleaseRow
from app.web.text import Text
from app.web.views import Choice, Empty, Fact, Frame, Head, Link

FIRST = "The first release that is known."


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """Every release; the cards are those of the newest one that edited something."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    cards_link: Link | None
    rows: tuple[ReleaseRow, ...]
    newest: Link | None
    older: Link | None
    form: DiffForm | None
    empty: Empty | None


def page(found: ReleasesFacts) -> ReleasesPage:
    """One page of the list."""
    return _Page(found).view()


def sentence(found: ReleasesFacts) -> str:
    """What is the matter: the newest release that edited what the one before had released, else that there is none."""
    worst = edited(found)
    if worst is not None:
        return of_step(worst)
    number = len(found.labels)
    if not number:
        return "No release is known yet."
    if number == 1:
        (step,) = found.steps
        return f"One release is known: {step.pointer.label}, with {_size(step)}."
    none = "None" if len(found.steps) == number else f"None of these {len(found.steps)}"
    known = (
        ""
        if all(step.difference is None or step.difference.is_whole for step in found.steps)
        else (", as far as they could be read")
    )
    return f"{number} releases are known. {none} edited what the one before had released{known}."


def edited(found: ReleasesFacts) -> Step | None:
    """The newest release of the page that edited something."""
    steps = (step for step in found.steps if step.difference is not None and step.difference.is_edited)
    return next(steps, None)


def of_step(step: Step) -> str:
    """What one release changed against the one before it."""
    if step.difference is None or step.names is None:
        return FIRST
    return difference_sentences.headline(step.difference, step.names)


def keys_of(difference: Difference) -> tuple[MigrationKey, ...]:
    """The keys that a sentence over a difference can name."""
    most = difference_sentences.NAMED
    return (
        *(edit.key for edit in difference.edited[:most]),
        *(key for rename in difference.renamed[:most] for key in (rename.before, rename.after)),
        *sorted({edge.child for edge in difference.moved})[:most],
    )


def marked(step: Step) -> Text:
    """What one release changed, with the keys marked."""
    return text.marked(of_step(step), keys_of(step.difference) if step.difference else ())


def _without_name(step: Step) -> Text:
    """What a release changed, where its name stands beside it."""
    said = words.capital(of_step(step).removeprefix(f"{step.pointer.label} "))
    return text.marked(said, keys_of(step.difference) if step.difference else ())


def _counts(difference: Difference | None) -> str:
    """`1 edited, 5 new`."""
    if difference is None:
        return ""
    marks = release_strips.changed(difference)
    return ", ".join(f"{len(keys)} {word}" for word, keys in marks.said if keys)


def _size(step: Step) -> str:
    release = step.release
    return f"{words.count(len(release.migrations), 'migration')} in {words.count(len(release.apps), 'app')}"


class _Page:
    """One list on its way to the template."""

    def __init__(self, found: ReleasesFacts) -> None:
        self.found = found
        self.project = found.project.slug
        self.worst = edited(found)
        self.cards: tuple[EditCard, ...] = ()
        if self.worst is not None and self.worst.difference is not None and self.worst.names is not None:
            held = found.fleet if found.fleet.chosen.label == self.worst.pointer.label else None
            self.cards = cards(self.worst.difference, self.worst.names, held)

    def view(self) -> ReleasesPage:
        found, path = self.found, release_addresses.releases(self.project)
        return ReleasesPage(
            frame=self._frame(),
            head=Head(self._headline(), self._facts()),
            cards=self.cards,
            cards_link=None if self.worst is None else self._diff(self.worst),
            rows=tuple(self._row(step) for step in found.steps),
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
        return text.plain(sentence(self.found)) if self.worst is None else marked(self.worst)

    def _frame(self) -> Frame:
        project = self.found.project
        title, home = project.title or project.slug, addresses.home(project.slug)
        said = text.flat(self._headline())
        worst = min((card.weight for card in self.cards), default="")
        return Frame(
            title=f"{said.rstrip('.')} · {title}",
            project=Link(title, home),
            navigation=navigation(home, current="Releases"),
            favicon=f"favicon-{worst}" if worst else "favicon",
            share=words.cut(f"Releases · {title}", 70),
            description=words.cut(said, 180, Times(self.found.now).as_of),
            twin=release_addresses.releases(project.slug) + ".json",
        )

    def _facts(self) -> tuple[Fact, ...]:
        number, chosen = len(self.found.labels), self.found.fleet.chosen
        if not number:
            return ()
        facts = [Fact(words.count(number, "label"))]
        if chosen.release is not None and self.found.fleet.places:
            facts.append(Fact("the environments are meant to run", chosen.label))
        facts.append(Fact("as of", moment=Times.absolute(self.found.now)))
        return tuple(facts)

    def _diff(self, step: Step) -> Link | None:
        if step.before is None:
            return None
        before, after = step.before.segment, step.side.segment
        href = release_addresses.difference(self.project, before, after)
        return Link(f"What changed since {step.before.label}", href)

    def _row(self, step: Step) -> ReleaseRow:
        weight, word = self._weight(step)
        return ReleaseRow(
            step.pointer.label,
            release_addresses.release(self.project, step.side.segment),
            " · ".join(
                filter(None, (step.pointer.fingerprint[:8], step.pointer.commit and step.pointer.commit[:8]))
            ),
            weight,
            word,
            _without_name(step),
            _counts(step.difference),
            self._diff(step),
            _size(step),
            meant(self.found.fleet, step.pointer.label),
            Times(self.found.now).of(step.pointer.added_at),
        )

    def _weight(self, step: Step) -> tuple[str, str]:
        """The icon and its word: red only where an environment is refused for an edit of this release."""
        if step.difference is None or not step.difference.is_edited:
            return "", ""
        if step is self.worst and any(card.blocked for card in self.cards):
            return Verdict.BLOCKED.value, "An edit blocks environments:"
        return Verdict.DRIFTED.value, "Edited after release:"


def form(project: str, labels: tuple[str, ...], before: str, after: str) -> DiffForm | None:
    """The form that asks for the difference of two labels; None where there are not two."""
    if len(labels) < 2:
        return None
    return DiffForm(
        release_addresses.releases(project),
        tuple(Choice(label, label, chosen=label == before) for label in labels),
        tuple(Choice(label, label, chosen=label == after) for label in labels),
    )


def meant(facts: FleetFacts, label: str) -> str:
    """How many environments are meant to run this label, and how many of them it blocks; empty for another label."""
    if facts.chosen.label != label or not facts.places:
        return ""
    said = words.count(len(facts.places), "environment")
    blocked = fleet.counts(facts.sightings.values())[Verdict.BLOCKED]
    return f"{said}, {blocked} blocked" if blocked else said
