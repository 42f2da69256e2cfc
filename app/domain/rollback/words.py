"""What an operation does to old code, in one sentence."""

from collections.abc import Mapping

from app.domain.difference.consequences import ReleaseNames
from app.domain.english import capital, listed
from app.domain.rollback.bearing import Bearing, JudgedStep, Reason

MOST_TABLES = 3
"""A sentence names this many tables and counts the others."""

WORDS: Mapping[Reason, str] = {
    Reason.NOTHING: "changes no table and no column",
    Reason.NEW_TABLE: "makes a table",
    Reason.NEW_COLUMN: "adds {where}, which {old} may leave out",
    Reason.ONLY_NEW: "changes what {old} does not have",
    Reason.NOT_USED: "changes {where}, which no model of {old} has",
    Reason.TABLE_GOES: "drops {where}, which {old} reads and writes",
    Reason.TABLE_RENAMED: "renames {where} to {to}, and {old} reads and writes it by its former name",
    Reason.COLUMN_GOES: "drops {where}, which {old} reads and writes",
    Reason.COLUMN_RENAMED: "renames {where} to {to}, and {old} reads and writes it by its former name",
    Reason.NEEDS_VALUE: "lets no row be without {where}, and {old} writes rows without it",
    Reason.REFUSES_EMPTY: "lets {where} be empty no more, and {old} may leave it empty",
    Reason.CODE: "runs Python, and what that does to rows nobody can tell from the file",
    Reason.SQL: "runs SQL of its own, and what that does nobody can tell from the file",
    Reason.OWN: "is no operation of Django's",
    Reason.SEPARATE: "does something to the database that is not told",
    Reason.NO_NAMES: "changes a table or a column of which the name is not known",
    Reason.MAY_BE_USED: "takes {where} away or changes it, and whether {old} uses it is not known",
    Reason.MAY_NEED_VALUE: "adds {where}, and whether a row may be written without it is not known",
    Reason.ALTERED: "changes a field, and whether it takes less than before is not known",
    Reason.MODEL_RENAMED: (
        "renames a model and not its table, and content types and permissions of {old} have the former name"
    ),
    Reason.RULE_ADDED: "adds a rule, and a row that {old} writes may break it",
    Reason.RULE_REMOVED: "takes a rule away, and {old} may count on it",
    Reason.RULE_CHANGED: "changes a rule, and {old} may break the new one or count on the former",
    Reason.CHANGED_LATER: "changes {where}, and a later step changes it again",
    Reason.PARTLY_KNOWN: "stands for some migrations that {old} has and some that it has not",
    Reason.NOT_COVERED: "may be there in {old}, which does not tell about this app",
}


def bearing_sentence(bearing: Bearing, names: ReleaseNames) -> str:
    """What one operation does to the code of the older release, `names.before`; without the operation itself."""
    where = f"column {bearing.column} of {bearing.table}" if bearing.column else f"table {bearing.table}"
    return WORDS[bearing.reason].format(old=names.before, where=where, to=bearing.to)


def step_sentences(step: JudgedStep, names: ReleaseNames) -> tuple[str, ...]:
    """What decides the answer of a step, each sentence once, and whose rows may be impossible to delete."""
    found = [f"{capital(_named(bearing))} {bearing_sentence(bearing, names)}." for bearing in step.worst]
    if step.refers:
        tables = listed(step.refers, MOST_TABLES)
        found.append(
            f"New rows may refer to rows of {tables}. {names.before} cannot delete such a row: it does not know of the "
            "new ones."
        )
    return tuple(dict.fromkeys(found))


def _named(bearing: Bearing) -> str:
    """The operation in brief: `AddField order.note`."""
    operation = bearing.operation
    return "it" if operation is None else " ".join(filter(None, (operation.kind, operation.name)))
