"""
The findings that Django passes over without a word: trouble (D2xx), and information (D3xx).

All are facts about rows and files, with one exception. The residue of a squash is partly guessed from names; it is
information only.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from app.domain.drift.chance import PossibleFindings, possible_findings
from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.commands import makemigrations_on, resolutions_of_makemigrations
from app.domain.outcome.locked_commands import is_looked_at
from app.domain.outcome.outside import SQUASH_NAME_PART, all_violations
from app.domain.passed_over import files_of
from app.domain.release import Release
from app.domain.resolution import Resolution


def trouble_findings(
    release: Release,
    history: History,
    resolution: Resolution,
    outcome: Outcome,
    not_covered: AbstractSet[str],
) -> Iterator[Finding]:
    """Yield the D2xx and D3xx findings about single rows: those that are there twice, and those without a file."""
    for key in history.duplicates:
        yield Finding(Code.DUPLICATE, key)
    yield from _unknown_rows(release, history, resolution, outcome, not_covered)


def _unknown_rows(
    release: Release,
    history: History,
    resolution: Resolution,
    outcome: Outcome,
    not_covered: AbstractSet[str],
) -> Iterator[Finding]:
    """Yield the findings about rows without a file, app by app."""
    without_file = history.recorded - release.migrations.keys()
    if not without_file:
        return
    replaced = {key for squash in release.squashes for key in squash.replaces}
    by_app = _by_app(without_file - replaced)
    declared = resolution.graph.declared
    with_file = _by_app({key for key in history.recorded if key.app_label in by_app and key in declared})
    plan = frozenset(outcome.plan or ())
    for app_label, keys in by_app.items():
        if app_label in not_covered:
            files = files_of(release.passed_over, keys)
            yield Finding(Code.NOT_COVERED, keys[0], tuple(keys[1:]), files)
            continue
        recorded = with_file.get(app_label, ())
        first_migration = None if recorded else _starts_anew_with(resolution, plan, app_label)
        if first_migration:
            yield Finding(Code.STARTS_ANEW, first_migration, tuple(keys))
            continue
        residue = _squash_residue(history, resolution, recorded, keys)
        for key in keys:
            if key in residue:
                yield Finding(Code.SQUASH_RESIDUE, key)
            else:
                yield Finding(Code.UNKNOWN, key, names=files_of(release.passed_over, (key,)))


def _by_app(keys: AbstractSet[MigrationKey]) -> Mapping[str, Sequence[MigrationKey]]:
    """The keys of each app, sorted."""
    by_app: dict[str, list[MigrationKey]] = {}
    for key in sorted(keys):
        by_app.setdefault(key.app_label, []).append(key)
    return by_app


def _starts_anew_with(
    resolution: Resolution, plan: AbstractSet[MigrationKey], app_label: str
) -> MigrationKey | None:
    """
    Return the first migration of an app that has rows, none of them with a file, and would start anew, or None.

    Such an app starts anew when its first migration is in the plan.
    """
    roots = resolution.graph.roots(app_label)
    return roots[0] if roots and roots[0] in plan else None


def _squash_residue(
    history: History, resolution: Resolution, recorded: Sequence[MigrationKey], keys: Sequence[MigrationKey]
) -> frozenset[MigrationKey]:
    """
    Return the rows that were replaced by a squash whose `replaces` is gone, and whose own files are gone too.

    `recorded` are the rows of the app that have a file, `keys` those that have none. Two rules tell them. Before the
    first migration of an app, only what it replaced can have been recorded. And a migration with the name of a squash
    replaced what was recorded between its parents in the app and itself.
    """
    position = history.first_position
    spans: list[tuple[int, int]] = []
    for squash in recorded:
        of_app = (each for each in resolution.graph.parents[squash] if each.app_label == squash.app_label)
        parents = list(of_app)
        if not parents or SQUASH_NAME_PART in squash.name:
            start = max((position[parent] for parent in parents if parent in position), default=-1)
            spans.append((start, position[squash]))
    spans.sort(reverse=True)
    residue: set[MigrationKey] = set()
    end = -1
    for key in sorted(keys, key=position.__getitem__):
        while spans and spans[-1][0] < position[key]:
            end = max(end, spans.pop()[1])
        if position[key] < end:
            residue.add(key)
    return frozenset(residue)


def squash_findings(release: Release, history: History, resolution: Resolution) -> Iterator[Finding]:
    """Yield every finding about a squash that stepped aside, or that has a row which does not count."""
    for squash in release.squashes:
        yield from _squash_findings(release, history, resolution, squash.key)


def _squash_findings(
    release: Release, history: History, resolution: Resolution, squash: MigrationKey
) -> Iterator[Finding]:
    replaces = release.migrations[squash].replaces
    if squash in resolution.partial:
        skipped = {key for key in replaces if key not in history.recorded and key not in release.migrations}
        if skipped:
            yield Finding(Code.SILENT_SKIP, squash, tuple(sorted(skipped)))
        elif squash in history.recorded:
            unrecorded = {key for key in replaces if key not in history.recorded}
            not_applied = {key for key in replaces if key not in resolution.applied}
            yield Finding(Code.STALE_SQUASH_ROW, squash, tuple(sorted(unrecorded or not_applied)))
        else:
            yield Finding(Code.PARTIAL_SQUASH, squash, tuple(sorted(replaces)))
    elif squash in history.recorded and squash in resolution.substituted - resolution.applied:
        yield Finding(Code.HOLLOW_SQUASH_ROW, squash, tuple(sorted(replaces)))


def makemigrations_findings(
    release: Release, history: History, outcome: Outcome, alias: str
) -> PossibleFindings:
    """Why `makemigrations` ends with an error while `migrate` runs. `alias` is the database's name in Django."""
    if not release.squashes or outcome.refuses or not is_looked_at(release, alias):
        return PossibleFindings()
    return possible_findings(
        tuple(
            tuple(_makemigrations_findings(release, history, resolution))
            for resolution in resolutions_of_makemigrations(release)
        )
    )


def _makemigrations_findings(release: Release, history: History, resolution: Resolution) -> Iterator[Finding]:
    if not makemigrations_on(release, history, resolution).refuses:
        return
    parents_without_row = (
        {} if resolution.refusal else all_violations(release, history.recorded, resolution.graph)
    )
    for key, parents in parents_without_row.items():
        yield Finding(Code.ONLY_MAKEMIGRATIONS, key, parents)
    if not parents_without_row:
        squashes = tuple(squash.key for squash in release.squashes)
        yield Finding(Code.ONLY_MAKEMIGRATIONS, squashes[0], squashes[1:])
