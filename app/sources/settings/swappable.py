"""The settings that migrations depend on (`swappable_dependency`): the model of each, or that it is asked for."""

from collections.abc import Collection, Iterable, Mapping

from app.domain.keys import SETTING
from app.domain.release import Migration, Unreadable
from app.sources.errors import UnreadableSource
from app.sources.settings.cached import RememberedSettings


def models(
    migrations: Iterable[Migration],
    settings: RememberedSettings,
    *,
    given: Collection[str],
    last: Mapping[str, str | None],
) -> tuple[dict[str, str], list[Unreadable]]:
    """
    The models of the settings that are not `given`: as the settings modules say, else as they were `last`.

    And a place for each setting of which nothing is known, however many migrations depend on it.
    """
    found: dict[str, str] = {}
    unknown: list[Unreadable] = []
    for name, (path, *others) in sorted(_users(migrations).items()):
        if name in given:
            continue
        model = settings.model(name)
        known = last.get(name)
        if not isinstance(model, UnreadableSource):
            found[name] = model
        elif known:
            found[name] = known
        else:
            more = f", and of {len(others)} more" if others else ""
            way = f"please give it with --setting {name}=app.Model"
            reason = f"a dependency of this migration{more}: {model.reason}; {way}"
            unknown.append(Unreadable(path, None, reason))
    return found, unknown


def _users(migrations: Iterable[Migration]) -> dict[str, list[str]]:
    """The settings that dependencies name, each with the files of the migrations."""
    users: dict[str, list[str]] = {}
    for migration in migrations:
        for dependency in migration.dependencies:
            if dependency.app_label == SETTING:
                users.setdefault(dependency.name, []).append(migration.path or str(migration.key))
    return users
