"""
Declarations, replayed one after another: the changes that each makes.

An operation changes the models. What it does to tables and columns is the difference between what the models have
before and after it, where Django's schema editor would act on it. After an operation of which nothing is known, nothing
is known of the models of its app.

Source: `django/db/migrations/operations/` (3.2 to 6.1).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.schema.change import Column, SchemaChange, SchemaChangeKind
from app.domain.schema.declaration import Declaration, FieldDeclaration
from app.domain.schema.models import ORDER, Model, ModelKey, Models, Table

Changes = tuple[SchemaChange, ...]

STATE_ALONE = frozenset({"AlterModelOptions"})
"""The operations that change whether a model has a table, and touch none."""


def replayed(models: Models, label: str, declaration: Declaration | None) -> Changes | None:
    """The changes of one operation of an app; None where they are not known. The models are then those after it."""
    if declaration is None:
        models.forget(label)
        return None
    if declaration.kind == "SeparateDatabaseAndState":
        changes = _all(models.copy(), label, declaration.database)
        _all(models, label, declaration.state)
        return changes
    if declaration.state:  # of RunSQL
        _all(models, label, declaration.state)
    if declaration.is_code or declaration.is_unread:
        models.by_key.pop((label, declaration.model), None)
        return None
    if not declaration.model:
        return ()
    touched = _apply(models, label, declaration)
    changes = None if touched is None else _changes(declaration, models, touched)
    if declaration.field is not None and not declaration.keeps_default:
        _drop_default(models, (label, declaration.model), declaration.name)
    return () if declaration.kind in STATE_ALONE and touched is not None else changes


def _drop_default(models: Models, key: ModelKey, name: str) -> None:
    """A default that is there for the rows alone that the operation finds goes after it."""
    model = models.by_key.get(key)
    slot = model.slot(name) if model else None
    if model and slot:
        models.by_key[key] = model.with_field(
            slot, replace(model.fields[slot], default=model.fields[slot].filled is True)
        )


def _all(models: Models, label: str, declarations: Iterable[Declaration | None]) -> Changes | None:
    changes: list[SchemaChange] = []
    is_known = True
    for declaration in declarations:
        found = replayed(models, label, declaration)
        changes += found or ()
        is_known = is_known and found is not None
    return tuple(changes) if is_known else None


Touched = list[tuple[Model | None, Model | None]]
"""Models before and after an operation."""


def _apply(models: Models, label: str, declaration: Declaration) -> Touched | None:
    """Change the models; None where the one that is changed is not known."""
    key = (label, declaration.model)
    if declaration.kind == "CreateModel":
        made = models.by_key[key] = models.made(label, declaration)
        return [(None, made)]
    model = models.by_key.pop(key, None)
    if model is None:
        return None
    if declaration.kind == "DeleteModel":
        return [(model, None)]
    if declaration.kind == "RenameModel":
        return [(model, _rename(models, model, declaration.to)), *_repointed(models, key, declaration.to)]
    changed = models.by_key[key] = _altered(models, model, declaration)
    return [(model, changed)]


def _rename(models: Models, model: Model, name: str) -> Model:
    label, former = model.key
    own, new = f"{label}.{former}", f"{label}.{name}"
    fields = {slot: replace(f, to=new) if f.to == own else f for slot, f in model.fields.items()}
    renamed = replace(model, key=(label, name), fields=fields)
    models.by_key[label, name] = renamed
    return renamed


def _repointed(models: Models, key: tuple[str, str], name: str) -> Iterator[tuple[Model, Model]]:
    """The models whose fields refer to a renamed model."""
    former, new = ".".join(key), f"{key[0]}.{name}"
    for other, model in list(models.by_key.items()):
        fields = {slot: replace(f, to=new) if f.to == former else f for slot, f in model.fields.items()}
        concrete = (key[0], name) if model.concrete == key else model.concrete
        models.by_key[other] = replace(model, fields=fields, concrete=concrete)
        if fields != model.fields:
            yield model, models.by_key[other]


def _altered(models: Models, model: Model, declaration: Declaration) -> Model:
    """The model after an operation that is of it alone."""
    kind, slot = declaration.kind, model.slot(declaration.name)
    if kind == "AlterModelTable":
        return replace(model, given=declaration.table)
    if kind == "AlterModelOptions":
        return replace(model, is_managed=declaration.is_managed)
    if kind == "AlterOrderWithRespectTo":
        # The rows that are there get a 0.
        return model.with_field(
            ORDER.name, replace(ORDER, default=True, filled=False) if declaration.is_ordered else None
        )
    if kind == "AddField":
        return _with_field(models, model, _free_slot(model, declaration.name), declaration.field)
    if slot is None:
        return model
    if kind == "RemoveField":
        return model.with_field(slot, None)
    if kind == "RenameField":
        return model.with_field(slot, _renamed(model.fields[slot], declaration.to))
    return _with_field(models, model, slot, declaration.field)


def _with_field(models: Models, model: Model, slot: str, field: FieldDeclaration | None) -> Model:
    if field is None:
        return model.with_field(slot, FieldDeclaration(slot))
    return model.with_field(slot, replace(field, to=models.resolved(*model.key, field.to)))


def _renamed(field: FieldDeclaration, name: str) -> FieldDeclaration:
    """The field under another name, and its column, where it is named for the field."""
    if not field.column or field.is_named:
        return replace(field, name=name)
    return replace(field, name=name, column=name + field.column.removeprefix(field.name))


def _free_slot(model: Model, name: str) -> str:
    """A slot for a new field: another one may have had its name, and have lost it."""
    while name in model.fields:
        name += "'"
    return name


def _changes(declaration: Declaration, models: Models, touched: Touched) -> Changes | None:
    """
    What Django does to the tables of these models.

    What columns refer to is looked up among the models after the operation, for both sides: only an AlterField counts
    it, and that touches no other model.
    """
    changes: list[SchemaChange] = []
    for model, changed in touched:
        one = changed or model
        if one is None or one.has_table is None:
            return None
        if not one.has_table:
            continue
        tables = models.tables(model) if model else {}
        new_tables = models.tables(changed) if changed else {}
        if tables is None or new_tables is None:
            return None
        found = _difference(tables, new_tables, is_repointing=declaration.kind == "AlterField")
        if found is None or (declaration.name and _is_unknown(declaration, model, changed)):
            return None
        changes += found
    return tuple(changes)


def _is_unknown(declaration: Declaration, *models: Model | None) -> bool:
    """Whether the field that is changed is not known, before or after."""
    names = {declaration.name, declaration.to}
    fields = [f for model in models if model for f in model.fields.values() if f.name in names]
    return not fields or any(field.column is None for field in fields)


def _difference(
    tables: dict[str, Table], new_tables: dict[str, Table], *, is_repointing: bool
) -> list[SchemaChange] | None:
    """The changes that make the second tables of the first ones. A model's own table is made first, and goes last."""
    made = [
        SchemaChange(
            SchemaChangeKind.CREATE_TABLE, new.name, tuple(new.columns.values()), unknown=new.unknown
        )
        for slot, new in new_tables.items()
        if slot not in tables
    ]
    dropped = [
        SchemaChange(SchemaChangeKind.DROP_TABLE, table.name)
        for slot, table in sorted(tables.items(), key=lambda item: not item[0])
        if slot not in new_tables
    ]
    kept = [(slot, table, new_tables[slot]) for slot, table in tables.items() if slot in new_tables]
    if any(slot and table.unknown != new.unknown for slot, table, new in kept):
        return None
    changes = (
        change for _, table, new in kept for change in _altering(table, new, is_repointing=is_repointing)
    )
    return [*dropped, *changes, *made]


def _altering(table: Table, new: Table, *, is_repointing: bool) -> Iterator[SchemaChange]:
    """The changes of one table. Where another table has a new name alone, nothing refers to another one."""
    if table.name != new.name:
        yield SchemaChange(SchemaChangeKind.RENAME_TABLE, table.name, to=new.name)
    for slot, column in table.columns.items():
        if slot not in new.columns:
            yield SchemaChange(SchemaChangeKind.DROP_COLUMN, new.name, (Column(column.name),))
    for slot, after in new.columns.items():
        before = table.columns.get(slot)
        if before is None:
            yield SchemaChange(SchemaChangeKind.ADD_COLUMN, new.name, (after,))
            continue
        if before.name != after.name:
            former = Column(before.name)
            yield SchemaChange(SchemaChangeKind.RENAME_COLUMN, new.name, (former,), renamed=after.name)
        references = before.references if is_repointing else after.references
        if replace(before, name=after.name, references=references) != after:
            yield SchemaChange(SchemaChangeKind.ALTER_COLUMN, new.name, (after,))
