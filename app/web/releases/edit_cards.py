"""What was edited after its release, as cards: what the file says now, what that means, whom it blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.difference import Difference, consequences
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.edit import Edit
from app.domain.difference.new_edges import NewEdge
from app.domain.difference.renames import Rename
from app.domain.findings import Verdict
from app.domain.keys import MigrationKey
from app.web.facts.live import FleetFacts
from app.web.layout.views import Link, VerdictView
from app.web.releases import facts as release_facts
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

Lines = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class EditCard:
    """One migration; `weight` is blocked where environments are refused for exactly this, else drifted."""

    word: str
    subject: str
    title: Text
    weight: str
    says: Lines
    means: Lines
    blocked: VerdictView | None
    environments: tuple[Link, ...]


def cards(difference: Difference, names: ReleaseNames, fleet: FleetFacts | None) -> tuple[EditCard, ...]:
    """What was edited, renamed, or needs something new; sorted, what blocks somebody first."""
    return _Cards(difference, names, fleet).all()


class _Cards:
    """The cards of one difference."""

    def __init__(self, difference: Difference, names: ReleaseNames, fleet: FleetFacts | None) -> None:
        self.difference, self.names, self.fleet = difference, names, fleet

    def all(self) -> tuple[EditCard, ...]:
        found = (
            *(self._edited(edit) for edit in self.difference.edited),
            *(self._renamed(rename) for rename in self.difference.renamed),
            *(self._moved(edge) for edge in self.difference.moved),
        )
        return tuple(sorted(found, key=lambda card: card.blocked is None))

    def _edited(self, edit: Edit) -> EditCard:
        edges = self.difference.edges_of(edit)
        keys = (*_keys(edit), *(key for edge in edges for key in (edge.child, edge.parent)))
        means = consequences.impact_lines(self.difference, edit, self.names)
        title = (text.keyed(edit.key),)
        return self._card(
            "edited",
            edit.key,
            title,
            _marked(consequences.edit_lines(edit), keys),
            _marked(means, keys),
            edges,
        )

    def _renamed(self, rename: Rename) -> EditCard:
        edges = tuple(edge for edge in self.difference.edges if edge.parent == rename.after)
        keys = (*_keys(rename.edit), *(edge.child for edge in edges), rename.before, rename.after)
        means = consequences.rename_impact_lines(self.difference, rename, self.names)
        title = text.marked(f"{rename.before} is {rename.after} now", keys)
        says = consequences.edit_lines(rename.edit)
        return self._card("renamed", rename.after, title, _marked(says, keys), _marked(means, keys), edges)

    def _moved(self, edge: NewEdge) -> EditCard:
        means = consequences.edge_impact(edge, self.difference, self.names)
        title = (text.keyed(edge.child),)
        return self._card(
            "needs more", edge.child, title, (), _marked((means,), (edge.child, edge.parent)), (edge,)
        )

    def _card(  # noqa: PLR0913, PLR0917 - all that a card says
        self,
        word: str,
        subject: MigrationKey,
        title: Text,
        says: Lines,
        means: Lines,
        edges: Sequence[NewEdge],
    ) -> EditCard:
        links = self._blocked(edges)
        verdict = Verdict.BLOCKED if links else Verdict.DRIFTED
        blocked = VerdictView.of(verdict) if links else None
        return EditCard(word, str(subject), title, verdict.value, says, means, blocked, links)

    def _blocked(self, edges: Sequence[NewEdge]) -> tuple[Link, ...]:
        """The environments that Django refuses for one of these edges; each at the migration that it refuses."""
        if self.fleet is None:
            return ()
        subjects = {
            slug: edge.child
            for edge in edges
            for slug in release_facts.blocked_by(self.fleet, edge.child, (edge.parent,))
        }
        project, chosen = self.fleet.project, self.fleet.chosen
        usual = project.release or (chosen.labels[0] if chosen.labels else "")
        release = None if chosen.label == usual else chosen.word
        return tuple(
            Link(slug, EnvironmentAddress.live(project.slug, slug, release=release).page(focus=str(subject)))
            for slug, subject in sorted(subjects.items())
        )


def _marked(lines: Iterable[str], keys: Iterable[MigrationKey]) -> Lines:
    known = tuple(keys)
    return tuple(text.marked(line, known) for line in lines)


def _keys(edit: Edit) -> tuple[MigrationKey, ...]:
    lists = (edit.dependencies, edit.run_before, edit.replaces)
    return tuple(key for changes in lists for key in (*changes.added, *changes.removed))
