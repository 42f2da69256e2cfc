"""The findings for which Django ends with an error. Django names the first of them; these are all."""

from collections.abc import Iterator

from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.outcome.outside import all_violations
from app.domain.passed_over import files_of
from app.domain.release import Release
from app.domain.resolution import Resolution
from app.domain.resolution.graph import cycles
from app.domain.resolution.squash import interacting_squashes

MAX_CYCLES = 20
"""At most this many cycles become findings."""


def undefined_findings(release: Release, outcome: Outcome) -> Iterator[Finding]:
    """Yield the finding that chance decides what `migrate` does, where it does."""
    if outcome.alternatives:
        subjects = interacting_squashes(release) or tuple(release.migrations)
        yield Finding(Code.UNDEFINED, subjects[0], subjects[1:])


def blocking_findings(release: Release, history: History, resolution: Resolution) -> Iterator[Finding]:
    """Yield every D1xx finding of one resolution, but that chance chooses it."""
    if resolution.refusal:  # without a graph Django does not get as far as the rows
        for key in resolution.refusal.subjects:
            if resolution.refusal.raises == "ValueError":
                yield Finding(Code.UNKNOWN_APP, key)
            else:
                yield _squash_circle(release, key)
        return
    graph = resolution.graph
    for key in graph.dropped:
        yield _squash_circle(release, key)
    for key in graph.missing:
        related = tuple(sorted(graph.children[key] | graph.parents[key]))
        yield Finding(Code.MISSING_PARENT, key, related, files_of(release.passed_over, (key,)))
    for cycle in cycles(graph, max_cycles=MAX_CYCLES) if graph.has_cycle or graph.is_endless else ():
        yield Finding(Code.CYCLE, cycle[0], cycle[1:])
    for key, parents in all_violations(release, history.recorded, graph).items():
        yield Finding(Code.MISSING_DEPENDENCY, key, parents)
    for leaves in () if graph.missing else graph.conflicts.values():
        yield Finding(Code.FORKED, leaves[0], leaves[1:])


def _squash_circle(release: Release, squash: MigrationKey) -> Finding:
    return Finding(Code.SQUASH_CIRCLE, squash, tuple(sorted(release.migrations[squash].replaces)))
