"""The sentence about where a history lies, beside the headline: it is no finding, and must not stay unsaid."""

from app.domain.drift.comparison import Drift
from app.domain.drift.surroundings import is_of_app
from app.domain.english import count, listed, plural
from app.domain.findings import Code, Verdict
from app.domain.history import History, Surroundings

MAX_NAMES = 3
"""Further names are counted."""


def whereabouts(drift: Drift, *, label: str) -> str:
    """What is to be said of the place and the surroundings of the history, in a sentence or two; mostly nothing."""
    surroundings = drift.history.surroundings
    if surroundings is None:
        return _rows(drift, label)
    sentences = (
        _schema(surroundings),
        _rows(drift, label),
        _tables(drift, surroundings, label),
        _case(drift.history) if surroundings.is_case_blind else "",
    )
    return " ".join(filter(None, sentences))


def _rows(drift: Drift, label: str) -> str:
    """Whether the rows are those of another project: none is of an app of the release, or of what a squash replaces."""
    release = drift.release
    if drift.verdict is not Verdict.BEHIND or not drift.history.recorded:
        return ""
    replaced = {key.app_label for squash in release.squashes for key in squash.replaces}
    known = release.apps | release.unmigrated_apps | replaced
    if any(key.app_label in known for key in drift.history.recorded):
        return ""
    return f"No row is of an app of {label}: is this the right database?"


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


def _case(history: History) -> str:
    """What a statement that names one of two rows does to the other, where the collation does not look at case."""
    rows = listed([str(key) for key in history.differing_by_case], MAX_NAMES)
    return (
        f"The names of {rows} differ only by case, at which this database does not look: "
        "a statement for one of these rows takes the other with it, so name rows by their id."
    )


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
