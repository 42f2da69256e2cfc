"""
Which of two releases is the newer one.

The history of the code decides where one contains the other; else the versions in their labels; else whether one has
all migrations of the other; else the dates of their commits. Where nothing decides, neither is.
"""

from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.provenance.code_history import CodeHistory
from app.domain.provenance.succession import VersionOf
from app.domain.release import Release


def direction(
    before: Release, after: Release, names: ReleaseNames, code: CodeHistory, version_of: VersionOf
) -> Direction:
    """Whether `after` is newer than `before`, older, or neither is known to be the newer one."""
    if before.fingerprint == after.fingerprint:
        return Direction.FORWARD
    heads = code.head_of(before), code.head_of(after)
    first, second = heads
    if first and second and first != second:
        if code.is_before(first, second):
            return Direction.FORWARD
        if code.is_before(second, first):
            return Direction.BACK
    versions = version_of(names.before), version_of(names.after)
    if None not in versions and versions[0] != versions[1]:
        return Direction.FORWARD if versions[0] < versions[1] else Direction.BACK
    if first and second and first != second:
        return Direction.NEUTRAL
    return _by_migrations(before, after) or _by_dates(names, code) or Direction.NEUTRAL


def _by_migrations(before: Release, after: Release) -> Direction | None:
    old, new = before.keys_to_record, after.keys_to_record
    if old < new:
        return Direction.FORWARD
    return Direction.BACK if new < old else None


def _by_dates(names: ReleaseNames, code: CodeHistory) -> Direction | None:
    dates = {ref.label: ref.committed_at for ref in code.refs}
    old, new = dates.get(names.before), dates.get(names.after)
    if old is None or new is None or old == new:
        return None
    return Direction.FORWARD if old < new else Direction.BACK
