"""How the edge of a missing dependency came about: a file names it, or a setting or the end of an app stands for it."""

from app.domain.findings import Code, Finding
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.release import Release
from app.domain.runbook.circumstances import Variant


def indirect_entry(release: Release, child: MigrationKey, parent: MigrationKey) -> MigrationKey | None:
    """The entry by which a migration needs another one that it does not name; None where one names the other."""
    migration, other = release.migrations.get(child), release.migrations.get(parent)
    if migration is None or parent in migration.dependencies or (other and child in other.run_before):
        return None
    return next(
        (
            entry
            for entry in migration.dependencies
            if (entry.app_label == SETTING or entry.name in (FIRST, LATEST))
            and release.app_of(entry) == parent.app_label
        ),
        None,
    )


def edge_variant(release: Release, finding: Finding) -> Variant:
    """The variant of a missing dependency that no file names; the general one for all others."""
    if finding.code is not Code.MISSING_DEPENDENCY:
        return Variant.GENERAL
    entries = [indirect_entry(release, finding.subject, parent) for parent in finding.related]
    if None in entries:
        return Variant.GENERAL
    is_by_setting = any(entry is not None and entry.app_label == SETTING for entry in entries)
    return Variant.BY_SETTING if is_by_setting else Variant.BY_END
