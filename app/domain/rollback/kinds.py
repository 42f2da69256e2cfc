"""
What an operation means for old code by its kind alone: where nothing is known of tables and columns, or beside them.

Source: the operations of `django/db/migrations/operations/` and `django/contrib/postgres/operations.py` (3.2 to 6.1).
"""

from collections.abc import Iterator

from app.domain.release import Operation
from app.domain.rollback.bearing import Reason
from app.domain.schema import declaration
from app.domain.schema.declaration import Declaration

SEPARATE = "SeparateDatabaseAndState"

OF_NAMES = frozenset(
    """
    CreateModel DeleteModel RenameModel AlterModelTable AlterOrderWithRespectTo AddField RemoveField AlterField
    RenameField
    """.split()  # noqa: SIM905 - a table of words
)
"""The kinds that change tables and columns: the changes themselves say what that means."""

HARMLESS = frozenset(
    """
    AlterModelOptions AlterModelManagers AlterModelTableComment AlterIndexTogether AddIndex RemoveIndex RenameIndex
    AddIndexConcurrently RemoveIndexConcurrently AlterConstraint ValidateConstraint CreateExtension BloomExtension
    BtreeGinExtension BtreeGistExtension CITextExtension CryptoExtension HStoreExtension TrigramExtension
    UnaccentExtension CreateCollation RunPython RunSQL
    """.split()  # noqa: SIM905 - a table of words
)
"""The kinds that take nothing away and add no rule; code that does nothing is one of them."""

RULES = {
    "AddConstraint": Reason.RULE_ADDED,
    "AddConstraintNotValid": Reason.RULE_ADDED,
    "RemoveConstraint": Reason.RULE_REMOVED,
    "AlterUniqueTogether": Reason.RULE_CHANGED,
    "RemoveCollation": Reason.RULE_CHANGED,
    "RenameModel": Reason.MODEL_RENAMED,
    "AlterField": Reason.ALTERED,
    SEPARATE: Reason.SEPARATE,
}
"""The kinds that may change what is refused, beside tables and columns."""

CODE = {"RunPython": Reason.CODE, "RunSQL": Reason.SQL}


def kinds_within(operation: Operation) -> Iterator[str]:
    """The kinds of what an operation does to the database: its own, or those of the operations within it."""
    if operation.kind != SEPARATE or operation.declaration is None:
        yield operation.kind
    else:
        yield from _within(declaration.read(operation.declaration))


def _within(stated: Declaration) -> Iterator[str]:
    if stated.kind != SEPARATE:
        yield stated.kind
    for each in stated.database:
        yield from _within(each) if each is not None else ("",)


def by_kind(operation: Operation, kind: str = "", *, is_new: bool, has_changes: bool | None = None) -> Reason:
    """
    What an operation means by the kind of it, or of one within it.

    `is_new` says that its model is one that only the newer release has, `has_changes` whether tables or columns are
    known to change beside that; None where that is not known.
    """
    kind = kind or operation.kind
    if has_changes is None:
        return _unknown(operation)
    if kind in RULES:
        if is_new and kind != SEPARATE:
            return Reason.ONLY_NEW
        if has_changes and kind in ("AlterField", "RenameModel"):
            return Reason.NOTHING
        return RULES[kind]
    return Reason.NOTHING if kind in HARMLESS or kind in OF_NAMES else Reason.OWN


def _unknown(operation: Operation) -> Reason:
    """Where nothing is known of tables and columns."""
    kinds = set(kinds_within(operation))
    for kind, reason in CODE.items():
        if kind in kinds:
            return reason
    if kinds == {"CreateModel"}:
        return Reason.NEW_TABLE
    if kinds <= OF_NAMES or kinds <= OF_NAMES | HARMLESS | RULES.keys():
        return Reason.SEPARATE if operation.kind == SEPARATE else Reason.NO_NAMES
    return Reason.OWN
