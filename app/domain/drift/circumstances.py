"""What a comparison knows of one of its findings, beside its keys."""

import re
from dataclasses import replace

from app.domain.drift.comparison import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.release import Migration
from app.domain.resolution import MigrationGraph, declare, resolve
from app.domain.runbook.circumstances import STANDS_ALONE, Circumstances, Variant
from app.domain.runbook.edges import edge_variant

NUMBER = re.compile(r"\d+", re.ASCII)
"""Matches the number at the beginning of a migration's name."""

PACKAGE_FOLDERS = frozenset({"site-packages", "dist-packages"})


def circumstances_of(drift: Drift, finding: Finding) -> Circumstances:
    """What the comparison knows of this finding of it."""
    return replace(_circumstances_of(drift, finding), is_by_chance=finding in drift.by_chance)


def _circumstances_of(drift: Drift, finding: Finding) -> Circumstances:
    is_certain = not drift.release.unreadable or finding.code in STANDS_ALONE
    match finding.code:
        case Code.MISSING_DEPENDENCY:
            variant = edge_variant(drift.release, finding)
            return Circumstances(variant, is_certain, missing=_missing(drift, finding))
        case Code.CYCLE:
            return _of_cycle(drift, finding, is_certain=is_certain)
        case Code.FORKED:
            return _of_fork(drift, finding, is_certain=is_certain)
        case Code.UNKNOWN:
            return Circumstances(is_certain=is_certain, before=_before(drift, finding.subject))
        case Code.DUPLICATE:
            return Circumstances(is_certain=is_certain, greater_ids=_greater_ids(drift, finding.subject))
        case Code.UNDEFINED:
            return Circumstances(_chance_variant(drift.outcome), is_certain)
    return Circumstances(_squash_variant(drift, finding), is_certain)


def _chance_variant(outcome: Outcome) -> Variant:
    if outcome.refuses_by_chance:
        return Variant.GENERAL
    return Variant.REFUSED_IN_EVERY_RUN if outcome.refuses else Variant.REFUSED_IN_NO_RUN


def _squash_variant(drift: Drift, finding: Finding) -> Variant:
    """Which words fit a finding about a squash, by what Django does; the general ones for any other finding."""
    plan = drift.outcome.plan
    match finding.code:
        case Code.SQUASH_CIRCLE if finding.subject in finding.related:
            return Variant.REPLACES_ITSELF
        case code if _hangs_on_chance(drift, code):
            return Variant.WHILE_CHANCE_DECIDES
        case Code.PARTIAL_SQUASH if plan is not None and _is_passed_over(drift, finding):
            return Variant.NEEDED_BY_NOTHING
        case Code.STALE_SQUASH_ROW if drift.history.recorded.issuperset(finding.related):
            return Variant.REPLACED_ROW_DOES_NOT_COUNT
        case Code.PARTIAL_SQUASH | Code.SILENT_SKIP if drift.outcome.refuses:
            return Variant.WHILE_REFUSED
        case Code.ONLY_MAKEMIGRATIONS if not finding.related:
            return Variant.ALONE
        case Code.HOLLOW_SQUASH_ROW if plan is not None and finding.subject not in plan:
            return Variant.NEEDED_BY_NOTHING
    return Variant.GENERAL


def _hangs_on_chance(drift: Drift, code: Code) -> bool:
    """Whether chance decides what Django does about a squash: whether it refuses, or what it runs."""
    if code is Code.HOLLOW_SQUASH_ROW:
        return bool(drift.outcome.alternatives)
    return code in (Code.PARTIAL_SQUASH, Code.SILENT_SKIP) and drift.outcome.refuses_by_chance


def _is_passed_over(drift: Drift, finding: Finding) -> bool:
    """Whether Django leaves out some of what a squash replaces: only a leaf that is applied needs it."""
    unapplied = drift.resolution.graph.declared.intersection(finding.related) - drift.resolution.applied
    return not unapplied.issubset(drift.outcome.plan or ())


