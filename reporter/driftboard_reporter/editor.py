"""
A schema editor that writes down what it is told, in the form of the manifest, in place of SQL.

Source: `BaseDatabaseSchemaEditor` in `django/db/backends/base/schema.py` (3.2 to 6.1).
"""

# ruff: noqa: SLF001 - Django documents the options of a model as `_meta`

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import NOT_PROVIDED, AutoField, BigAutoField, SmallAutoField

if TYPE_CHECKING:
    Changes = list[dict[str, Any]]

SHORTEST_LIMIT = 60
"""A name of at most so many characters is the same in every database; a longer one is given in its parts."""


class Editor:
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
            after.pop("references", None)
        before.pop("filled", None)
        after.pop("filled", None)
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
    if has_default or _fills_itself(field):
        column["filled"] = (
            _fills_itself(field) or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
        )
    return column


def _fills_itself(field: Any) -> bool:
    """Whether the database computes or counts its values."""
    return isinstance(field, (AutoField, BigAutoField, SmallAutoField)) or bool(
        getattr(field, "generated", False)
    )


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
