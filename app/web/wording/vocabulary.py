"""Words for the operations of a migration."""

from collections.abc import Iterable

from app.domain.english import listed
from app.domain.release import Operation

MAX_KINDS = 3
"""Further kinds of operations are counted, not named."""


def operation_kinds(operations: Iterable[Operation]) -> str:
    """The kinds of a migration's operations, each once, in their order: `AddField and RunPython`."""
    return listed(dict.fromkeys(operation.kind for operation in operations), MAX_KINDS) or "no operation"
