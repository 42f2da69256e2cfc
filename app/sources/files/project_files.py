"""The files of the project that a release is read from, found by dotted name."""

import re
from functools import cached_property

from app.sources.errors import UnreadableSource
from app.sources.files.disk import COMPILED_ENDINGS
from app.sources.files.protocol import Files

PATH_FOLDERS = ("", "src/")
"""The folders of a project that usually are on Python's path."""


START_FILES = frozenset(["manage.py", "wsgi.py", "asgi.py", "conftest.py"])
SYS_PATH = re.compile(rb"sys\.path\.(?:insert|append|extend)\([^\n]*(?:\n[^\n]*){0,2}")
QUOTED = re.compile(rb"""["']([\w./-]+)["']""")


class ProjectFiles:
    """
    The files of the project as a `SourceRoot`.

    Python's path is not known. So `shop.orders` is the folder `shop/orders` at the top or in `src`; if there is none,
    every folder whose path ends with it and that can be imported by that name: what stands before it is a folder that
    is likely on Python's path, and no package. The directory may also be the package itself.
    """

    place = ""

    def __init__(self, files: Files) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        return self.files.read(path)

    def id_of(self, path: str) -> str | None:
        return self.files.id_of(path)

    def has(self, path: str) -> bool:
        return path in self._paths

    def listing(self, folder: str) -> tuple[str, ...]:
        return self.by_folder.get(folder, ())

    def compiled(self, folder: str) -> tuple[str, ...]:
        return self._compiled_by_folder.get(folder, ())

    def folders(self, dotted: str) -> tuple[str, ...]:
        package_path = dotted.replace(".", "/")
        for exact in (*(f"{folder}{package_path}" for folder in PATH_FOLDERS), *self._path_within(dotted)):
            if exact in self._folders:
                return (exact,)
        last = package_path.rpartition("/")[2]
        return tuple(
            folder
            for folder in self._folders_by_name.get(last, ())
            if f"/{folder}".endswith(f"/{package_path}")
            and self._is_on_path(folder[: -len(package_path)].rstrip("/"), folder)
        )

    def modules(self, dotted: str) -> tuple[str, ...]:
        module_path = dotted.replace(".", "/")
        for stem in (*(f"{folder}{module_path}" for folder in PATH_FOLDERS), *self._path_within(dotted)):
            for path in (f"{stem}/__init__.py" if stem else "__init__.py", f"{stem}.py"):
                if path in self._paths:
                    return (path,)
        folder, _, last = module_path.rpartition("/")
        ending = f"/{folder}/{last}.py" if folder else f"/{last}.py"
        files = {
            path
            for path in self._paths_by_name.get(f"{last}.py", ())
            if f"/{path}".endswith(ending) and self._is_on_path(path[: 1 - len(ending)].rstrip("/"), None)
        }
        packages = {f"{package}/__init__.py" for package in self.folders(dotted) if package}
        return tuple(sorted(files | (packages & self._paths)))

    def _path_within(self, dotted: str) -> tuple[str, ...]:
        """The path below the directory, if the directory is the top package of the name; else nothing."""
        first, _, rest = dotted.partition(".")
        return (rest.replace(".", "/"),) if first == self.files.name and "__init__.py" in self._paths else ()

    def _is_on_path(self, start: str, package: str | None) -> bool:
        """
        Whether a folder is likely on Python's path, so that what lies in it can be imported.

        It is where `manage.py`, `setup.py` or the package of the settings lies, and where `sys.path` is given it.
        Another folder counts only if it lies in no package, and for a `package` of one name only if that is an app.
        """
        if start in self._path_folders or start.rpartition("/")[2] in self._path_names:
            return True
        folder = start
        while folder:
            if f"{folder}/__init__.py" in self._paths:
                return False
            folder = folder.rpartition("/")[0]
        if package is None or package.rpartition("/")[0] != start:
            return True
        return (
            any(f"{package}/{name}" in self._paths for name in ("apps.py", "models.py", "models/__init__.py"))
            or f"{package}/migrations" in self.by_folder
        )

    @cached_property
    def _path_folders(self) -> frozenset[str]:
        """The folders that have a `manage.py` or `setup.py`, or the package of settings."""
        folders = set()
        for path in self.files.paths:
            folder, _, name = path.rpartition("/")
            if name in ("manage.py", "setup.py"):
                folders |= {folder, f"{folder}/src"}
            elif name.endswith(".py") and "settings" in path:
                while f"{folder}/__init__.py" in self._paths and folder:
                    folder = folder.rpartition("/")[0]
                folders.add(folder)
        return frozenset(folders)

    @cached_property
    def _path_names(self) -> frozenset[str]:
        """The names of folders that statements about `sys.path` mention, in settings and in files that start Django."""
        names: set[str] = set()
        for path in self.files.paths:
            name = path.rpartition("/")[2]
            if name not in START_FILES and not (name.endswith(".py") and "settings" in path):
                continue
            try:
                content = self.files.read(path)
            except UnreadableSource:
                continue
            for statement in SYS_PATH.findall(content) if b"sys.path" in content else ():
                names.update(
                    text.decode().rstrip("/").rpartition("/")[2] for text in QUOTED.findall(statement)
                )
        return frozenset(names - {""})

    @cached_property
    def _compiled_by_folder(self) -> dict[str, tuple[str, ...]]:
        """The paths of the compiled modules by folder."""
        by_folder: dict[str, list[str]] = {}
        for path in self.files.paths:
            if path.endswith(COMPILED_ENDINGS):
                by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        return {folder: tuple(paths) for folder, paths in by_folder.items()}

    @cached_property
    def by_folder(self) -> dict[str, tuple[str, ...]]:
        """The paths of the Python files by folder, without folders that have none."""
        by_folder: dict[str, list[str]] = {}
        for path in self.files.paths:
            if path.endswith(".py"):
                by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        return {folder: tuple(paths) for folder, paths in by_folder.items()}

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self.files.paths)

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders that have Python files, directly or deeper."""
        folders = set()
        for start in self.by_folder:
            folder = start
            while folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(folders)

    @cached_property
    def _folders_by_name(self) -> dict[str, list[str]]:
        """The folders by the last part of their path."""
        by_name: dict[str, list[str]] = {}
        for folder in sorted(self._folders):
            by_name.setdefault(folder.rpartition("/")[2], []).append(folder)
        return by_name

    @cached_property
    def _paths_by_name(self) -> dict[str, list[str]]:
        """The paths of the files by their names."""
        by_name: dict[str, list[str]] = {}
        for path in self.files.paths:
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return by_name
