"""The sentence about where a history lies, beside the headline: it is no finding, and must not stay unsaid."""

from app.domain.drift.comparison import Drift
from app.domain.drift.surroundings import is_of_app
from app.domain.english import count, listed, plural
from app.domain.findings import Code
from app.domain.history import Surroundings

MAX_NAMES = 3
"""Further names are counted."""


def whereabouts(drift: Drift, *, label: str) -> str:
    """What is to be said of the surroundings of the history, in one sentence or two; mostly nothing."""
    surroundings = drift.history.surroundings
    if surroundings is None:
        return ""
    return " ".join(filter(None, (_schema(surroundings), _tables(drift, surroundings, label))))


def _schema(surroundings: Surroundings) -> str:
    if surroundings.table_schema is not None and surroundings.table_schema != surroundings.schema:
        return (
            f"The table that was read is that of schema {surroundings.table_schema}; schema {surroundings.schema}, "
            "which the search_path names first, has none."
        )
    others = surroundings.other_schemas
    if surroundings.is_schema_chosen and others:
        who = plural(len(others), f"Schema {others[0]} has", f"Schemas {listed(others, MAX_NAMES)} have")
        return (
            f"{who} a django_migrations table too."
            if surroundings.table_schema is not None
            else f"{who} one."
        )
    return ""


def _tables(drift: Drift, surroundings: Surroundings, label: str) -> str:
    """What the tables beside a table without rows are, where that is no finding."""
    tables = surroundings.tables
    if not drift.outcome.plan or any(finding.code is Code.TABLES_WITHOUT_ROWS for finding in drift.findings):
        return ""
    alike = [table for table in tables if is_of_app(drift.release, table)]
    if alike:
        are = plural(
            len(alike), "A table named like those of its apps is", "Tables named like those of its apps are"
        )
        return f"{are} there: {listed(alike, MAX_NAMES)}."
    if not tables:
        return ""
    none = plural(
        len(tables), "The one table there is not", f"None of the {count(len(tables), 'table')} there is"
    )
    return f"{none} named after an app of {label}: is this the right database?"
