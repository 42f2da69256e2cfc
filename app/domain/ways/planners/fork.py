"""Ways out where an app is forked (D104): a merge migration, or one branch goes, follows or is renamed."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from shlex import quote

from app.domain.drift.circumstances import circumstances_of
from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import makemigrations
from app.domain.release import Migration
from app.domain.resolution import MigrationGraph, resolve
from app.domain.runbook.circumstances import Variant
from app.domain.ways.edits import edited, path_of
from app.domain.ways.proof import proven
from app.domain.ways.simulation import MOST_NAMES
from app.domain.ways.way import Draft, ProvenWay, Situation, Step, StepKind

NUMBER = re.compile(r"(\d{1,18})", re.ASCII)
"""Matches the number at the beginning of a name (`MigrationAutodetector.parse_number`)."""


def of_fork(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Let one branch follow the other, join them, or take one out."""
    variant = circumstances_of(situation.drift, finding).variant
    leaves = (finding.subject, *finding.related)
    graph = situation.drift.resolution.graph
    if graph.has_cycle:
        return
    loose = _loose(graph, leaves, situation.history.recorded)
    is_taken_out = variant in (Variant.STALE_COPY, Variant.INSTALLED_PACKAGE)
    if loose and not is_taken_out:
        yield _follow(situation, finding, *loose)
    if variant is not Variant.NO_COMMON_ANCESTOR and not is_taken_out:
        yield _merge(situation, finding)
    if loose:
        yield _without_branch(situation, finding, *loose, variant)


def _loose(
    graph: MigrationGraph, leaves: tuple[MigrationKey, ...], recorded: AbstractSet[MigrationKey]
) -> tuple[MigrationKey, frozenset[MigrationKey]] | None:
    """The last leaf of whose branch nothing is recorded, with its branch; None where there is none."""
    branches = _branches(graph, leaves)
    return next(
        ((leaf, branches[leaf]) for leaf in reversed(leaves) if branches[leaf].isdisjoint(recorded)), None
    )


def _branches(
    graph: MigrationGraph, leaves: tuple[MigrationKey, ...]
) -> Mapping[MigrationKey, frozenset[MigrationKey]]:
    """For each leaf what only it needs within its app, itself included: one look at each edge for all of them."""
    needed_by: dict[MigrationKey, MigrationKey | None] = {leaf: leaf for leaf in leaves}
    branches: dict[MigrationKey, list[MigrationKey]] = {leaf: [] for leaf in leaves}
    for key in reversed(graph.forwards_plan(*leaves)):
        leaf = needed_by[key]
        if leaf is not None and key.app_label == leaf.app_label:
            branches[leaf].append(key)
        for parent in graph.parents[key]:
            needed_by[parent] = leaf if needed_by.get(parent, leaf) == leaf else None
    return {leaf: frozenset(keys) for leaf, keys in branches.items()}


def _follow(
    situation: Situation, finding: Finding, leaf: MigrationKey, branch: frozenset[MigrationKey]
) -> ProvenWay | None:
    release = situation.release
    other = next(key for key in (finding.subject, *finding.related) if key != leaf)
    changed: list[Migration] = []
    words: list[str] = []
    for migration in (release.migrations[key] for key in sorted(branch & release.migrations.keys())):
        if branch.isdisjoint(migration.dependencies):
            kept = tuple(key for key in migration.dependencies if key.app_label != leaf.app_label)
            changed.append(replace(migration, dependencies=(*kept, other)))
            words.append(
                f"In {path_of(migration)}, name {tuple(other)!r} in dependencies in place of others of the app."
            )
    step = Step(StepKind.CODE, " ".join(words), edited=edited(release, changed))
    draft = Draft(
        "follow",
        f"Let {leaf} follow {other}",
        f"No database anywhere has run {listed(sorted(branch), MOST_NAMES)}; this one has not.",
        (finding,),
        (step,),
    )
    return proven(situation, draft)


def _merge(situation: Situation, finding: Finding) -> ProvenWay | None:
    """`makemigrations --merge`, which looks at the rows as well, and has every squash in place."""
    release, app_label = situation.release, finding.subject.app_label
    outcome = makemigrations(release, situation.history, alias=situation.alias)
    leaves = resolve(release, frozenset()).graph.conflicts.get(app_label, ())
    if outcome.raises != "CommandError" or not leaves:
        return None
    numbers = [int(number[1]) for key in leaves if (number := NUMBER.match(key.name))]
    key = MigrationKey(app_label, f"{max(numbers, default=1) + 1:04}_merge")
    if key in release.migrations:
        return None
    names = listed(leaves, MOST_NAMES)
    step = Step(
        StepKind.COMMAND,
        f"python manage.py makemigrations --merge {quote(app_label)}",
        f"It asks, and on yes writes a migration of {app_label} that depends on {names}. Commit it.",
        edited=edited(release, (Migration(key, leaves),)),
    )
    draft = Draft(
        "merge",
        "Make a merge migration",
        "The branches do not touch the same things, and the app is your own.",
        (finding,),
        (step,),
        "Where both branches do the same, the second one meets what the first has made.",
    )
    return proven(situation, draft)


def _without_branch(
    situation: Situation,
    finding: Finding,
    leaf: MigrationKey,
    branch: frozenset[MigrationKey],
    variant: Variant,
) -> ProvenWay | None:
    files = [
        path_of(situation.release.migrations[key])
        for key in sorted(branch & situation.release.migrations.keys())
    ]
    is_installed = variant is Variant.INSTALLED_PACKAGE
    step = Step(
        StepKind.CODE,
        f"Delete {listed(files)}." if is_installed else f"git rm {' '.join(map(quote, files))}",
        "Install the package again: the file must not come back." if is_installed else "",
        edited=edited(situation.release, without=branch),
    )
    when = {
        Variant.STALE_COPY: "The others do the same: it is a copy, and no database has its row.",
        Variant.INSTALLED_PACKAGE: "The package does not bring it: an older version left it behind.",
    }
    draft = Draft(
        "delete-branch",
        f"Take {leaf} out" if len(files) == 1 else f"Take {leaf} and what only it needs out",
        when.get(variant, "Its change is not wanted, and no database has run it; this one has not."),
        (finding,),
        (step,),
    )
    return proven(situation, draft)
