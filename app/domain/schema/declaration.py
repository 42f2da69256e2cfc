"""
What one operation states in its source, as far as it bears on tables and columns, and its form in JSON.

A declaration does not know what the operations before it have made: `app.domain.schema.replay` puts them together.
"""

import json
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldDeclaration:
    """
    A field of a model. None means that a value is not known.

    `column` is the name of its column, empty for a field without one; `is_named` says that the field names it itself.
    `to` is the model that it refers to: `users.user`, `self`, or `__setting__.AUTH_USER_MODEL`; empty for a field that
    refers to none. `is_many` is of a many-to-many field for which Django makes a table, and `table` the name that it
    gives this table; empty for Django's own choice. `filled` says whether the database itself gives the column a value
    where a row comes without one; it is stated where that is not plain.
    """

    name: str
    column: str | None = None
    null: bool | None = None
    default: bool | None = None
    to: str | None = ""
    is_named: bool = False
    is_many: bool = False
    table: str | None = ""
    is_primary: bool = False
    filled: bool | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """
    One operation: its kind, and what it states. Names of models are in lower case.

    `model` is the model that it changes, `field` and `name` the field of it, `to` a new name of either. A new model has
    `fields`, `bases` (models alone), and options: `table` (empty for the default, None for one that is not known),
    `is_managed`, `is_proxy`, `swappable`, `is_ordered`. `is_code` is of code that does something, `is_unread` of an
    operation of which the model alone is known. `database` and `state` are the operations within, each None where
    nothing is known of it.
    """

    kind: str
    model: str = ""
    name: str = ""
    to: str = ""
    field: FieldDeclaration | None = None
    keeps_default: bool = True
    fields: tuple[FieldDeclaration, ...] = ()
    bases: tuple[str, ...] = ()
    table: str | None = ""
    is_managed: bool | None = True
    is_proxy: bool = False
    swappable: str | None = ""
    is_ordered: bool = False
    is_code: bool = False
    is_unread: bool = False
    database: "tuple[Declaration | None, ...]" = ()
    state: "tuple[Declaration | None, ...]" = ()


def written(declaration: Declaration) -> str:
    """The declaration as one line of JSON."""
    return json.dumps(_object(declaration), ensure_ascii=False, separators=(",", ":"))


def _object(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_object(item) for item in value]
    if not isinstance(value, (Declaration, FieldDeclaration)):
        return value
    members = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: _object(member) for field, member in members if member != field.default}


def read(text: str) -> Declaration:
    """The declaration that `written` wrote. Nothing is checked, as only that is read."""
    return _declaration(json.loads(text))


def _declaration(value: dict[str, Any]) -> Declaration:
    members = dict(value)
    if "field" in members:
        members["field"] = FieldDeclaration(**members["field"])
    if "fields" in members:
        members["fields"] = tuple(FieldDeclaration(**field) for field in members["fields"])
    if "bases" in members:
        members["bases"] = tuple(members["bases"])
    for name in ("database", "state"):
        if name in members:
            members[name] = tuple(None if inner is None else _declaration(inner) for inner in members[name])
    return Declaration(**members)
