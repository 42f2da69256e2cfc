"""The filter form of the fleet."""

from collections.abc import Iterator
from functools import partial

from app.domain import runbook
from app.domain.findings import Code
from app.domain.fleet.running_release import ReleaseBasis
from app.web.facts.fleet import FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.filters import GROUPS, Filters
from app.web.fleet.order import SORTS
from app.web.layout.views import Choice, Picker
from app.web.narrowing.picker import choices, kept_values, picker
from app.web.narrowing.views import NarrowingForm

OWN_RELEASE = "the one that runs there"
"""The choice to hold each environment against its own release."""


def form(facts: FleetFacts, filters: Filters, address: FleetAddress) -> NarrowingForm | None:
    """The form; None if there is nothing to choose from. Without a release it only offers releases."""
    if not facts.environments:
        return None
    release = _release_picker(facts)
    if not facts.has_release:
        return NarrowingForm(address.path, "", (release,), ()) if release else None
    pickers = (*((release,) if release else ()), *_pickers(facts, filters))
    fixed = (pair for pair in address.fixed_parameters if pair[0] != "release")
    return NarrowingForm(address.path, filters.q, pickers, (*fixed, *kept_values(filters, pickers)))


def _release_picker(facts: FleetFacts) -> Picker | None:
    """The labels of the project; None on a pinned page, or if there is no label."""
    chosen = facts.chosen
    if facts.at is not None or not chosen.labels:
        return None
    default = None if _is_said(facts) else facts.project.release or chosen.labels[0]
    labels = [
        Choice("" if label == default else label, label, chosen=label == chosen.label and _is_one(facts))
        for label in chosen.labels
    ]
    if default is None:
        labels.insert(0, Choice("", OWN_RELEASE, chosen=not facts.picked))
    if chosen.word not in chosen.labels and _is_one(facts):
        labels.insert(0, Choice(chosen.word, chosen.word, chosen=True))
    return Picker("release", "Release", tuple(labels))


def _is_said(facts: FleetFacts) -> bool:
    """Whether it is said of an environment itself which release runs there, so that each has its own."""
    return facts.of_all(
        "is said",
        None,
        lambda: any(
            running.basis is ReleaseBasis.TOLD
            or (running.basis is ReleaseBasis.DECLARED and running.name != facts.project.release)
            for running in facts.running.values()
        ),
    )


def _is_one(facts: FleetFacts) -> bool:
    """Whether the picker shows the one release that all are held against."""
    return facts.picked or not _is_said(facts)


def _pickers(facts: FleetFacts, filters: Filters) -> Iterator[Picker]:
    for name, label in (("tier", "Tier"), ("region", "Region")):
        values = facts.of_all(name, None, partial(_values, facts, name))
        if len(values) > 1 or name in filters.chosen:
            yield picker(filters, name, label, "all", {value: value for value in values})
    codes = facts.of_all("codes", None, lambda: _codes(facts))
    yield picker(
        filters, "finding", "Finding", "any", {code.word: runbook.ENTRIES[code].title for code in codes}
    )
    groups = GROUPS if facts.at is None else {name: GROUPS[name] for name in ("verdict", "cause")}
    yield Picker("group", "Group by", choices(groups, filters.group, default="verdict"))
    yield Picker("sort", "Sort", choices(SORTS, filters.sort, default="worst"))


def _values(facts: FleetFacts, name: str) -> tuple[str, ...]:
    """The tiers or the regions that there are."""
    return tuple(sorted({getattr(info, name) for info in facts.environments} - {""}))


def _codes(facts: FleetFacts) -> list[Code]:
    """The codes of the findings that there are."""
    return sorted(frozenset().union(*(sighting.codes for sighting in facts.sightings.values())))
