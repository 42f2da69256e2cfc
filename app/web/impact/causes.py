"""What becomes worse, as cards: what happens, which edit makes it so, and where."""

from collections.abc import Iterator

from app.domain.impact.harm import Harm, HarmKind
from app.domain.impact.headline import HARM_WORDS
from app.domain.impact.impact import SharedHarm
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import NOWHERE, Spot
from app.domain.keys import MigrationKey
from app.domain.reports.impact import Spots, edit_words
from app.web.facts.pinned.addresses import environment_page as of_environment
from app.web.impact.facts import ImpactFacts
from app.web.impact.views import CauseCard, EditLine
from app.web.layout.views import Link
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text

MAX_CAUSES = 20
"""A page has so many cards and counts the others."""

MAX_NAMED = 12
"""A card names so many environments and counts the others."""

TONES = {
    HarmKind.REFUSED: "blocked",
    HarmKind.FORKED: "blocked",
    HarmKind.SKIPPED: "drifted",
    HarmKind.AGAIN: "drifted",
    HarmKind.DRIFTS: "drifted",
}
"""The verdict whose icon and colour a kind of harm has: red means that Django refuses."""


def cards(facts: ImpactFacts, spots: Spots) -> tuple[CauseCard, ...]:
    """A card for each of the first causes; those that harm nobody that counts come last."""
    return tuple(_card(facts, shared, spots) for shared in facts.impact.shared[:MAX_CAUSES])


def _card(facts: ImpactFacts, shared: SharedHarm, spots: Spots) -> CauseCard:
    harm, code = shared.harm, shared.harm.code
    named = shared.environments[:MAX_NAMED]
    word = HARM_WORDS[harm.kind]
    return CauseCard(
        TONES[harm.kind],
        f"{word}, in some runs" if harm.by_chance else word,
        Link(code.value, addresses.runbook(code.value)),
        said(harm),
        tuple(_edits(facts, harm, spots)),
        tuple(Link(slug, environment_page(facts, slug)) for slug in named),
        len(shared.environments) - len(named),
    )


def said(harm: Harm) -> Text:
    """The sentence of a harm, with its keys."""
    return text.with_keys(harm.sentence, _keys(harm))


def _keys(harm: Harm) -> tuple[MigrationKey, ...]:
    keys = (harm.migration, harm.needs, harm.finding.subject, *harm.finding.related)
    return tuple(key for key in keys if key is not None)


def _edits(facts: ImpactFacts, harm: Harm, spots: Spots) -> Iterator[EditLine]:
    for place in harm.places:
        spot = spots.get(place, NOWHERE)
        yield _edit(facts, place, spot)


def _edit(facts: ImpactFacts, place: EditedPlace, spot: Spot) -> EditLine:
    keys = [key for key in (place.migration, place.entry) if key is not None]
    position = str(spot) or str(place.migration)
    words = text.with_keys(edit_words(place), keys)
    commit = spot.commit
    if commit is None:
        return EditLine(position, words)
    at = next(iter(commit.moments), None)
    return EditLine(
        position,
        words,
        commit.short,
        facts.project.commit_link(commit.id),
        commit.author,
        None if at is None else Times.absolute(at),
        commit.subject,
    )


def environment_page(facts: ImpactFacts, slug: str) -> str:
    """The page of an environment against the candidate: live, or pinned where a pinned page can be."""
    return of_environment(facts.fleet, slug, facts.reference.label)
