"""Ways out where no file names the dependency of D101: `__latest__`, `__first__` or a setting stands for it."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Release
from app.domain.runbook.edges import indirect_entry
from app.domain.ways.edits import edited, path_of
from app.domain.ways.proof import first_proven, proven
from app.domain.ways.way import Draft, ProvenWay, Situation, Step, StepKind, name_of


def _indirect(release: Release, finding: Finding) -> list[tuple[MigrationKey, MigrationKey]] | None:
    """Each parent with the entry that stands for it; None where a file names one of them."""
    pairs = [(parent, indirect_entry(release, finding.subject, parent)) for parent in finding.related]
    return None if any(entry is None for _, entry in pairs) else [(p, e) for p, e in pairs if e is not None]


def pin(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Name the last migration of the other app that is recorded here, in place of __first__ or __latest__."""
    release, pairs = situation.release, _indirect(situation.release, finding)
    if not pairs or any(entry.app_label == SETTING for _, entry in pairs):
        return None
    migration = release.migrations[finding.subject]
    pins: dict[MigrationKey, MigrationKey] = {}
    for _, entry in pairs:
        recorded = [
            key
            for key in situation.drift.resolution.graph.topological_order
            if key.app_label == entry.app_label
            and key in situation.history.recorded
            and key in release.migrations
        ]
        if not recorded:
            return None
        pins[entry] = recorded[-1]
    dependencies = tuple(dict.fromkeys(pins.get(key, key) for key in migration.dependencies))
    words = [f"{tuple(entry)!r} by {tuple(key)!r}" for entry, key in pins.items()]
    step = Step(
        StepKind.CODE,
        f"In {path_of(migration)}, replace {listed(words)} in dependencies.",
        edited=edited(release, (replace(migration, dependencies=dependencies),)),
    )
    draft = Draft(
        "pin",
        "Name a migration in the file",
        "What it stood for when it ran is enough. The name does not move again.",
        (finding,),
        (step,),
    )
    return proven(situation, draft)


def set_back(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Give the setting that stands for the dependency the value that it had in a known release."""
    return first_proven(situation, _set_back(situation, finding))


def _set_back(situation: Situation, finding: Finding) -> Iterator[Draft]:
    release, pairs = situation.release, _indirect(situation.release, finding)
    names = sorted({entry.name for _, entry in pairs or () if entry.app_label == SETTING})
    for source in situation.others if names else ():
        values = {name: source.model_of(name) for name in names}
        if values == {name: release.model_of(name) for name in names}:
            continue
        back = replace(release, settings={**release.settings, **values})
        lines = listed(f"{name} = {value!r}" for name, value in values.items())
        step = Step(StepKind.CODE, f"In the settings: {lines}, as in {name_of(source)}.", edited=back)
        yield Draft(
            "set-back",
            "Set the setting back",
            "The change was not meant for databases that exist.",
            (finding,),
            (step,),
        )
