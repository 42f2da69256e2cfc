"""What the surroundings of a history say about it: tables without rows, and a table in another schema."""

from collections.abc import Iterator, Mapping

from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome import Outcome
from app.domain.release import Release


def surroundings_findings(release: Release, history: History, outcome: Outcome) -> Iterator[Finding]:
    """Yield the findings about a table without rows: what is there instead, here or in other schemas."""
    surroundings = history.surroundings
    if surroundings is None or history.rows or not outcome.plan:
        return
    creators = _creators(release, outcome.plan)
    first_creator = next((creators[table] for table in surroundings.tables if table in creators), None)
    if first_creator is not None:
        names = tuple(
            table for table in surroundings.tables if table in creators or is_of_app(release, table)
        )
        yield Finding(Code.TABLES_WITHOUT_ROWS, first_creator, names=names)
    if surroundings.other_schemas and not surroundings.is_schema_chosen:
        yield Finding(Code.TABLE_ELSEWHERE, outcome.plan[0], names=surroundings.other_schemas)


def is_of_app(release: Release, table: str) -> bool:
    """Whether a table is called as Django calls the tables of an app of the release: `orders_…`."""
    return any(table.startswith(f"{label}_") for label in release.apps)


def _creators(release: Release, plan: tuple[MigrationKey, ...]) -> Mapping[str, MigrationKey]:
    """
    The tables that the migrations of a plan create, as far as their names are known, each with the first creator.

    A model may name its table otherwise (`db_table`), which a release does not tell.
    """
    creators: dict[str, MigrationKey] = {}
    for key in plan:
        for operation in release.migrations[key].operations:
            if operation.kind == "CreateModel" and operation.name is not None:
                creators.setdefault(f"{key.app_label}_{operation.name.lower()}", key)
    return creators
