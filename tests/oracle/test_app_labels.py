"""For the same packages and INSTALLED_APPS, the apps that are read are those that Django makes, or it is said."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from app.sources import ReadingOptions, SourceError, read
from tests.oracle.app_packages import DrawnProject, projects
from tests.oracle.django_process import court
from tests.oracle.event_counts import tally
from tests.sources.folder import migration, written

EXAMPLES = int(os.environ.get("LABEL_EXAMPLES", "100"))
"""The projects for each version of Django."""

SCRIPT = Path(__file__).with_name("app_configs_script.py")
VERSIONS = ("3.2", "4.2", "5.2")


@pytest.mark.parametrize("version", VERSIONS)
def test_labels_are_djangos_or_named_as_unreadable(version: str):
    """No app has another label than Django gives it, and no app is left out in silence."""
    count = tally(f"App labels, Django {court(version, SCRIPT).greeting['django']}")

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(project=projects())
    def agree(project: DrawnProject) -> None:
        folder = Path(tempfile.mkdtemp(prefix="labels-"))
        try:
            check(project, folder, version, count)
        finally:
            shutil.rmtree(folder)

    agree()
    count.check("decided, of those that Django takes", at_least=0.3)


def check(project: DrawnProject, folder: Path, version: str, count) -> None:
    root, far = written(folder / "project", dict(project.files)), written(folder / "far", dict(project.far))
    for package in project.packages:
        name = f"{package.replace('.', '/')}/migrations/0001_{package.replace('.', '_')}.py"
        written(root, {name: migration("dependencies = []")})
    if project.pins_version:
        written(root, {"requirements.txt": f"Django=={version}\n"})
    answer = court(version, SCRIPT).ask(
        {"path": [str(root), str(far)], "installed_apps": project.installed_apps}
    )
    count("examples")
    try:
        release = read(root, ReadingOptions(installed_apps=tuple(project.installed_apps)))
    except SourceError:
        read_apps, named = set(), ["refused"]
    else:
        read_apps = {(key.app_label, key.name) for key in release.migrations}
        named = [str(entry) for entry in release.unreadable]
    context = f"{answer}\n{read_apps}\n{named}\n{folder}\n{project}"
    if "raises" in answer:
        count("Django refuses" if named else "Django refuses, which only a package that is not here shows")
        assert named or project.hides_something, context
        return
    django_apps = {
        (label, f"0001_{Path(path).relative_to(root).as_posix().replace('/', '_')}")
        for label, path in answer["apps"]
        if Path(path).is_relative_to(root) and Path(path, "migrations").is_dir()
    }
    assert read_apps <= django_apps, context
    assert read_apps == django_apps or named, context
    count("cannot be decided, of those that Django takes" if named else "decided, of those that Django takes")
