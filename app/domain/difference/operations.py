"""
How the operations of one migration differ between two releases.

Operations are matched by their fingerprints, then by kind and by what they are about, as far as both sources say it:
`number` may be `order.number`, and a name that was not given any. What is left over was added or removed. Linear in
operations.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from app.domain.release import Operation

UNREADABLE = "unreadable"
"""The kind of an entry that is no plain call: what it stands for shows only when it runs."""


@dataclass(frozen=True, slots=True)
class OperationChange:
    """
    One operation that was added (`before` is None), removed (`after` is None) or edited.

    `place` counts from 1, in the release that has it: in the later one where both do.
    """

    place: int
    before: Operation | None = None
    after: Operation | None = None

    @property
    def is_edit(self) -> bool:
        """Whether both releases have it, and it says something else."""
        return self.before is not None and self.after is not None

    @property
    def shown(self) -> Operation:
        """The operation of the later release, else of the earlier one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - for the type checker; a change has one of them
        return found


@dataclass(frozen=True, slots=True)
class OperationChanges:
    """
    What changed, in the order of the later release; `reordered` where only the order did.

    `compared` is False where some operation could be compared by kind and name only, as one of the two releases holds
    no fingerprint of it, or could not be compared at all.
    """

    changes: tuple[OperationChange, ...] = ()
    reordered: bool = False
    compared: bool = True

    def __bool__(self) -> bool:
        return bool(self.changes) or self.reordered


Numbered = tuple[int, Operation]
MatchKey = Callable[[Operation], Hashable]


def operation_changes(before: Sequence[Operation], after: Sequence[Operation]) -> OperationChanges:
    """Hold the operations of a migration against those it had."""
    if before == after:
        return OperationChanges(compared=all(operation.fingerprint is not None for operation in before))
    left, right = list(enumerate(before, 1)), list(enumerate(after, 1))
    matched: list[tuple[Numbered, Numbered]] = []
    for signs in MATCH_KEYS:
        left, right = _match(left, right, signs, matched)
    if any(operation.kind == UNREADABLE for _, operation in (*left, *right)):
        return OperationChanges(compared=False)
    changes = [
        *(OperationChange(place, old, new) for (_, old), (place, new) in matched if _differ(old, new)),
        *(OperationChange(place, None, new) for place, new in right),
        *(OperationChange(place, old, None) for place, old in left),
    ]
    places = [old for (old, _), _ in sorted(matched, key=_later_place)]
    return OperationChanges(
        tuple(sorted(changes, key=lambda change: (change.place, change.after is None))),
        reordered=not changes and places != sorted(places),
        compared=all(_are_compared(old, new) for (_, old), (_, new) in matched),
    )


def _match(
    left: list[Numbered],
    right: list[Numbered],
    signs: tuple[MatchKey, MatchKey],
    matched: list[tuple[Numbered, Numbered]],
) -> tuple[list[Numbered], list[Numbered]]:
    """Pair what has the same sign, in order; what has none, or finds no partner, is given back."""
    of_left, of_right = signs
    waiting: dict[Hashable, deque[Numbered]] = {}
    for one in left:
        waiting.setdefault(of_left(one[1]), deque()).append(one)
    alone = []
    taken = set()
    for other in right:
        sign = of_right(other[1])
        found = waiting.get(sign) if sign is not None else None
        if found:
            one = found.popleft()
            taken.add(one[0])
            matched.append((one, other))
        else:
            alone.append(other)
    return [one for one in left if one[0] not in taken], alone


def _fingerprint(operation: Operation) -> Hashable:
    return operation.fingerprint


def _kind_and_name(operation: Operation) -> Hashable:
    return operation.kind, operation.name


def _kind(operation: Operation) -> Hashable:
    return operation.kind


def _kind_and_part(operation: Operation) -> Hashable:
    """Of `order.number`: the kind and `number`; nothing where the name has no model."""
    _, dot, part = (operation.name or "").rpartition(".")
    return (operation.kind, part) if dot else None


def _kind_of_unnamed(operation: Operation) -> Hashable:
    return operation.kind if operation.name is None else None


MATCH_KEYS: tuple[tuple[MatchKey, MatchKey], ...] = (
    (_fingerprint, _fingerprint),
    (_kind_and_name, _kind_and_name),
    (_kind_and_part, _kind_and_name),
    (_kind_and_name, _kind_and_part),
    (_kind_of_unnamed, _kind),
    (_kind, _kind_of_unnamed),
)
"""What operations of the two sides are matched by, the surest first."""


def _later_place(pair: tuple[Numbered, Numbered]) -> int:
    return pair[1][0]


def _are_compared(old: Operation, new: Operation) -> bool:
    return old.fingerprint is not None and new.fingerprint is not None


def _differ(old: Operation, new: Operation) -> bool:
    """Whether they are known to differ; what one of the two does not say tells no difference."""
    if _are_compared(old, new):
        return old.fingerprint != new.fingerprint
    return _known_other(old.reversible, new.reversible) or _known_other(old.elidable, new.elidable)


def _known_other(old: bool | None, new: bool | None) -> bool:  # noqa: FBT001 - a value of the source, not a switch
    return old is not None and new is not None and old != new
