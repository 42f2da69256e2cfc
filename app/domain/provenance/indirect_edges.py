"""
Why a migration needs another one that its file does not name: by `__first__`, `__latest__` or a setting.

    shop.0001_initial needs accounts.0001_initial by the setting AUTH_USER_MODEL, which is accounts.User here.
    In v1 the setting was auth.User and stood for auth.0001_initial.

The file did not change, so what stands in its place decides: the setting, or the first or last migration of the app.
"""

from collections.abc import Sequence

from app.domain.keys import LATEST, SETTING, MigrationKey
from app.domain.provenance.blame import addition_of, blamed_change
from app.domain.provenance.code_history import ChangedPart, ChangeKind
from app.domain.provenance.knowledge import Knowledge, release_name
from app.domain.release import Release
from app.domain.resolution import declare


def indirect_reason(
    knowledge: Knowledge, release: Release, child: MigrationKey, parent: MigrationKey, entry: MigrationKey
) -> str:
    """What the entry stands for in this release, what it stood for before, and what changed it, if that is known."""
    before = _release_before(knowledge, release, child, parent, entry)
    if entry.app_label == SETTING:
        return _setting_reason(knowledge, release, child, parent, entry, before)
    which = "last" if entry.name == LATEST else "first"
    text = f"{child} needs {parent} by {entry}: it is the {which} migration of {entry.app_label} here"
    if before is not None:
        text += f"; in {release_name(before)} that was {stood_for(before, child, entry)}"
    return f"{text}{_since(knowledge, release, parent)}."


def _setting_reason(  # noqa: PLR0913, PLR0917 - an edge, its entry, and two releases
    knowledge: Knowledge,
    release: Release,
    child: MigrationKey,
    parent: MigrationKey,
    entry: MigrationKey,
    before: Release | None,
) -> str:
    model = release.model_of(entry.name)
    text = f"{child} needs {parent} by the setting {entry.name}, which is {model} here."
    if before is None:
        return text
    name, former = release_name(before), stood_for(before, child, entry)
    if before.model_of(entry.name) == model:
        return f"{text} In {name} the setting stood for {former}{_since(knowledge, release, parent)}."
    first = next(
        (
            known_release
            for known_release in knowledge.releases
            if knowledge.is_earlier(before, known_release)
            and known_release.model_of(entry.name) == model
            and not knowledge.is_earlier(release, known_release)
        ),
        None,
    )
    since = f"; {release_name(first)} is the first known release with the new value" if first else ""
    return f"{text} In {name} it was {before.model_of(entry.name)} and stood for {former}{since}."


def _release_before(
    knowledge: Knowledge, release: Release, child: MigrationKey, parent: MigrationKey, entry: MigrationKey
) -> Release | None:
    """The newest earlier release in which the same entry stood for something else."""
    for known_release in reversed(knowledge.releases):
        migration = known_release.migrations.get(child)
        if (
            migration is not None
            and entry in migration.dependencies
            and knowledge.is_earlier(known_release, release)
            and parent not in declare(known_release).graph.parents[child]
            and stood_for(known_release, child, entry) is not None
        ):
            return known_release
    return None


def stood_for(release: Release, child: MigrationKey, entry: MigrationKey) -> MigrationKey | None:
    """The migration for which an entry stands in a release; None where that is not plain."""
    graph = declare(release).graph
    label = release.app_of(entry)
    ends: Sequence[MigrationKey] = graph.leaves(label) if entry.name == LATEST else graph.roots(label)
    return next((key for key in ends if key in graph.parents[child]), None)


def _since(knowledge: Knowledge, release: Release, parent: MigrationKey) -> str:
    """`; ctyp.0002_more came in 3f2c1a4 (9 Jun 2026), first in v2`; empty if no commit is known."""
    history = knowledge.history
    change = addition_of(history, parent, ChangedPart.FILE, within=history.commits_in(release))
    if change is None or change.kind is ChangeKind.FOUND:
        return ""
    addition = blamed_change(history, change)
    verb = "was named so" if change.kind is ChangeKind.RENAMED else "came"
    return f"; {parent} {verb} in {addition.commit}{addition.first_in}"
