"""The filter form of the fleet."""

from collections.abc import Iterator

from app.domain import runbook
from app.domain.fleet.running_release import ReleaseBasis
from app.web.facts.fleet import FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.filters import GROUPS, Filters
from app.web.fleet.order import SORTS
from app.web.fleet.views import Form
from app.web.layout.views import Choice, Picker

OWN_RELEASE = "the one that runs there"
"""The choice to hold each environment against its own release."""


def form(facts: FleetFacts, filters: Filters, address: FleetAddress) -> Form | None:
    """The form; None if there is nothing to choose from. Without a release it only offers releases."""
    if not facts.environments:
        return None
    release = _release_picker(facts)
    if not facts.has_release:
        return Form(address.path, "", (release,), ()) if release else None
    pickers = (*((release,) if release else ()), *_pickers(facts, filters))
    hidden_fields = [pair for pair in address.fixed_parameters if pair[0] != "release"]
    hidden_fields += [("verdict", value) for value in filters.chosen.get("verdict", ())]
    return Form(address.path, filters.q, pickers, tuple(hidden_fields))


def _release_picker(facts: FleetFacts) -> Picker | None:
    """The labels of the project; None on a pinned page, or if there is no label."""
    chosen = facts.chosen
    if facts.at is not None or not chosen.labels:
        return None
    default = None if _is_said(facts) else facts.project.release or chosen.labels[0]
    choices = [
        Choice("" if label == default else label, label, chosen=label == chosen.label and _is_one(facts))
        for label in chosen.labels
    ]
    if default is None:
        choices.insert(0, Choice("", OWN_RELEASE, chosen=not facts.picked))
    if chosen.word not in chosen.labels and _is_one(facts):
        choices.insert(0, Choice(chosen.word, chosen.word, chosen=True))
    return Picker("release", "Release", tuple(choices))


def _is_said(facts: FleetFacts) -> bool:
    """Whether it is said of an environment itself which release runs there, so that each has its own."""
    return any(
        running.basis is ReleaseBasis.TOLD
        or (running.basis is ReleaseBasis.DECLARED and running.name != facts.project.release)
        for running in facts.running.values()
    )


def _is_one(facts: FleetFacts) -> bool:
    """Whether the picker shows the one release that all are held against."""
    return facts.picked or not _is_said(facts)


def _pickers(facts: FleetFacts, filters: Filters) -> Iterator[Picker]:
    for name, label in (("tier", "Tier"), ("region", "Region")):
        values = sorted({getattr(info, name) for info in facts.environments} - {""})
        if len(values) > 1 or name in filters.chosen:
            yield _picker(filters, name, label, "all", {value: value for value in values})
    drifts = [sighting.drift for sighting in facts.sightings.values() if sighting.drift]
    codes = sorted({finding.code for drift in drifts for finding in drift.findings})
    yield _picker(
        filters, "finding", "Finding", "any", {code.word: runbook.ENTRIES[code].title for code in codes}
    )
    groups = GROUPS if facts.at is None else {name: GROUPS[name] for name in ("verdict", "cause")}
    yield Picker("group", "Group by", _choices(groups, filters.group, default="verdict"))
    yield Picker("sort", "Sort", _choices(SORTS, filters.sort, default="worst"))


def _picker(filters: Filters, name: str, label: str, everything: str, values: dict[str, str]) -> Picker:
    """
    The picker of one filter: `everything` is the word of its first choice, `values` the words of the others by value.

    Values of the address that no environment has are added. A picker shows only the first of several values.
    """
    current = filters.chosen.get(name, ())
    words = {**values, **{value: value for value in current if value not in values}}
    choices = [Choice("", everything, chosen=not current)]
    choices += [Choice(value, word, chosen=value in current[:1]) for value, word in words.items()]
    return Picker(name, label, tuple(choices))


def _choices(words: dict[str, str], current: str, *, default: str) -> tuple[Choice, ...]:
    """The choices in their order; the default has an empty value, so that addresses stay short."""
    return tuple(
        Choice("" if value == default else value, word, chosen=value == current)
        for value, word in words.items()
    )
