"""The words of what a release holds."""

from collections.abc import Iterable

from app.domain.english import listed
from app.domain.release import Operation

KINDS = 3


def kinds(operations: Iterable[Operation]) -> str:
    """The kinds of operations of a migration, each once, in order: `AddField and RunPython`."""
    return listed(dict.fromkeys(operation.kind for operation in operations), KINDS) or "no operation"
