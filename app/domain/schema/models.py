"""The models of a release at a moment, with the tables and columns that they have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.domain.keys import SETTING
from app.domain.schema.change import Column
from app.domain.schema.declaration import Declaration, FieldDeclaration
from app.domain.schema.table_name import UNKNOWN_TABLE, TableName

ModelKey = tuple[str, str]
"""The label of an app and the name of a model in lower case."""

ORDER = FieldDeclaration("_order", "_order", null=False, default=False)
"""The field that Django adds to a model that is ordered with respect to another."""

IMPLICIT_KEY = FieldDeclaration("id", "id", null=False, default=False, is_primary=True, filled=True)
"""The field that Django adds to a model without a primary key."""

PRIMARY_KEY = "the primary key"
"""Stands among unknown fields for a key of which it is not known where it comes from."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns by what stays the same when they are renamed, and fields that are not known."""

    name: TableName
    columns: Mapping[str, Column]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """
    A model. `given` is the name that it gives its table, empty for the default, None for one that is not known.

    `fields` are by what stays the same when a field is renamed: its first name. `is_whole` says that none is
    missing. `is_own` is False for a proxy, and for a model in whose place a setting names another. `is_managed`
    and `is_own` are None where that is not known.
    """

    key: ModelKey
    fields: Mapping[str, FieldDeclaration]
    given: str | None = ""
    is_managed: bool | None = True
    is_own: bool | None = True
    concrete: ModelKey | None = None
    is_whole: bool = True

    @property
    def has_table(self) -> bool | None:
        """Whether Django makes a table for it; None where that is not known."""
        if False in (self.is_managed, self.is_own):
            return False
        return None if None in (self.is_managed, self.is_own) else True

    @property
    def table(self) -> TableName | None:
        """The name of its table; None where it is not known."""
        if self.given is None:
            return None
        return TableName.of(self.given or "_".join(self.key), is_given=bool(self.given))

    def slot(self, name: str) -> str | None:
        """Under which of `fields` the field of this name stands; None where it is not known."""
        return next((slot for slot, field in self.fields.items() if field.name == name), None)

    def with_field(self, slot: str, field: FieldDeclaration | None) -> "Model":
        """The model with another field under this slot, or without it."""
        fields = dict(self.fields)
        if field is None:
            fields.pop(slot, None)
        else:
            fields[slot] = field
        return replace(self, fields=fields)


class Models:
    """The models at a moment. `setting` answers which model a setting names; an empty text where nobody knows."""

    def __init__(self, setting: Callable[[str], str], models: Mapping[ModelKey, Model] | None = None) -> None:
        self._setting = setting
        self.by_key = dict(models or {})

    def copy(self) -> "Models":
        """The same models, to be changed apart."""
        return Models(self._setting, self.by_key)

    def forget(self, label: str) -> None:
        """Take the models of an app for not known."""
        self.by_key = {key: model for key, model in self.by_key.items() if key[0] != label}

    def made(self, label: str, declaration: Declaration) -> Model:
        """The model that a CreateModel makes."""
        fields = {field.name: field for field in declaration.fields}
        has_unknown = any(field.column is None for field in declaration.fields)
        is_whole = True
        if not any(field.is_primary for field in declaration.fields) and not declaration.is_proxy:
            is_whole = not (has_unknown or declaration.bases)
            if is_whole:
                fields = {IMPLICIT_KEY.name: IMPLICIT_KEY, **fields}
        if declaration.is_ordered:
            fields[ORDER.name] = ORDER
        key = (label, declaration.model)
        return Model(
            key,
            {
                name: replace(field, to=self.resolved(label, declaration.model, field.to))
                for name, field in fields.items()
            },
            declaration.table,
            declaration.is_managed,
            self._is_own(key, declaration),
            self._key(label, declaration.bases[0]) if declaration.is_proxy and declaration.bases else None,
            is_whole,
        )

    def _is_own(self, key: ModelKey, declaration: Declaration) -> bool | None:
        if declaration.is_proxy or not declaration.swappable:
            return False if declaration.is_proxy else True if declaration.swappable == "" else None
        chosen = self._setting(declaration.swappable).lower()
        return chosen == ".".join(key).lower() if chosen else None

    def resolved(self, label: str, model: str, to: str | None) -> str | None:
        """The model that a field refers to, as `users.user`; None where it is not known."""
        if not to:
            return to
        if to == "self":
            return f"{label}.{model}"
        if to.startswith(f"{SETTING}."):
            return self._setting(to.partition(".")[2]).lower() or None
        return ".".join(self._key(label, to))

    @staticmethod
    def _key(label: str, name: str) -> ModelKey:
        app_label, dot, model = name.rpartition(".")
        return (app_label if dot else label, model.lower())

    def table_of(self, name: str | None) -> TableName:
        """The table of the model that a field refers to."""
        for _ in self.by_key:  # a proxy of a proxy leads on, and never in a circle
            model = self.by_key.get(self._key("", name)) if name else None
            if model is None:
                return UNKNOWN_TABLE
            if model.concrete is None:
                return model.table or UNKNOWN_TABLE
            name = ".".join(model.concrete)
        return UNKNOWN_TABLE

    def tables(self, model: Model) -> dict[str, Table] | None:
        """
        The table of a model, under an empty text, and those of its many-to-many fields, by slot.

        None where one of the names is not known.
        """
        name = model.table
        if name is None:
            return None
        columns = {slot: self.column(field) for slot, field in model.fields.items() if field.column}
        unknown = [field.name for field in model.fields.values() if field.column is None]
        found = {"": Table(name, columns, tuple(unknown + ([] if model.is_whole else [PRIMARY_KEY])))}
        for slot, field in model.fields.items():
            if field.is_many:
                table = self._many_table(model, name, field)
                if table is None:
                    return None
                found[slot] = table
        return found

    def column(self, field: FieldDeclaration) -> Column:
        """The column of a field that has one."""
        references = None if field.to == "" else self.table_of(field.to)
        return Column(field.column or "", field.null, field.default, references, field.filled)

    def _many_table(self, model: Model, of_model: TableName, field: FieldDeclaration) -> Table | None:
        """The table that Django makes for a many-to-many field."""
        if field.table is None:
            return None
        if field.table:
            name = TableName.of(field.table, is_given=True)
        else:
            name = TableName.of(of_model.text, field.name, is_given=of_model.is_given)
        if field.to is None:
            return Table(name, {}, (field.name,))
        own, other = model.key[1], field.to.rpartition(".")[2]
        if own == other:
            own, other = f"from_{own}", f"to_{other}"
        columns = {
            "id": Column("id", null=False, default=False, filled=True),
            "own": Column(f"{own}_id", null=False, default=False, references=of_model),
            "other": Column(f"{other}_id", null=False, default=False, references=self.table_of(field.to)),
        }
        return Table(name, columns)
