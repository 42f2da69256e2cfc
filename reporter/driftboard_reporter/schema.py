"""
What each migration does to tables and columns, as Django itself would do it. No database is asked.

Django's own operations are run on the state that the migrations before have made, with a schema editor that writes down
what it is told in place of SQL. What a project's own operations do on a database is not known, nor what code does.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

# ruff: noqa: SLF001 - Django documents the options of a model as `_meta`
from django.db.migrations import operations as kinds
from django.db.migrations.state import ProjectState

from driftboard_reporter.editor import Editor
from driftboard_reporter.moment import moment
from driftboard_reporter.running_order import running_orders

if TYPE_CHECKING:
    from collections.abc import Iterable

    Key = tuple[str, str]
    Changes = list[dict[str, Any]]

CHANGING = (
    kinds.CreateModel,
    kinds.DeleteModel,
    kinds.RenameModel,
    kinds.AlterModelTable,
    kinds.AlterOrderWithRespectTo,
    kinds.AddField,
    kinds.RemoveField,
    kinds.AlterField,
    kinds.RenameField,
)
"""The operations that change tables and columns; all others of Django's change neither, or run code."""


def schema_changes(
    migrations: dict[Key, Any], unmigrated_apps: Iterable[str]
) -> dict[Key, list[Changes | None]]:
    """The changes of each operation of each migration; None where they are not known. Raises nothing."""
    try:
        orders = running_orders(
            {key: _keys(migration.dependencies) for key, migration in migrations.items()},
            {key: _keys(migration.run_before) for key, migration in migrations.items()},
            {key: _keys(migration.replaces) for key, migration in migrations.items()},
        )
    except (TypeError, IndexError, ValueError):  # something that is no pair; Django cannot use it either
        return {}
    found: dict[Key, list[Changes | None]] = {}
    for order in orders:
        state = ProjectState(real_apps=set(unmigrated_apps))
        for key in order:
            known: list[Changes | None] = []
            try:
                for operation in migrations[key].operations:
                    known.append(_step(operation, key[0], state))  # noqa: PERF401 - those before an error stay known
            except Exception:  # noqa: BLE001 - code of the project; from here on the state is not known
                break
            found.setdefault(key, known)
    return found


def _keys(pairs: Any) -> list[Key]:
    return [(pair[0], pair[1]) for pair in pairs or ()]


def _step(operation: Any, label: str, state: Any) -> Changes | None:
    """The changes of one operation; the state is then that after it."""
    function = type(operation).database_forwards
    if function is kinds.SeparateDatabaseAndState.database_forwards:
        changes = _separate(operation, label, state.clone())
        operation.state_forwards(label, state)
        return changes
    if any(function is kind.database_forwards for kind in CHANGING):
        return _recorded(operation, label, state)
    operation.state_forwards(label, state)
    return [] if _changes_nothing(operation, function) else None


def _separate(operation: Any, label: str, state: Any) -> Changes | None:
    """The changes of the operations that alone touch the database, one after another."""
    changes: Changes = []
    for inner in operation.database_operations:
        of_inner = _step(inner, label, state)
        if of_inner is None:
            return None
        changes += of_inner
    return changes


def _changes_nothing(operation: Any, function: Any) -> bool:
    """Whether it is one of Django's that touches neither tables nor columns, or code that does nothing."""
    if function is kinds.RunPython.database_forwards:
        return operation.code is kinds.RunPython.noop
    if function is kinds.RunSQL.database_forwards:
        return bool(operation.sql == kinds.RunSQL.noop)
    module = str(function.__module__)
    return module.startswith(("django.db.migrations.operations.", "django.contrib.postgres.operations"))


def _recorded(operation: Any, label: str, state: Any) -> Changes | None:
    """What a schema editor is told; None where it is told something that has no name."""
    try:
        before = moment(operation, label, state, is_after=False)
    except Exception:  # noqa: BLE001 - a field of the project, which cannot be copied
        before = None
    operation.state_forwards(label, state)
    if before is None:
        return None
    editor = Editor(before, is_repointing=isinstance(operation, kinds.AlterField))
    own = copy.copy(operation)
    own.allow_migrate_model = _has_table
    try:
        after = moment(operation, label, state, is_after=True)
        own.database_forwards(label, editor, before, after)
    except Exception:  # noqa: BLE001 - a field of the project; the others are known all the same
        return None
    return editor.changes


def _has_table(_: str, model: Any) -> bool:
    """Whether Django makes a table for it, in whatever database the routers put it."""
    options = model._meta
    return not (options.proxy or options.swapped or not options.managed)