def _missing(drift: Drift, finding: Finding) -> tuple[MigrationKey, ...]:
    """
    The migrations without a row that stand before the related ones, and these, in the order in which they run.

    A squash counts only by the rows of what it replaces, so these come before it. Without a usable graph: none.
    """
    graph, recorded = drift.resolution.graph, drift.history.recorded
    missing: dict[MigrationKey, None] = {}
    # What another graph has, to which chance may lead, this one may lack.
    parents = () if graph.has_cycle else (key for key in finding.related if key in graph.parents)
    for key in graph.forwards_plan(*parents):
        if key not in drift.resolution.applied and key in graph.declared:
            replaced = drift.release.migrations[key].replaces
            missing |= dict.fromkeys(name for name in (*replaced, key) if name not in recorded)
    return tuple(missing)


def _of_cycle(drift: Drift, finding: Finding, *, is_certain: bool) -> Circumstances:
    """
    Looks for a file that bears a name which a squash of the cycle replaces, and needs that squash.

    Where the files form a circle by themselves, that is the cause.
    """
    migrations, graph = drift.release.migrations, declare(drift.release).graph
    without_circle = frozenset(graph.topological_order).intersection(migrations)
    for squash in (finding.subject, *finding.related):
        files = [
            file
            for file in (migrations[squash].replaces if squash in migrations else ())
            if file != squash and file in without_circle
        ]
        needing = frozenset(graph.backwards_plan(squash)) if files else frozenset()
        file = next((file for file in files if file in needing), None)
        if file is not None:
            return Circumstances(Variant.NAME_IN_REPLACES, is_certain, file=file, squash=squash)
    return Circumstances(is_certain=is_certain)


def _of_fork(drift: Drift, finding: Finding, *, is_certain: bool) -> Circumstances:
    keys = (finding.subject, *finding.related)
    leaves = [drift.release.migrations[key] for key in keys]
    recorded = tuple(key for key in keys if key in drift.history.recorded)
    unrecorded = [leaf for leaf in leaves if leaf.key not in recorded]
    surplus = (unrecorded[0].path or "") if len(unrecorded) == 1 and recorded else ""
    return Circumstances(_fork_variant(drift, leaves), is_certain, recorded=recorded, surplus=surplus)


def _fork_variant(drift: Drift, leaves: list[Migration]) -> Variant:
    if any(PACKAGE_FOLDERS.intersection((leaf.path or "").split("/")) for leaf in leaves):
        return Variant.INSTALLED_PACKAGE
    operations = leaves[0].operations
    is_known = bool(operations) and all(operation.fingerprint for operation in operations)
    if is_known and all(leaf.operations == operations for leaf in leaves):
        return Variant.STALE_COPY
    if not _has_common_ancestor(drift, [leaf.key for leaf in leaves]):
        return Variant.NO_COMMON_ANCESTOR
    numbers = {number[0] if (number := NUMBER.match(leaf.key.name)) else leaf.key.name for leaf in leaves}
    return Variant.SAME_NUMBER if len(numbers) == 1 else Variant.GENERAL


def _has_common_ancestor(drift: Drift, leaves: list[MigrationKey]) -> bool:
    """
    Whether `makemigrations --merge` finds one: the plans to the leaves, within the app, begin with the same migration.

    Its graph has every squash in place. Source: `handle_merge` in `makemigrations.py`.
    """
    graph: MigrationGraph = resolve(drift.release, frozenset()).graph
    return not graph.nodes.issuperset(leaves) or len(set(graph.first_of_app(leaves).values())) == 1


def _before(drift: Drift, key: MigrationKey) -> str:
    """
    The name of the row of the app before an unknown row, `zero` where the app has no other row; else empty.

    Django records a migration after what it needs, so the row before it is the last that it can need.
    """
    before = drift.history.recorded_before[key]
    if before is not None:
        return before.name
    return "zero" if key.app_label in drift.history.apps_with_one_key else ""


def _greater_ids(drift: Drift, key: MigrationKey) -> tuple[int, ...]:
    """The ids of a migration's rows but the least; empty where some row has none."""
    ids = [row.id for row in drift.history.rows_of(key)]
    known = sorted(id_ for id_ in ids if id_ is not None)
    return tuple(known[1:]) if len(known) == len(ids) else ()
