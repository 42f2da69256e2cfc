"""The two forms of the page: another release, and which environments are shown."""

from app.web.layout.views import Choice, Picker
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.selection import Selection
from app.web.readiness.views import Form, ReleaseForm
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


def filter_form(selection: Selection) -> Form | None:
    """The filter form; None where there is nothing to choose from."""
    facts, filters = selection.facts, selection.filters
    if not facts.outlook.environments:
        return None
    hidden = [*facts.address.parameters, *(("answer", value) for value in filters.chosen.get("answer", ()))]
    return Form(facts.address.path, filters.q, tuple(_pickers(selection)), tuple(hidden))


def _pickers(selection: Selection) -> list[Picker]:
    tiers = sorted({info.tier for info in selection.facts.infos.values()} - {""})
    current = selection.filters.chosen.get("tier", ())
    if len(tiers) < 2 and not current:
        return []
    offered = (*tiers, *(value for value in current if value not in tiers))
    choices = [Choice("", "all", chosen=not current)]
    choices += [Choice(value, value, chosen=value in current[:1]) for value in offered]
    return [Picker("tier", "Tier", tuple(choices))]
