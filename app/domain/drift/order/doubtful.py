"""Rows that stand among those that a squash replaced, before a migration that their own file needs."""

from collections.abc import Iterable, Iterator

from app.domain.drift.order.inversion import Inversion, InversionReason
from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.keys import MigrationKey


def doubtful_rows(
    history: History, inversions: Iterable[Inversion], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """
    Yield a finding for each row that may be a squash's residue, although a file bears its name.

        rows:   0001   0002   0003   0001_squashed_0003
        files:                       0001_squashed_0003 <-- 0002, a new file

    The row is before that of a parent in its app, and residue of a squash is between the two; or the parent's own name
    says that it replaced a migration of this name.
    """
    position = history.first_position
    residue: dict[str, list[int]] = {}
    for finding in findings:
        if finding.code is Code.SQUASH_RESIDUE:
            residue.setdefault(finding.subject.app_label, []).append(position[finding.subject])
    doubtful: dict[MigrationKey, list[MigrationKey]] = {}
    for inversion in inversions:
        child, parent = inversion.child, inversion.parent
        positions = residue.get(child.app_label)
        is_edge_new = inversion.reason is InversionReason.EDGE_ADDED_LATER
        if positions is None or child.app_label != parent.app_label or is_edge_new:
            continue
        is_named = parent.name.endswith(f"_squashed_{child.name}")
        if is_named or any(position[child] < middle < position[parent] for middle in positions):
            doubtful.setdefault(child, []).append(parent)
    for child, parents in doubtful.items():
        yield Finding(Code.DOUBTFUL_ROW, child, tuple(sorted(parents)))
