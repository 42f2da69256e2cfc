"""Whether the file of one migration does something else than it did before, as far as its operations tell."""

from app.domain.difference.operations import OperationChange, operation_changes
from app.domain.release import Migration


def differs(before: Migration, after: Migration) -> bool | None:
    """
    Whether two migrations are known to do something else; None where that cannot be told.

    Operations in another order, and an operation that only got a way back, may do the same.
    """
    changes = operation_changes(before.operations, after.operations)
    if any(map(_is_certain, changes.changes)):
        return True
    return None if changes or not changes.compared else False


def differs_in_place(before: Migration, after: Migration) -> bool:
    """Whether two migrations have the same operations on the same things, and say something else in them."""
    return all(change.is_edit for change in operation_changes(before.operations, after.operations).changes)


def _is_certain(change: OperationChange) -> bool:
    if change.before is None or change.after is None:
        return True
    if (change.before.reversible, change.after.reversible) == (False, True):
        return False
    return None not in (change.before.fingerprint, change.after.fingerprint)
