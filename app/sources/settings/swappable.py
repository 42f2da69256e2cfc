"""The models of the settings that migrations depend on by `swappable_dependency`, such as AUTH_USER_MODEL."""

from collections.abc import Collection, Iterable, Mapping

from app.domain.keys import SETTING
from app.domain.release import Migration, Unreadable
from app.sources import toml_lines
from app.sources.errors import UnreadableSource
from app.sources.settings.answers import UnboundSetting
from app.sources.settings.cached import CachedSettings

DEFAULT_MODELS = {"WAGTAIL_PAGE_MODEL": "wagtailcore.Page"}
"""The models that a package fills in itself where no settings module has the setting, for the line that is proposed."""


def models(
    migrations: Iterable[Migration],
    settings: CachedSettings,
    *,
    explicit: Collection[str],
    previous: Mapping[str, str | None],
) -> tuple[dict[str, str], list[Unreadable]]:
    """
    The model of each setting that migrations depend on, and a place for each setting whose model is unknown.

    Settings in `explicit` are skipped, as the user gives their models. A model that the settings modules do not tell is
    taken from `previous`, the settings of an earlier release. A setting has one place, however many migrations depend
    on it.
    """
    models_by_setting: dict[str, str] = {}
    unknown: list[Unreadable] = []
    for setting, (first_path, *other_paths) in sorted(_paths_by_setting(migrations).items()):
        if setting in explicit:
            continue
        model = settings.model(setting)
        previous_model = previous.get(setting)
        if not isinstance(model, UnreadableSource):
            models_by_setting[setting] = model
        elif previous_model:
            models_by_setting[setting] = previous_model
        else:
            more = f", and of {len(other_paths)} more" if other_paths else ""
            default = DEFAULT_MODELS.get(setting) if isinstance(model, UnboundSetting) else None
            remedy = toml_lines.setting(setting, default)
            reason = f"a dependency of this migration{more}: {model.reason}; {remedy}"
            unknown.append(Unreadable(first_path, None, reason))
    return models_by_setting, unknown


def _paths_by_setting(migrations: Iterable[Migration]) -> dict[str, list[str]]:
    """The paths of the migrations that depend on each setting."""
    paths: dict[str, list[str]] = {}
    for migration in migrations:
        for dependency in migration.dependencies:
            if dependency.app_label == SETTING:
                paths.setdefault(dependency.name, []).append(migration.path or str(migration.key))
    return paths
