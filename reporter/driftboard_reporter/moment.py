"""
The part of Django's state at a moment that one operation is about: the models that it changes, the fields that count.

Django makes classes of all models of a state, and most of them anew with each operation: minutes for a large project.
Here it makes those of a few: what an operation changes, and beside it a stub for each model that a field refers to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from django.apps import apps
from django.db import models
from django.db.migrations import operations as kinds
from django.db.migrations.state import ModelState, ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Key = tuple[str, str]

OPTIONS = ("db_table", "managed", "proxy", "swappable", "order_with_respect_to")
"""The options of a model that decide its tables and columns."""


def moment(operation: Any, label: str, state: Any, *, is_after: bool) -> ProjectState:
    """What the operation finds of a state that is not made classes of, or what it leaves behind."""
    views: list[ModelState] = []
    if isinstance(operation, kinds.RenameModel):
        key = (label, operation.new_name_lower if is_after else operation.old_name_lower)
        views = [
            _view(state, other, _pointing(other, key))
            for other in sorted(state.models)
            if other == key or any(_leads_to(field, other, key) for field in _fields(state, other).values())
        ]
    else:
        key = (label, getattr(operation, "model_name", None) or operation.name)
        key = (label, key[1].lower())
        names = {getattr(operation, name, None) for name in ("name", "old_name", "new_name")}
        if key in state.models:
            views = [_view(state, key, _counts(operation, names), keeps_bases=_makes(operation))]
    small = ProjectState(models={(view.app_label, view.name_lower): view for view in views})
    for view in views:
        for other in _references(view):
            if other not in small.models:
                small.models[other] = _stub(state, other)
    return small


def _pointing(owner: Key, key: Key) -> Callable[[Any], bool]:
    """Whether a field of this owner has a table of its own, or refers to the model of this key."""
    return lambda field: bool(field.many_to_many or _leads_to(field, owner, key))


def _makes(operation: Any) -> bool:
    return isinstance(operation, kinds.CreateModel)


def _counts(operation: Any, names: set[Any]) -> Callable[[Any], bool] | set[Any]:
    """Which fields count: all of a new model, those of one operation, or those that have a table of their own."""
    if _makes(operation):
        return set(dict(operation.fields))
    if hasattr(operation, "model_name"):
        return names
    return lambda field: bool(field.many_to_many)


def _fields(state: Any, key: Key) -> dict[str, Any]:
    return dict(state.models[key].fields)


def _view(
    state: Any, key: Key, counts: Callable[[Any], bool] | set[Any], *, keeps_bases: bool = False
) -> ModelState:
    """A model with the fields that count."""
    whole = state.models[key]
    options = {name: whole.options[name] for name in OPTIONS if name in whole.options}
    ordered = options.get("order_with_respect_to")
    fields = [
        (name, field.clone())
        for name, field in _fields(state, key).items()
        if name == ordered or (name in counts if isinstance(counts, set) else counts(field))
    ]
    proxied = keeps_bases or options.get("proxy")
    return ModelState(whole.app_label, whole.name, fields, options, whole.bases if proxied else None)


def _stub(state: Any, key: Key) -> ModelState:
    """A model with its table and its key alone, for others to refer to."""
    table, name, primary = _concrete(state, key)
    options = {"db_table": table} if table else {}
    return ModelState(key[0], name, [(primary, models.AutoField(primary_key=True))], options)


def _concrete(state: Any, key: Key) -> tuple[str | None, str, str]:
    """The table of a model where it is not the default one, its name, and the name of its key."""
    if key not in state.models:
        try:
            options = apps.get_model(*key)._meta  # noqa: SLF001 - Django documents it under this name
        except LookupError:
            return None, key[1], "id"
        return options.db_table, options.object_name or key[1], "id"
    model = state.models[key]
    if model.options.get("proxy"):
        base = next((base for base in model.bases if isinstance(base, str)), "")
        other = _resolved(base, key[0])
        table, _, primary = _concrete(state, other)
        return table or "_".join(other), model.name, primary
    names = [name for name, field in _fields(state, key).items() if field.primary_key]
    return model.options.get("db_table") or None, model.name, names[0] if names else "id"


def _references(view: ModelState) -> Iterator[Key]:
    """The models that the fields and bases of a model name."""
    for field in dict(view.fields).values():
        for name in _names(field):
            yield _own(view) if name.lower() == "self" else _resolved(name, view.app_label)
    for base in view.bases:
        if isinstance(base, str):
            yield _resolved(base, view.app_label)


def _own(view: ModelState) -> Key:
    return (view.app_label, view.name_lower)


def _names(field: Any) -> Iterable[str]:
    remote = field.remote_field
    if remote is None:
        return ()
    return [name for name in (remote.model, getattr(remote, "through", None)) if isinstance(name, str)]


def _leads_to(field: Any, owner: Key, key: Key) -> bool:
    """Whether a field of one model refers to another one."""
    name = getattr(field.remote_field, "model", None)
    if not isinstance(name, str):
        return False
    return (owner if name.lower() == "self" else _resolved(name, owner[0])) == key


def _resolved(name: str, label: str) -> Key:
    app_label, dot, model = name.rpartition(".")
    return (app_label if dot else label, model.lower())
