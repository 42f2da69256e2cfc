"""The two forms of the page: another release, and which environments are shown."""

from app.web.layout.views import Choice, Picker
from app.web.narrowing.picker import kept_values, picker
from app.web.narrowing.views import NarrowingForm
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.selection import Selection
from app.web.readiness.views import ReleaseForm
from app.web.urls import readiness as addresses

MAX_CHOICES = 100
"""The picker offers this many labels, the newest ones."""


def release_form(facts: ReadinessFacts) -> ReleaseForm | None:
    """The form that leads to another release; None on a pinned page, and where there is no other."""
    labels, label = facts.labels, facts.reference.label
    if len(labels) < 2:
        return None
    newest = labels[:MAX_CHOICES]
    offered = newest if label in newest else (label, *newest)
    left = len(labels) - len(newest)
    return ReleaseForm(
        addresses.newest(facts.project.slug),
        tuple(Choice(each, each, chosen=each == label) for each in offered),
        f"The newest {MAX_CHOICES} of {len(labels):,}; all stand in the list of releases." if left else "",
    )


def filter_form(selection: Selection) -> NarrowingForm | None:
    """The filter form; None where there is nothing to choose from."""
    facts, filters = selection.facts, selection.filters
    if not facts.outlook.environments:
        return None
    pickers = tuple(_pickers(selection))
    hidden = (*facts.address.parameters, *kept_values(filters, pickers))
    return NarrowingForm(facts.address.path, filters.q, pickers, hidden)


def _pickers(selection: Selection) -> list[Picker]:
    tiers = sorted({info.tier for info in selection.facts.infos.values()} - {""})
    filters = selection.filters
    if len(tiers) < 2 and "tier" not in filters.chosen:
        return []
    return [picker(filters, "tier", "Tier", "all", {tier: tier for tier in tiers})]
