"""Words for what a release holds, and for what it does not."""

from collections.abc import Iterable, Sequence

from app.domain.english import listed, plural
from app.domain.release import Operation

MAX_KINDS = 3
"""Further kinds of operations are counted, not named."""


def operation_kinds(operations: Iterable[Operation]) -> str:
    """The kinds of a migration's operations, each once, in their order: `AddField and RunPython`."""
    return listed(dict.fromkeys(operation.kind for operation in operations), MAX_KINDS) or "no operation"


def with_fingerprint(label: str, fingerprint: str) -> str:
    """A release by its label and the beginning of its fingerprint: `v1.2 (0176ad3c)`."""
    return f"{label} ({fingerprint[:8]})"


def not_checked(app_labels: Sequence[str]) -> str:
    """The sentence about apps that are mentioned but not in the release; empty for none."""
    if not app_labels:
        return ""
    apps = plural(len(app_labels), "this app", "these apps")
    return f"Not checked, because this release does not contain {apps}: {', '.join(app_labels)}."
