"""The filter form of the fleet."""

from collections.abc import Iterator

from app.domain import runbook
from app.web.facts.live import FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.filters import GROUPS, SORTS, Filters
from app.web.fleet.views import Form
from app.web.layout.views import Choice, Picker


def form(facts: FleetFacts, filters: Filters, address: FleetAddress) -> Form | None:
    """The form; None where there is nothing to choose from."""
    if not facts.places:
        return None
    release = _release(facts)
    if facts.chosen.release is None:
        return Form(address.path, "", (release,), ()) if release else None
    pickers = (*((release,) if release else ()), *_pickers(facts, filters))
    kept = [pair for pair in address.kept if pair[0] != "release"]
    kept += [("verdict", value) for value in filters.chosen.get("verdict", ())]
    return Form(address.path, filters.q, pickers, tuple(kept))


def _release(facts: FleetFacts) -> Picker | None:
    chosen = facts.chosen
    if facts.at is not None or not chosen.labels:
        return None
    usual = facts.project.release or chosen.labels[0]
    options = [
        Choice("" if label == usual else label, label, chosen=label == chosen.label)
        for label in chosen.labels
    ]
    if chosen.word not in chosen.labels:
        options.insert(0, Choice(chosen.word, chosen.word, chosen=True))
    return Picker("release", "Release", tuple(options))


def _pickers(facts: FleetFacts, filters: Filters) -> Iterator[Picker]:
    for name, label in (("tier", "Tier"), ("region", "Region")):
        values = sorted({getattr(place, name) for place in facts.places} - {""})
        if len(values) > 1 or name in filters.chosen:
            yield _picker(filters, name, label, "all", {value: value for value in values})
    drifts = [one.drift for one in facts.sightings.values() if one.drift]
    codes = sorted({finding.code for drift in drifts for finding in drift.findings})
    yield _picker(
        filters, "finding", "Finding", "any", {code.word: runbook.ENTRIES[code].title for code in codes}
    )
    groups = GROUPS if facts.at is None else {name: GROUPS[name] for name in ("verdict", "cause")}
    yield Picker("group", "Group by", _choices(groups, filters.group, default="verdict"))
    yield Picker("sort", "Sort", _choices(SORTS, filters.sort, default="worst"))


def _picker(filters: Filters, name: str, label: str, everything: str, values: dict[str, str]) -> Picker:
    wanted = filters.chosen.get(name, ())
    for value in wanted:
        values.setdefault(value, value)
    options = [Choice("", everything, chosen=not wanted)]
    options += [Choice(value, word, chosen=value in wanted[:1]) for value, word in values.items()]
    return Picker(name, label, tuple(options))


def _choices(values: dict[str, str], wanted: str, *, default: str) -> tuple[Choice, ...]:
    return tuple(
        Choice("" if name == default else name, word, chosen=name == wanted) for name, word in values.items()
    )
