"""What of a comparison a printed error fits: its finding, or a migration that waits to run."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.error_text.printed_error import ErrorKind, PrintedError
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey

CODES: Mapping[ErrorKind, tuple[Code, ...]] = {
    ErrorKind.INCONSISTENT_HISTORY: (Code.MISSING_DEPENDENCY, Code.ONLY_MAKEMIGRATIONS),
    ErrorKind.MISSING_NODE: (Code.MISSING_PARENT, Code.UNDEFINED),
    ErrorKind.CYCLE: (Code.CYCLE, Code.SQUASH_CIRCLE),
    ErrorKind.FORKED: (Code.FORKED,),
    ErrorKind.SQUASH_CIRCLE: (Code.SQUASH_CIRCLE,),
    ErrorKind.UNKNOWN_APP: (Code.UNKNOWN_APP,),
    ErrorKind.KEY_ERROR: (
        Code.SILENT_SKIP,
        Code.STALE_SQUASH_ROW,
        Code.HOLLOW_SQUASH_ROW,
        Code.UNDEFINED,
        Code.MISSING_PARENT,
    ),
    ErrorKind.EXISTS_ALREADY: (
        Code.STARTS_ANEW,
        Code.TABLES_WITHOUT_ROWS,
        Code.TABLE_ELSEWHERE,
        Code.STALE_SQUASH_ROW,
        Code.HOLLOW_SQUASH_ROW,
        Code.RUNS_AGAIN,
        Code.RENAMED,
        Code.RELABELLED,
    ),
    ErrorKind.NOT_THERE: (
        Code.SILENT_SKIP,
        Code.REUSED_NAME,
        Code.EDITED,
        Code.RENAMED,
        Code.RELABELLED,
        Code.UNKNOWN,
        Code.TABLE_ELSEWHERE,
    ),
}
"""Of each kind of error the findings that show it, the likeliest first; none for errors that no finding shows."""

MAKING = ("CreateModel", "AddField")
"""The kinds of operations that make a table or a column. Its name is Django's default one: a release tells no other."""


@dataclass(frozen=True, slots=True)
class Fit:
    """
    A finding that shows an error, or with None a migration that waits to run and would bring it or end it.

    It `is_exact` where every migration that the error names belongs to it; else it is close: the same kind of error
    on some of the same migrations.
    """

    migration: MigrationKey
    finding: Finding | None = None
    is_exact: bool = True


def fits(error: PrintedError, drift: Drift) -> tuple[Fit, ...]:
    """
    What fits the error: the exact ones if there are any, of these the ones about the migration that it names first.

    Linear in findings and in what waits to run.
    """
    found = [*_findings(error, drift), *_waiting(error, drift)]
    exact = [fit for fit in found if fit.is_exact]
    first = [fit for fit in exact if error.keys and error.keys[0].names(fit.migration)]
    return tuple(first or exact or found)


def _findings(error: PrintedError, drift: Drift) -> Iterator[Fit]:
    codes = CODES.get(error.kind, ())
    needed = _needed(error, drift)
    is_of_app = any(text.endswith(f": {app}") for text in drift.outcome.messages for app in error.apps)
    for finding in drift.findings:
        if finding.code in codes:
            if is_of_app if error.kind is ErrorKind.UNKNOWN_APP else _is_exact(error, finding, needed):
                yield Fit(finding.subject, finding)
            elif _is_close(error, finding):
                yield Fit(finding.subject, finding, is_exact=False)


def _is_exact(error: PrintedError, finding: Finding, needed: AbstractSet[MigrationKey]) -> bool:
    if not set(error.names).isdisjoint(finding.names):
        return True
    keys = (finding.subject, *finding.related)
    if not needed.isdisjoint(keys):
        return True
    if not error.keys or not all(any(printed.names(key) for key in keys) for printed in error.keys):
        return False
    if error.kind is ErrorKind.INCONSISTENT_HISTORY and len(error.keys) > 1:
        return error.keys[0].names(finding.subject)
    return True


def _needed(error: PrintedError, drift: Drift) -> frozenset[MigrationKey]:
    """
    What the migration that was applied depends on, where something was not there.

    Where Django passes over a dependency, the one that needs it is the first to fail.
    """
    if error.kind is not ErrorKind.NOT_THERE:
        return frozenset()
    migrations = drift.release.migrations.values()
    applied = (each for each in migrations if error.keys and error.keys[0].names(each.key))
    return frozenset(key for migration in applied for key in migration.dependencies)


def _is_close(error: PrintedError, finding: Finding) -> bool:
    """Whether the error is of the same kind on one of the same migrations, or of apps; or names none."""
    if not error.keys:
        return not error.names and not error.apps
    if error.kind is ErrorKind.FORKED:
        return finding.subject.app_label == error.keys[0].app_label
    keys = (finding.subject, *finding.related)
    return any(printed.names(key) for printed in error.keys for key in keys)


def _waiting(error: PrintedError, drift: Drift) -> Iterator[Fit]:
    """Yield the migration that waits to run: it was being applied, or makes what is not there."""
    plan = drift.outcome.plan or ()
    if not plan:
        return
    if error.kind is ErrorKind.UNAPPLIED:
        apps = {key.app_label for key in plan}
        if (error.number == len(plan) and not error.apps) or apps == set(error.apps):
            yield Fit(plan[0], is_exact=error.number == len(plan))
    elif error.kind in (ErrorKind.EXISTS_ALREADY, ErrorKind.NOT_THERE, ErrorKind.STOPPED):
        if error.keys:
            yield from (Fit(key, is_exact=False) for key in plan if error.keys[0].names(key))
        elif error.kind is ErrorKind.NOT_THERE:
            yield from _makers(error, drift, plan)


def _makers(error: PrintedError, drift: Drift, plan: tuple[MigrationKey, ...]) -> Iterator[Fit]:
    """Yield the first migration of a plan that makes one of the tables or columns that are not there."""
    wanted = {name.rpartition(".")[2].removesuffix("_id") for name in error.names}
    for key in plan:
        for operation in drift.release.migrations[key].operations:
            model, _, field = (operation.name or "").partition(".")
            made = field.lower() if operation.kind == "AddField" else f"{key.app_label}_{model.lower()}"
            if operation.kind in MAKING and made in wanted:
                yield Fit(key)
                return
