"""An app whose label changed: its files have no rows, and rows of a label without files bear their names."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from app.domain.findings import Code, Finding
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import Resolution

COMMON_NAME = re.compile(r"\d+_initial")
"""Matches the names that Django gives to the first migrations of any app: alone they prove nothing."""


def relabelled(
    release: Release, history: History, resolution: Resolution, not_covered: AbstractSet[str]
) -> Iterator[Finding]:
    """
    Yield a finding for each app whose rows seem to stand under a former label.

    The app has files and no rows; a label has rows and no files; and the names of one side are all among those of the
    other. One shared name, or names that any app may have, are not enough. An app that is only switched off, or whose
    files Django passes over, has kept its label.
    """
    labels = {key.app_label for key in history.recorded}
    present = release.apps | release.unmigrated_apps | {file.key.app_label for file in release.passed_over}
    former_labels = labels & not_covered - present
    if not former_labels:
        return
    names_by_label: dict[str, set[str]] = {label: set() for label in former_labels}
    for key in history.recorded:
        if key.app_label in former_labels:
            names_by_label[key.app_label].add(key.name)
    pending: dict[str, set[str]] = {}
    for key in resolution.graph.declared - resolution.applied:
        if key.app_label not in labels:
            pending.setdefault(key.app_label, set()).add(key.name)
    for former_label, row_names in sorted(names_by_label.items()):
        for label, file_names in sorted(pending.items()):
            shared = file_names & row_names
            is_distinct = any(not COMMON_NAME.fullmatch(name) for name in shared)
            if len(shared) > 1 and is_distinct and shared in (file_names, row_names):
                rows = (MigrationKey(former_label, name) for name in sorted(shared))
                yield Finding(Code.RELABELLED, MigrationKey(label, min(shared)), tuple(rows))
                break
