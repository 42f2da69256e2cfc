"""
How the operations of one migration differ between two releases.

Operations are matched by fingerprint first, then by kind and name. A name may be incomplete in one source: `number`
matches `order.number`, and an operation without a name matches any operation of its kind. Operations without a match
were added or removed. Linear in operations.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from app.domain.release import Operation

UNREADABLE = "unreadable"
"""The kind of an entry in `operations` that is not a plain call; only running the code would tell what it is."""


@dataclass(frozen=True, slots=True)
class OperationChange:
    """
    One operation that was added (`before` is None), removed (`after` is None) or edited.

    `position` is that of the operation in its migration, counted from 1: in the later release, or in the earlier one
    if it was removed.
    """

    position: int
    before: Operation | None = None
    after: Operation | None = None

    @property
    def is_edit(self) -> bool:
        """Whether both releases have the operation, with different content."""
        return self.before is not None and self.after is not None

    @property
    def operation(self) -> Operation:
        """The operation as it is in the later release, or in the earlier one if it was removed."""
        operation = self.after or self.before
        assert operation is not None  # noqa: S101 - for the type checker; a change has one of them
        return operation


@dataclass(frozen=True, slots=True)
class OperationChanges:
    """
    The changes in the operations of one migration, sorted by position; false when no change is known.

    `reordered` is True when the operations are the same and only their order changed. `compared` is False when some
    operation has no fingerprint in one of the releases, or is unreadable: then there may be unknown changes.
    """

    changes: tuple[OperationChange, ...] = ()
    reordered: bool = False
    compared: bool = True

    def __bool__(self) -> bool:
        return bool(self.changes) or self.reordered


NumberedOperation = tuple[int, Operation]
"""An operation and its position in its migration, counted from 1."""
Match = tuple[NumberedOperation, NumberedOperation]
"""The same operation before and after."""
MatchKey = Callable[[Operation], Hashable]


def operation_changes(before: Sequence[Operation], after: Sequence[Operation]) -> OperationChanges:
    """The changes from the operations `before` to the operations `after` of the same migration."""
    if before == after:
        return OperationChanges(compared=all(operation.fingerprint is not None for operation in before))
    removed, added = list(enumerate(before, 1)), list(enumerate(after, 1))
    matches: list[Match] = []
    for match_keys in MATCH_KEYS:
        new_matches, removed, added = _matches(removed, added, match_keys)
        matches += new_matches
    if any(operation.kind == UNREADABLE for _, operation in (*removed, *added)):
        return OperationChanges(compared=False)
    changes = [
        *(OperationChange(position, old, new) for (_, old), (position, new) in matches if _differ(old, new)),
        *(OperationChange(position, None, new) for position, new in added),
        *(OperationChange(position, old, None) for position, old in removed),
    ]
    old_positions = [old for (old, _), _ in sorted(matches, key=_new_position)]
    return OperationChanges(
        tuple(sorted(changes, key=lambda change: (change.position, change.after is None))),
        reordered=not changes and old_positions != sorted(old_positions),
        compared=all(_are_compared(old, new) for (_, old), (_, new) in matches),
    )


def _matches(
    before: list[NumberedOperation],
    after: list[NumberedOperation],
    match_keys: tuple[MatchKey, MatchKey],
) -> tuple[list[Match], list[NumberedOperation], list[NumberedOperation]]:
    """
    Pair operations with equal match keys, in order.

    Returns the matches, then the unmatched operations of both sides. An operation whose match key is None has no match.
    """
    old_key_of, new_key_of = match_keys
    by_match_key: dict[Hashable, deque[NumberedOperation]] = {}
    for old in before:
        by_match_key.setdefault(old_key_of(old[1]), deque()).append(old)
    matches: list[Match] = []
    added = []
    matched_positions = set()
    for new in after:
        match_key = new_key_of(new[1])
        candidates = by_match_key.get(match_key) if match_key is not None else None
        if candidates:
            old = candidates.popleft()
            matched_positions.add(old[0])
            matches.append((old, new))
        else:
            added.append(new)
    removed = [old for old in before if old[0] not in matched_positions]
    return matches, removed, added


def _fingerprint(operation: Operation) -> Hashable:
    return operation.fingerprint


def _portable_fingerprint(operation: Operation) -> Hashable:
    return operation.portable_fingerprint


def _kind_and_name(operation: Operation) -> Hashable:
    return operation.kind, operation.name


def _kind(operation: Operation) -> Hashable:
    return operation.kind


def _kind_and_part(operation: Operation) -> Hashable:
    """The kind, and `number` for the name `order.number`; None when the name has no model."""
    _, dot, part = (operation.name or "").rpartition(".")
    return (operation.kind, part) if dot else None


def _kind_without_name(operation: Operation) -> Hashable:
    return operation.kind if operation.name is None else None


MATCH_KEYS: tuple[tuple[MatchKey, MatchKey], ...] = (
    (_fingerprint, _fingerprint),
    (_portable_fingerprint, _portable_fingerprint),
    (_kind_and_name, _kind_and_name),
    (_kind_and_part, _kind_and_name),
    (_kind_and_name, _kind_and_part),
    (_kind_without_name, _kind),
    (_kind, _kind_without_name),
)
"""The keys by which operations are matched, the surest first: one for the earlier side and one for the later."""


def _new_position(match: Match) -> int:
    return match[1][0]


def _are_compared(old: Operation, new: Operation) -> bool:
    return old.fingerprint is not None and new.fingerprint is not None


def _differ(old: Operation, new: Operation) -> bool:
    """Whether two operations are known to differ. A fact that one of them does not state is no difference."""
    if _are_compared(old, new):
        return old.fingerprint != new.fingerprint and not _is_moved(old, new)
    return _flags_differ(old.reversible, new.reversible) or _flags_differ(old.elidable, new.elidable)


def _is_moved(old: Operation, new: Operation) -> bool:
    """Whether two operations differ only in the module from which they import an object of the project."""
    return old.portable_fingerprint is not None and old.portable_fingerprint == new.portable_fingerprint


def _flags_differ(old: bool | None, new: bool | None) -> bool:  # noqa: FBT001 - a value of the source, not a switch
    return old is not None and new is not None and old != new
