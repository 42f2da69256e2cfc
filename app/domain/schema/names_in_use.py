"""
The tables and columns that the code of a release names: those of its models once every migration has run.

What a migration changes in the state alone counts too: a model that was taken out of the state is used no more, though
its table is there. SQL that the code writes itself is not seen.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.release import Release
from app.domain.schema.changes import models_at_end
from app.domain.schema.models import Models, Table
from app.domain.schema.table_name import TableName

NAME = "names in use"

STATE = "SeparateDatabaseAndState"


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """
    The tables of the models of a release. `open_apps` are the labels of apps of which not every model is known.

    `is_told` says that the models themselves are known. Where they are not, everything that the migrations have made is
    taken for used, but in the apps in which a migration changed the state alone: those are open.
    """

    tables: Mapping[TableName, Table]
    open_apps: AbstractSet[str]
    is_told: bool

    def has(self, label: str, table: TableName, column: str = "") -> bool | None:
        """Whether the code names a table of an app, and a column of it; None where that is not known."""
        if not self.is_told:
            return None if label in self.open_apps else True
        used = self.tables.get(table)
        if used is None:
            return None if self.open_apps else False
        if not column or any(each.name == column for each in used.columns.values()):
            return True
        return None if used.unknown else False


def names_in_use(release: Release) -> NamesInUse:
    """The tables and columns that the models of a release have."""
    if NAME not in release.derived:
        release.derived[NAME] = _names_in_use(release)
    return release.derived[NAME]  # type: ignore[no-any-return]


def _names_in_use(release: Release) -> NamesInUse:
    found = models_at_end(release)
    if found is None:
        separate = {
            key.app_label
            for key, migration in release.migrations.items()
            if any(operation.kind == STATE for operation in migration.operations)
        }
        return NamesInUse({}, frozenset(separate), is_told=False)
    models, open_apps = found
    tables, nameless = _tables(models)
    return NamesInUse(tables, open_apps | nameless, is_told=True)


def _tables(models: Models) -> tuple[dict[TableName, Table], set[str]]:
    """The tables of all models, and the labels of the apps of which a table has no known name."""
    found: dict[TableName, Table] = {}
    nameless: set[str] = set()
    for key, model in models.by_key.items():
        if model.is_own is False:
            continue
        tables = models.tables(model)
        if tables is None:
            nameless.add(key[0])
        else:
            found |= {table.name: table for table in tables.values()}
    return found, nameless
