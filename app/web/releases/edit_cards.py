"""What was edited after its release, as cards: how the file differs, what that means, whom it blocks."""

from collections.abc import Callable, Iterable, Sequence

from app.domain import english
from app.domain.difference import Difference, consequences
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.difference.edit import Edit
from app.domain.difference.new_edges import NewEdge
from app.domain.difference.renames import Rename
from app.domain.findings import Verdict
from app.domain.keys import MigrationKey
from app.web.facts.fleet import FleetFacts
from app.web.layout.views import Link, VerdictView
from app.web.releases import reach
from app.web.releases.views import NO_LINKS, EditCard, EnvironmentLinks
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import text_of
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

Lines = tuple[Text, ...]
Refused = Callable[[FleetFacts, MigrationKey, Sequence[MigrationKey]], Sequence[str]]

MAX_LINKS = 12
"""Further environments are counted, not named."""

WORDS = ("edited", "renamed", "now")
WORDS_ELSEWHERE = ("differs", "other name", "in the other")
"""The words of cards where the second release is not the newer one."""


def cards(
    difference: Difference,
    names: ReleaseNames,
    fleet: FleetFacts | None,
    direction: Direction = Direction.FORWARD,
) -> tuple[EditCard, ...]:
    """A card for each migration that was edited, was renamed or needs more; those that block environments first."""
    return _CardsComposer(difference, names, fleet, direction).cards()


class _CardsComposer:
    """Makes the cards of one difference."""

    def __init__(
        self, difference: Difference, names: ReleaseNames, fleet: FleetFacts | None, direction: Direction
    ) -> None:
        self.words = WORDS if direction is Direction.FORWARD else WORDS_ELSEWHERE
        self.difference, self.names, self.fleet = difference, names, fleet

    def cards(self) -> tuple[EditCard, ...]:
        every_card = (
            *(self._edit(edit) for edit in self.difference.edited),
            *(self._rename(rename) for rename in self.difference.renamed),
            *(self._new_edge(edge) for edge in self.difference.edges_without_edit),
        )
        return tuple(sorted(every_card, key=lambda card: (card.blocked is None, card.unseen is None)))

    def _edit(self, edit: Edit) -> EditCard:
        edges = self.difference.edges_of(edit)
        keys = (*_keys(edit), *(key for edge in edges for key in (edge.child, edge.parent)))
        impact = consequences.impact_lines(self.difference, edit, self.names)
        return self._card(
            self.words[0],
            edit.key,
            (text.key_part(edit.key),),
            _mark_keys(consequences.edit_lines(edit), keys),
            _mark_keys(impact, keys),
            edges,
            edit.key,
        )

    def _rename(self, rename: Rename) -> EditCard:
        edges = tuple(edge for edge in self.difference.edges if edge.parent == rename.after)
        keys = (*_keys(rename.edit), *(edge.child for edge in edges), rename.before, rename.after)
        impact = consequences.rename_impact_lines(self.difference, rename, self.names)
        return self._card(
            self.words[1],
            rename.after,
            text.with_keys(f"{rename.before} is {rename.after} {self.words[2]}", keys),
            _mark_keys(consequences.edit_lines(rename.edit), keys),
            _mark_keys(impact, keys),
            edges,
            rename.before,
        )

    def _new_edge(self, edge: NewEdge) -> EditCard:
        """A card for a migration whose own file is unchanged, but which needs something new."""
        impact = consequences.edge_impact(edge, self.difference, self.names)
        return self._card(
            "needs more",
            edge.child,
            (text.key_part(edge.child),),
            (),
            _mark_keys((impact,), (edge.child, edge.parent)),
            (edge,),
            edge.child,
        )

    def _card(  # noqa: PLR0913, PLR0917 - all that a card says
        self,
        word: str,
        subject: MigrationKey,
        title: Text,
        changes: Lines,
        impact: Lines,
        edges: Sequence[NewEdge],
        recorded: MigrationKey,
    ) -> EditCard:
        environments = self._environments(edges, reach.blocked_by)
        unseen_environments = self._environments(edges, reach.unseen_and_blocked_by)
        verdict = Verdict.BLOCKED if environments.links else Verdict.DRIFTED
        return EditCard(
            word,
            str(subject),
            title,
            verdict.value,
            changes,
            impact,
            VerdictView.of(verdict) if environments.links else None,
            environments,
            VerdictView.of(Verdict.UNSEEN) if unseen_environments.links else None,
            unseen_environments,
            self._recorded(recorded),
        )

    def _recorded(self, key: MigrationKey) -> str:
        """In how many environments the earlier file was run already."""
        number, known = reach.recorded_in(self.fleet, key)
        if self.fleet is None or not known:
            return ""
        ever = "" if known == len(self.fleet.sightings) else " whose rows are known"
        return f"Recorded in {number:,} of {english.count(known, 'environment')}{ever}."

    def _environments(self, edges: Sequence[NewEdge], refused: Refused) -> EnvironmentLinks:
        """The environments that are `refused` for one of these edges; each link shows the refused migration."""
        if self.fleet is None:
            return NO_LINKS
        subjects = {
            slug: edge.child for edge in edges for slug in refused(self.fleet, edge.child, (edge.parent,))
        }
        if not subjects:
            return NO_LINKS
        project, chosen = self.fleet.project, self.fleet.chosen
        usual_label = project.release or (chosen.labels[0] if chosen.labels else "")
        release = None if chosen.label == usual_label else chosen.word
        return EnvironmentLinks(
            tuple(
                Link(
                    slug,
                    EnvironmentAddress.live(project.slug, slug, release=release).page(focus=text_of(subject)),
                )
                for slug, subject in sorted(subjects.items())[:MAX_LINKS]
            ),
            max(0, len(subjects) - MAX_LINKS),
        )


def _mark_keys(lines: Iterable[str], keys: Iterable[MigrationKey]) -> Lines:
    all_keys = tuple(keys)
    return tuple(text.with_keys(line, all_keys) for line in lines)


def _keys(edit: Edit) -> tuple[MigrationKey, ...]:
    """The keys that an edit added to the lists of a migration or removed from them."""
    lists = (edit.dependencies, edit.run_before, edit.replaces)
    return tuple(key for changes in lists for key in (*changes.added, *changes.removed))
