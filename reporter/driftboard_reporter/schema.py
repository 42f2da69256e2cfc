"""
What each migration does to tables and columns, as Django itself would do it. No database is asked.

Django's own operations are run on the state that the migrations before have made, with a schema editor that writes down
what it is told in place of SQL. What a project's own operations do on a database is not known, nor what code does.
"""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

# ruff: noqa: SLF001 - Django documents the options of a model as `_meta`
from django.db import connection
from django.db.migrations import operations as kinds
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

from driftboard_reporter.moment import moment
from driftboard_reporter.running_order import running_orders

if TYPE_CHECKING:
    from collections.abc import Iterable

    Key = tuple[str, str]
    Changes = list[dict[str, Any]]

SHORTEST_LIMIT = 60
"""A name of at most so many characters is the same in every database; a longer one is given in its parts."""

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
    editor = _Editor(before, is_repointing=isinstance(operation, kinds.AlterField))
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


class _Editor:
    """Writes down what a schema editor is told. Of all else that it is told it takes no notice."""

    def __init__(self, before: Any, *, is_repointing: bool) -> None:
        self._before = before
        self.changes: Changes = []
        self.connection = SimpleNamespace(alias="default", vendor=connection.vendor)
        self._is_repointing = is_repointing

    def __getattr__(self, name: str) -> Any:
        return _do_nothing

    def _write(self, does: str, model: Any, **more: Any) -> None:
        self.changes.append({"does": does, "table": _table(model), **more})

    def create_model(self, model: Any) -> None:
        """The table of the model, and those of its many-to-many fields."""
        columns = [_column(field) for field in model._meta.local_fields if _has_column(field)]
        self._write("create-table", model, **({"columns": columns} if columns else {}))
        for through in _through_tables(model):
            self.create_model(through)

    def delete_model(self, model: Any) -> None:
        """The tables of the many-to-many fields go first."""
        for through in _through_tables(model):
            self.delete_model(through)
        self._write("drop-table", model)

    def alter_db_table(self, model: Any, old: str, new: str) -> None:
        """The model is that with the new name."""
        if old != new:
            # The models before have the parts of the name: other databases may shorten it otherwise.
            models = self._before.apps.get_models(include_auto_created=True)
            former = next((_table(each) for each in models if each._meta.db_table == old), None)
            if former is None:
                raise _NotKnown
            self.changes.append({"does": "rename-table", "table": former, "to": _table(model)})

    def add_field(self, model: Any, field: Any) -> None:
        """A column, or the table of a many-to-many field."""
        if _is_auto_through(field):
            self.create_model(field.remote_field.through)
        elif _has_column(field):
            self._write("add-column", model, columns=[_column(field)])

    def remove_field(self, model: Any, field: Any) -> None:
        """A column, or the table of a many-to-many field."""
        if _is_auto_through(field):
            self.delete_model(field.remote_field.through)
        elif _has_column(field):
            self._write("drop-column", model, columns=[{"name": field.column}])

    def alter_field(self, model: Any, old: Any, new: Any, strict: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Django's own arguments
        """The name of a column, whether it may be empty, what it refers to; or a many-to-many field."""
        if _is_auto_through(old) and _is_auto_through(new):
            self._alter_many_to_many(model, old, new)
            return
        if _has_column(old) != _has_column(new):
            raise _NotKnown
        if not _has_column(new):
            return
        before, after = _column(old), _column(new)
        if before["name"] != after["name"]:
            self._write("rename-column", model, columns=[{"name": before["name"]}], to=after["name"])
            before["name"] = after["name"]
        if not self._is_repointing:  # at most the other table has a new name
            before.pop("references", None)
            after = {name: value for name, value in after.items() if name != "references"}
        if before != after:
            self._write("alter-column", model, columns=[_column(new)])

    def _alter_many_to_many(self, model: Any, old: Any, new: Any, strict: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Django's own arguments
        before, after = old.remote_field.through, new.remote_field.through
        self.alter_db_table(after, before._meta.db_table, after._meta.db_table)
        for name in ("m2m_reverse_field_name", "m2m_field_name"):
            self.alter_field(
                after,
                before._meta.get_field(getattr(old, name)()),
                after._meta.get_field(getattr(new, name)()),
            )


def _do_nothing(*_: Any, **__: Any) -> None:
    """What stands for the methods of a schema editor that touch no column."""


class _NotKnown(Exception):
    """Raised for something that has no plain name."""


def _is_auto_through(field: Any) -> bool:
    """Whether Django makes a table for a many-to-many field."""
    return bool(field.many_to_many and field.remote_field.through._meta.auto_created)


def _through_tables(model: Any) -> list[Any]:
    return [field.remote_field.through for field in model._meta.local_many_to_many if _is_auto_through(field)]


def _has_column(field: Any) -> bool:
    """Whether the field has a column in the default database."""
    if field.column is None or field.many_to_many:
        return False
    if connection.vendor == "unknown" or field.remote_field is not None:
        return True
    return field.db_parameters(connection)["type"] is not None


def _column(field: Any) -> dict[str, Any]:
    """A column in the form of the manifest."""
    if '"' in field.column:
        raise _NotKnown
    has_default = field.has_default() or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
    column = {"name": field.column, "null": bool(field.null), "default": bool(has_default)}
    if field.remote_field is not None and field.remote_field.model is not None:
        column["references"] = _table(field.remote_field.model)
    return column


def _table(model: Any) -> Any:
    """The name of a table in the form of the manifest: a text, or its parts where databases shorten it."""
    options = model._meta
    given = options.original_attrs.get("db_table")
    text, field, is_given = given or f"{options.app_label}_{options.model_name}", "", bool(given)
    owner = options.auto_created
    if owner:
        own = next(each for each in owner._meta.local_many_to_many if each.remote_field.through is model)
        text, field, is_given = own.db_table, "", True
        if not own.db_table:
            of_owner = _table(owner)
            text, _, is_given = of_owner if isinstance(of_owner, list) else (of_owner, "", False)
            field = own.name
    whole = f"{text}_{field}" if field else text
    if len(whole.encode()) <= SHORTEST_LIMIT:
        return _plain(options.db_table)
    return [text, field, is_given]


def _plain(name: str) -> str:
    """A name that no database shortens. Raises `_NotKnown`."""
    if len(name.encode()) > SHORTEST_LIMIT or '"' in name:
        raise _NotKnown
    return name
