"""The files of the project that a release is read from, found by dotted name."""

from functools import cached_property

from app.sources.files.disk import COMPILED_ENDINGS
from app.sources.files.protocol import Files

PATH_FOLDERS = ("", "src/")
"""The folders of a project that usually are on Python's path."""


class ProjectFiles:
    """
    The files of the project as a `SourceRoot`.

    Python's path is not known. So `shop.orders` is the folder `shop/orders` at the top or in `src`; if there is none,
    every folder whose path ends with it. The directory may also be the package itself.
    """

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
        )

    def modules(self, dotted: str) -> tuple[str, ...]:
        module_path = dotted.replace(".", "/")
        for stem in (*(f"{folder}{module_path}" for folder in PATH_FOLDERS), *self._path_within(dotted)):
            for path in (f"{stem}/__init__.py" if stem else "__init__.py", f"{stem}.py"):
                if path in self._paths:
                    return (path,)
        folder, _, last = module_path.rpartition("/")
        ending = f"/{folder}/{last}.py" if folder else f"/{last}.py"
        files = {path for path in self._paths_by_name.get(f"{last}.py", ()) if f"/{path}".endswith(ending)}
        packages = {f"{package}/__init__.py" for package in self.folders(dotted) if package}
        return tuple(sorted(files | (packages & self._paths)))

    def _path_within(self, dotted: str) -> tuple[str, ...]:
        """The path below the directory, if the directory is the top package of the name; else nothing."""
        first, _, rest = dotted.partition(".")
        return (rest.replace(".", "/"),) if first == self.files.name and "__init__.py" in self._paths else ()

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
