"""
Which settings module runs, as manage.py, wsgi.py and asgi.py say it.

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")

The files are executed as settings modules are, so a condition in them counts too. Those of tests are left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.files.project_files import ProjectFiles
from app.sources.python.budget import Budget
from app.sources.python.modules import Modules, Source
from app.sources.settings.statements.execution import execute
from app.sources.settings.values.world import World

VARIABLE = "DJANGO_SETTINGS_MODULE"
NAMES = ("manage.py", "wsgi.py", "asgi.py")
TEST_MODULE = re.compile(r"(?:^|[/_.-])(?:conf)?test")
MAX_FILES = 50
"""The most files that are asked. Further ones are ignored."""

MAX_STEPS = 20_000
"""The most statements and expressions of one file, with what it imports. A wsgi.py may import the whole project."""


class EntryPoint(NamedTuple):
    """
    A file that names a settings module: `dotted`, or None if which one is known only when it runs.

    `source` is that module, None if it is not here.
    """

    path: str
    dotted: str | None
    source: Source | None


def is_entry_point(path: str) -> bool:
    """Whether a file may name the settings module that runs."""
    return path.rpartition("/")[2] in NAMES and not TEST_MODULE.search(path.removesuffix(".py"))


def entry_points(
    modules: Modules, project: ProjectFiles, environ: Mapping[str, str | None]
) -> Iterator[EntryPoint]:
    """The files of a project that name a settings module; one of tests is no deployment's."""
    for path in [path for path in project.files.paths if is_entry_point(path)][:MAX_FILES]:
        try:
            source = modules.at(project, path)
        except UnreadableSource:
            continue
        is_main = path.rpartition("/")[2] == "manage.py"
        world = World(modules, {VARIABLE: None, **environ}, Budget(MAX_STEPS))
        execute(world, source, "__main__" if is_main else "")
        dotted = world.environ.get(VARIABLE, "")
        if dotted is None or TEST_MODULE.search(dotted):
            continue
        yield EntryPoint(path, dotted or None, _find(modules, project, path, dotted) if dotted else None)


def _find(modules: Modules, project: ProjectFiles, path: str, dotted: str) -> Source | None:
    """The module of a dotted name, from the folder of the file that names it or one above; else anywhere."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        stem = f"{folder}/{dotted.replace('.', '/')}".lstrip("/")
        for file in (f"{stem}/__init__.py", f"{stem}.py"):
            if project.has(file):
                try:
                    return modules.at(project, file)
                except UnreadableSource:
                    return None
    return modules.find(dotted)
