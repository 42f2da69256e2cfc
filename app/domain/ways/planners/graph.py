"""
Ways out where Django cannot use the graph (D102, D103, D105 to D107). Most are edits of files: rows cannot mend them.

What follows an edit is computed on the release as it is after it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations

from app.domain.drift.circumstances import circumstances_of
from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.release import Migration, Release
from app.domain.ways.edits import edited, path_of, without_edge, without_edges
from app.domain.ways.planners.rows import ship_files
from app.domain.ways.planners.squashes import finish_elsewhere, record_replaced
from app.domain.ways.proof import proven
from app.domain.ways.simulation import MOST_NAMES
from app.domain.ways.way import Draft, ProvenWay, Situation, Step, StepKind

MOST_EDGES = 3
"""So many edges of a circle are offered to be taken out."""

MAX_EDGES = 50
"""So many edges of a long circle are tried: each on all rows."""


def of_missing_parent(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Ship the file, finish or record the squash that stands for it, or change what names it."""
    key, release = finding.subject, situation.release
    yield ship_files(
        situation,
        finding,
        (key,),
        title="Ship the file again",
        fits_when="It was deleted too early, or its branch is missing.",
    )
    squashes = [squash for squash in release.squashes if key in squash.replaces]
    for squash in squashes:
        yield finish_elsewhere(situation, finding, squash)
        yield record_replaced(situation, finding, squash)
        yield _point_to(situation, finding, squash)
    edges = [
        (key, name)
        if name in release.migrations and key in release.migrations[name].run_before
        else (name, key)
        for name in finding.related
    ]
    steps = without_edges(release, edges)
    if steps:
        draft = Draft(
            "take-edge-out",
            "Take it out of what names it",
            f"Nothing that {key} does is needed, or it is there without it.",
            (finding,),
            steps,
        )
        yield proven(situation, draft)


def _point_to(situation: Situation, finding: Finding, squash: Migration) -> ProvenWay | None:
    """Name the squash in place of what it replaces."""
    steps: list[Step] = []
    files: list[Migration] = []
    release = situation.release
    for name in finding.related:
        migration = release.migrations.get(name)
        if migration is None or finding.subject not in migration.dependencies or name in squash.replaces:
            return None
        dependencies = [squash.key if key == finding.subject else key for key in migration.dependencies]
        changed = replace(migration, dependencies=tuple(dict.fromkeys(dependencies)))
        files.append(changed)
        text = f"In {path_of(changed)}, name {tuple(squash.key)!r} in place of {tuple(finding.subject)!r}."
        steps.append(Step(StepKind.CODE, text))
    after = edited(release, files)
    steps[-1:] = [replace(step, edited=after) for step in steps[-1:]]
    draft = Draft(
        "point-to-squash",
        f"Let {listed(finding.related, MOST_NAMES)} depend on the squash",
        f"{squash.key} took the place of {finding.subject} for good.",
        (finding,),
        tuple(steps),
    )
    return proven(situation, draft)


def of_cycle(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Take one edge out, or the replaces that close the circle."""
    squash = circumstances_of(situation.drift, finding).squash
    if squash:
        yield _without_replaces(situation, finding, squash, "No database will run what it replaces any more.")
    circle = (finding.subject, *finding.related)
    ways: list[ProvenWay] = []
    tried = 0
    for parent, child in zip(circle, (*circle[1:], circle[0]), strict=True):
        step = without_edge(situation.release, child, parent) if tried < MAX_EDGES else None
        if step and len(ways) < MOST_EDGES:
            tried += 1
            draft = Draft(
                "take-edge-out" if not ways else f"take-edge-out-{len(ways) + 1}",
                f"Let {child} not need {parent}",
                f"{child} does not need what {parent} does.",
                (finding,),
                (step,),
            )
            way = proven(situation, draft)
            ways += [way] if way else []
    yield from ways


def _without_replaces(
    situation: Situation, finding: Finding, squash: MigrationKey, fits_when: str
) -> ProvenWay | None:
    migration = replace(situation.release.migrations[squash], replaces=())
    step = Step(
        StepKind.CODE,
        f"In {path_of(migration)}, take replaces out.",
        edited=edited(situation.release, (migration,)),
    )
    draft = Draft("take-replaces-out", f"Take the replaces out of {squash}", fits_when, (finding,), (step,))
    return proven(situation, draft)


def of_squash_circle(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Take the squash out of its own replaces, or every squash out of it."""
    release = situation.release
    migration = release.migrations[finding.subject]
    squashes = [
        key for key in migration.replaces if key in release.migrations and release.migrations[key].replaces
    ]
    for names in dict.fromkeys(((finding.subject,), tuple(squashes))):
        yield _fewer_replaced(situation, finding, migration, names)


def _fewer_replaced(
    situation: Situation, finding: Finding, migration: Migration, names: Iterable[MigrationKey]
) -> ProvenWay | None:
    out = [key for key in migration.replaces if key in names]
    if not out:
        return None
    changed = replace(migration, replaces=tuple(key for key in migration.replaces if key not in out))
    step = Step(
        StepKind.CODE,
        f"In {path_of(migration)}, take {listed(repr(tuple(key)) for key in out)} out of replaces.",
        edited=edited(situation.release, (changed,)),
    )
    own = out == [migration.key]
    draft = Draft(
        "shorten-replaces-own" if own else f"shorten-replaces-{migration.key.name}",
        f"Take {listed(out)} out of the replaces of {migration.key}",
        "Always: no migration replaces itself."
        if own
        else "Every database has run what it then no longer replaces.",
        (finding,),
        (step,),
    )
    return proven(situation, draft)


def of_unknown_app(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Take the entries out that point into apps that are not there."""
    release = situation.release
    migration = release.migrations[finding.subject]
    out = [key for key in (*migration.dependencies, *migration.run_before) if _leads_nowhere(release, key)]
    changed = replace(
        migration,
        dependencies=tuple(key for key in migration.dependencies if key not in out),
        run_before=tuple(key for key in migration.run_before if key not in out),
    )
    step = Step(
        StepKind.CODE,
        f"In {path_of(migration)}, take {listed(repr(tuple(key)) for key in out)} out of dependencies and run_before.",
        edited=edited(release, (changed,)),
    )
    draft = Draft(
        "take-edge-out", "Take the dependency out", "The app is not needed here.", (finding,), (step,)
    )
    yield proven(situation, draft)


def _leads_nowhere(release: Release, key: MigrationKey) -> bool:
    """Whether an entry that names no migration points into an app without a first one."""
    is_indirect = key.app_label == SETTING or key.name in (FIRST, LATEST)
    app_label = release.app_of(key)
    return is_indirect and app_label not in release.apps and app_label not in release.unmigrated_apps


def of_undefined(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Let no two squashes replace the same, or let Django decide in a fixed order."""
    release = situation.release
    keys = [key for key in (finding.subject, *finding.related) if key in release.migrations]
    pairs = dict.fromkeys(
        (
            second,
            frozenset(release.migrations[first].replaces).intersection(release.migrations[second].replaces),
        )
        for first, second in permutations(keys, 2)
    )
    ways: dict[str, ProvenWay] = {}
    for second, shared in pairs:
        way = _fewer_replaced(situation, finding, release.migrations[second], shared)
        if way:
            ways.setdefault(way.id, way)
    yield from ways.values()
    step = Step(
        StepKind.CODE, "Run this release with Django 6.1 or later.", edited=replace(release, django="6.1")
    )
    draft = Draft(
        "newer-django",
        "Move to Django 6.1",
        "From there on the order within an app is fixed.",
        (finding,),
        (step,),
    )
    yield proven(situation, draft)
