"""The findings for which Django refuses: all of them, where Django names the first."""

from collections.abc import Iterator

from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.consistency import Pairs
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.resolution.graph import cycles
from app.domain.resolution.squash import interacting_squashes

CYCLES_SHOWN = 20


def blocking_findings(
    release: Release, resolution: Resolution, outcome: Outcome, pairs: Pairs
) -> Iterator[Finding]:
    """Every D1xx finding of one resolution; `pairs` are the violations on its graph."""
    if outcome.alternatives:
        subjects = interacting_squashes(release) or tuple(release.migrations)
        yield Finding(Code.UNDEFINED, subjects[0], subjects[1:])
    if resolution.refusal:
        for key in resolution.refusal.subjects:
            if resolution.refusal.raises == "ValueError":
                yield Finding(Code.UNKNOWN_APP, key)
            else:
                yield _circle(release, key)
        return
    for key in resolution.dropped:
        yield _circle(release, key)
    graph = resolution.graph
    for key in graph.missing:
        yield Finding(Code.MISSING_PARENT, key, tuple(sorted(graph.children[key] | graph.parents[key])))
    for cycle in cycles(graph, limit=CYCLES_SHOWN) if graph.has_cycle else ():
        yield Finding(Code.CYCLE, cycle[0], cycle[1:])
    for key, late in pairs.items():
        yield Finding(Code.MISSING_DEPENDENCY, key, late)
    for leaves in () if graph.missing else graph.conflicts.values():
        yield Finding(Code.FORKED, leaves[0], leaves[1:])


def _circle(release: Release, squash: MigrationKey) -> Finding:
    return Finding(Code.SQUASH_CIRCLE, squash, tuple(sorted(release.migrations[squash].replaces)))
