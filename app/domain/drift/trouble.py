"""
Trouble that looks healthy, and what is only worth knowing: what Django passes over without a word.

Each is a fact about rows and files; nothing here is guessed from names but the residue of squashes that were cleaned
up, which is information only.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.commands import makemigrations
from app.domain.outcome.consistency import violations
from app.domain.release import Release
from app.domain.resolution import Resolution, resolve

SQUASHED = "_squashed"
"""`squashmigrations` writes it into the names it makes."""


def trouble_findings(
    release: Release,
    history: History,
    resolution: Resolution,
    outcome: Outcome,
    not_covered: AbstractSet[str],
) -> Iterator[Finding]:
    """Every D2xx and D3xx finding but the recorded order."""
    for key in history.repeated:
        yield Finding(Code.DUPLICATE, key)
    yield from _unknown_rows(release, history, resolution, outcome, not_covered)
    for squash in release.squashes:
        yield from _squash(release, history, resolution, squash.key)
    if release.squashes and not outcome.refuses:
        yield from _only_makemigrations(release, history)


def _unknown_rows(
    release: Release,
    history: History,
    resolution: Resolution,
    outcome: Outcome,
    not_covered: AbstractSet[str],
) -> Iterator[Finding]:
    """Rows without files, app by app."""
    without_file = history.recorded - release.migrations.keys()
    if not without_file:
        return
    replaced = {key for squash in release.squashes for key in squash.replaces}
    by_app: dict[str, list[MigrationKey]] = {}
    for key in sorted(without_file - replaced):
        by_app.setdefault(key.app_label, []).append(key)
    for app_label, keys in by_app.items():
        if app_label in not_covered:
            yield Finding(Code.NOT_COVERED, keys[0], tuple(keys[1:]))
            continue
        anew = _starts_anew(history, resolution, outcome, app_label)
        if anew:
            yield Finding(Code.STARTS_ANEW, anew, tuple(keys))
            continue
        residue = _squash_residue(history, resolution, app_label, keys)
        for key in keys:
            yield Finding(Code.SQUASH_RESIDUE if key in residue else Code.UNKNOWN, key)


def _starts_anew(
    history: History, resolution: Resolution, outcome: Outcome, app_label: str
) -> MigrationKey | None:
    """The first migration of an app that would run although the app has rows, none of them of a file it still has."""
    roots = resolution.graph.roots(app_label)
    if not roots or roots[0] not in (outcome.plan or ()):
        return None
    if any(key.app_label == app_label for key in history.recorded & resolution.graph.declared):
        return None
    return roots[0]


def _squash_residue(
    history: History, resolution: Resolution, app_label: str, keys: list[MigrationKey]
) -> frozenset[MigrationKey]:
    """
    Rows that a squash left behind whose files, and whose `replaces`, are gone.

    Nothing of an app is recorded before its first migration, but what that migration has replaced; and a migration
    that bears the name of a squash replaced what stands between its dependencies' rows and its own.
    """
    first = history.first_position
    graph = resolution.graph
    left: set[MigrationKey] = set()
    for heir in sorted(graph.declared & history.recorded):
        own = [parent for parent in graph.parents[heir] if parent.app_label == app_label]
        if heir.app_label != app_label or (own and SQUASHED not in heir.name):
            continue
        since = max((first[parent] for parent in own if parent in first), default=-1)
        left.update(key for key in keys if since < first[key] < first[heir])
    return frozenset(left)


def _squash(
    release: Release, history: History, resolution: Resolution, squash: MigrationKey
) -> Iterator[Finding]:
    replaces = release.migrations[squash].replaces
    if squash in resolution.partial:
        lost = {key for key in replaces if key not in history.recorded and key not in release.migrations}
        if lost:
            yield Finding(Code.SILENT_SKIP, squash, tuple(sorted(lost)))
        elif squash in history.recorded:
            unrecorded = tuple(sorted(key for key in replaces if key not in history.recorded))
            yield Finding(Code.STALE_SQUASH_ROW, squash, unrecorded)
        else:
            yield Finding(Code.PARTIAL_SQUASH, squash, tuple(sorted(replaces)))
    elif squash in history.recorded and squash in resolution.substituted - resolution.applied:
        yield Finding(Code.HOLLOW_SQUASH_ROW, squash, tuple(sorted(replaces)))


def _only_makemigrations(release: Release, history: History) -> Iterator[Finding]:
    """What `makemigrations` refuses while `migrate` does not."""
    if not makemigrations(release, history).refuses:
        return
    whole = resolve(release, frozenset())
    pairs = {} if whole.refusal else violations(release, history.recorded, whole.graph)
    for key, late in pairs.items():
        yield Finding(Code.ONLY_MAKEMIGRATIONS, key, late)
    if not pairs:
        squashes = tuple(squash.key for squash in release.squashes)
        yield Finding(Code.ONLY_MAKEMIGRATIONS, squashes[0], squashes[1:])
