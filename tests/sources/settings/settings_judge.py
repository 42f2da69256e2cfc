"""The process that runs settings with a real Django, and the judgment of a static reading by what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.release import Unreadable
from app.sources.errors import UnreadableSource
from app.sources.files.disk import Directory
from app.sources.files.project_files import ProjectFiles
from app.sources.files.protocol import Files
from app.sources.python.modules import Modules
from app.sources.settings.modules import SettingsModules
from app.sources.settings.values.kinds import ListValue
from tests.oracle.django_process import court

SCRIPT = Path(__file__).with_name("settings_script.py")


@dataclass(frozen=True)
class Judgment:
    """Where a reading contradicts what holds, and which settings it does not decide."""

    contradictions: tuple[str, ...]
    undecided: tuple[str, ...]


def settings_by_django(
    folder: Path, environ: Mapping[str, str], module: str = "", packages: Sequence[Path] = ()
) -> dict[str, Any]:
    """
    What the settings of a project hold; an `error` where Python or Django refuses them.

    `packages` are further folders on Python's path.
    """
    question = {
        "folder": str(folder),
        "environ": dict(environ),
        "module": module,
        "packages": list(map(str, packages)),
    }
    return court("5.2", SCRIPT).ask(question)


def settings_of(
    files: Path | Files, module: str = "", environ: Mapping[str, str | None] | None = None
) -> SettingsModules:
    """What the product reads of the settings of a project."""
    project = ProjectFiles(Directory(files) if isinstance(files, Path) else files)
    return SettingsModules(Modules((project,)), project, module or None, environ or {})


def judged(settings: SettingsModules, truth: Mapping[str, Any]) -> Judgment:  # noqa: C901 - a table of cases
    """The reading held against the truth."""
    contradictions = []
    undecided = []
    apps = settings.installed_apps
    real = set(truth["installed_apps"])
    if isinstance(apps, ListValue):
        said = {item.text for item in apps.items if item.doubt is None}
        may_be = {item.text for item in apps.items}
        if not said <= real:
            contradictions.append(f"INSTALLED_APPS has no {sorted(said - real)}")
        if not apps.open_ends and not real <= may_be:
            contradictions.append(f"INSTALLED_APPS has {sorted(real - may_be)} too")
        if apps.open_ends or said != may_be:
            undecided.append("INSTALLED_APPS")
    elif isinstance(apps, Unreadable):
        undecided.append("INSTALLED_APPS")
    elif real:
        contradictions.append("INSTALLED_APPS is bound")
    modules = settings.migration_modules
    if isinstance(modules, Unreadable):
        undecided.append("MIGRATION_MODULES")
    elif dict(modules) != truth["migration_modules"]:
        contradictions.append(f"MIGRATION_MODULES is {truth['migration_modules']}, not {dict(modules)}")
    model = settings.model("AUTH_USER_MODEL")
    if isinstance(model, UnreadableSource):
        undecided.append("AUTH_USER_MODEL")
    elif model != truth["model"]:
        contradictions.append(f"AUTH_USER_MODEL is {truth['model']}, not {model}")
    return Judgment(tuple(contradictions), tuple(undecided))
