"""The filter form of the matrix."""

from collections.abc import Iterator

from app.domain import runbook
from app.domain.findings import VERDICT_WORDS
from app.web.layout.views import Choice, Picker
from app.web.matrix.filters import SHOWS
from app.web.matrix.selection import Selection
from app.web.narrowing.picker import choices, kept_values, picker
from app.web.narrowing.views import NarrowingForm

MAX_LABELS = 200
"""So many releases can be picked, the newest ones."""

OWN_RELEASE = "the one that runs there"
"""The choice to hold each environment against its own release."""


def form(selection: Selection) -> NarrowingForm | None:
    """The form; None if there is nothing to choose from."""
    facts, filters = selection.facts, selection.filters
    if not facts.fleet.environments:
        return None
    pickers = tuple(_pickers(selection)) if facts.has_release else tuple(_release(selection))
    if not pickers:
        return None
    hidden = () if facts.at is None else facts.address.parameters
    return NarrowingForm(facts.address.path, filters.q, pickers, (*hidden, *kept_values(filters, pickers)))


def _pickers(selection: Selection) -> Iterator[Picker]:
    facts, filters = selection.facts, selection.filters
    fleet = facts.fleet
    yield Picker("show", "Show", choices(SHOWS, filters.show, default="differs"))
    yield from _release(selection)
    counts = {
        verdict.value: f"{VERDICT_WORDS[verdict]} ({number:,})"
        for verdict, number in fleet.counts.items()
        if number or verdict.value in filters.chosen.get("verdict", ())
    }
    yield picker(filters, "verdict", "Environments", f"all {len(fleet.environments):,}", counts)
    for name, label in (("tier", "Tier"), ("region", "Region")):
        values = sorted({getattr(info, name) for info in fleet.environments} - {""})
        if len(values) > 1 or name in filters.chosen:
            yield picker(filters, name, label, "all", {value: value for value in values})
    codes = sorted(frozenset().union(*(sighting.codes for sighting in fleet.sightings.values())))
    if codes or "finding" in filters.chosen:
        titles = {code.word: runbook.ENTRIES[code].title for code in codes}
        yield picker(filters, "finding", "Finding", "any", titles)


def _release(selection: Selection) -> Iterator[Picker]:
    """Yield the labels of the project; nothing on a pinned page, or without a label."""
    facts = selection.facts
    labels = facts.fleet.chosen.labels[:MAX_LABELS]
    if facts.at is not None or not labels:
        return
    picked = facts.release_text or ""
    offered = [Choice("", OWN_RELEASE, chosen=not picked)]
    offered += [Choice(label, label, chosen=label == picked) for label in labels]
    if picked and picked not in labels:
        offered.append(Choice(picked, facts.fleet.chosen.word or picked, chosen=True))
    yield Picker("release", "Release", tuple(offered))
