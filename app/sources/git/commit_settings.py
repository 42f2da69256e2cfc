"""
What settings say at each commit: MIGRATION_MODULES, and the app configurations that are named.

    v1   MIGRATION_MODULES = {"orders": "shop.history.orders"}      shop/history/orders/0001_initial.py is orders.0001
    v2   (no such setting)                                          orders/migrations/0001_initial.py is orders.0001

Settings change seldom. Git says which commits changed files of settings, each as seen from its first parent, so the ids
of these files are known at every commit, and commits with the same files are read once.
"""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from app.domain.release import Unreadable
from app.sources.errors import SourceError
from app.sources.files.project_files import ProjectFiles
from app.sources.git import log
from app.sources.git.objects import AbsentObject
from app.sources.git.repository import Repository
from app.sources.git.settings_text import NO_TEXT, SettingsText, settings_text
from app.sources.options import ReadingOptions
from app.sources.python.modules import Modules
from app.sources.settings.entry_points import TEST_MODULE, is_entry_point
from app.sources.settings.modules import SettingsModules, is_settings

PATTERNS = ("**/*settings*.py", "**/*settings*/**/*.py", "**/manage.py", "**/wsgi.py", "**/asgi.py")
"""The files of settings and those that name them, as globs of Git."""

MAX_ROUNDS = 3
"""Star imports and includes lead to further files of settings; they are followed this far."""

MAX_HEADS = 50
"""The most labels at which MIGRATION_MODULES is read to learn its folders. Its text tells nearly all of them."""

Packages = Mapping[str, str | None]
"""MIGRATION_MODULES: the package of each app's migrations, None for an app without migrations."""

State = Mapping[str, str]
"""The files of settings at a commit: the id of each by its path, relative to the project's folder."""


class CommitSettings:
    """The settings at the commits of `lines`, which are new, and at their parents. Raises `SourceError`."""

    def __init__(
        self,
        repository: Repository,
        lines: Sequence[log.LogLine],
        options: ReadingOptions,
        heads: Iterable[str] = (),
    ) -> None:
        self._repository = repository
        self._options = options
        self._root = f"{repository.folder}/" if repository.folder else ""
        self._parents = {line.id: line.parents for line in lines}
        self._texts: dict[str, SettingsText] = {}
        self._further_names: frozenset[str] = frozenset()
        self._included: frozenset[str] = frozenset()
        self._states: dict[str, State] = {"": {}}
        self._packages: dict[frozenset[tuple[str, str]], Packages] = {}
        if lines:
            self._follow(lines)
        self.folder_ends = frozenset(
            end for package in self._all_packages(heads) for end in self._ends(package)
        )

    def packages(self, commit: str) -> Packages:
        """MIGRATION_MODULES at a commit; empty where it is not said plainly. `<id>^1` is the first parent."""
        if self._options.migration_modules is not None:
            return self._options.migration_modules
        id_ = self.resolved(commit)
        state = self._state(id_)
        if not any(self._texts[blob].has_setting for path, blob in state.items() if _is_of_deployment(path)):
            return {}
        key = frozenset(
            (path, blob if is_entry_point(path) else self._texts[blob].meaning)
            for path, blob in state.items()
        )
        if key not in self._packages:
            self._packages[key] = self._read(id_)
        return self._packages[key]

    def config_names(self, commit: str) -> frozenset[str]:
        """The dotted names of app configurations that settings mention at a commit."""
        return frozenset().union(
            *(
                self._texts[blob].config_names
                for path, blob in self._state(self.resolved(commit)).items()
                if _is_of_deployment(path)
            )
        )

    def label(self, commit: str, folder: str) -> str | None:
        """The app whose migrations MIGRATION_MODULES puts into this folder at a commit; None where it puts none."""
        labels = {
            label: len(end)
            for label, package in self.packages(commit).items()
            for end in self._ends(package or "")
            if f"/{folder}".endswith(f"/{end}")
        }
        return max(sorted(labels), key=labels.__getitem__, default=None)

    def changed(self, commit: str) -> bool:
        """Whether a commit changed MIGRATION_MODULES, as seen from its first parent."""
        before = self.resolved(f"{commit}^1")
        return self._state(before) != self._state(commit) and self.packages(before) != self.packages(commit)

    def folders(self, commit: str, package: str) -> tuple[str, ...]:
        """The folders that a package may be at a commit, from the repository's top."""
        project = ProjectFiles(self._repository.files(self.resolved(commit)))
        return tuple(f"{self._root}{folder}" for folder in project.folders(package))

    def resolved(self, commit: str) -> str:
        """The id of a commit, of which `<id>^1` is the first parent; empty where it has none."""
        id_, _, number = commit.partition("^")
        return next(iter(self._parents[id_][int(number) - 1 :]), "") if number else id_

    def _ends(self, package: str) -> tuple[str, ...]:
        """How the path of a package ends: all of it, and without the package that is the project's own folder."""
        first, _, rest = package.partition(".")
        paths = [package, *([rest] if first == self._repository.name and rest else [])]
        return tuple(path.replace(".", "/") for path in paths if path)

    def _follow(self, lines: Sequence[log.LogLine]) -> None:
        """Find the files of settings at every commit, with those that they import whole or include."""
        for _ in range(MAX_ROUNDS):
            patterns = [
                *PATTERNS,
                *(
                    f"**/{name}{end}"
                    for name in sorted(self._further_names)
                    for end in (".py", "/__init__.py")
                ),
                *(f"**/{path}" for path in sorted(self._included)),
            ]
            self._states = {"": {}}
            changes = dict(log.first_parent_changes(self._repository.program, lines, self._globs(patterns)))
            for line in lines:
                state = self._state(next(iter(line.parents), ""))
                if line.id in changes:
                    state = self._changed_state(state, changes[line.id])
                self._states[line.id] = state
            self._read_texts({blob for state in self._states.values() for blob in state.values()})
            names = frozenset().union(*(text.star_imports for text in self._texts.values()))
            further = frozenset(name for name in names if "settings" not in name)
            included = frozenset().union(*(text.included for text in self._texts.values()))
            if further <= self._further_names and included <= self._included:
                return
            self._further_names, self._included = further, included

    @property
    def patterns(self) -> tuple[str, ...]:
        """The files of settings as globs of Git; none where no settings name a folder of migrations."""
        return self._globs(PATTERNS) if self.folder_ends else ()

    def _globs(self, patterns: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{log.quoted(self._root)}{pattern}" for pattern in patterns)

    def _changed_state(self, state: State, files: Sequence[log.FileChange]) -> State:
        changed = dict(state)
        for file in files:
            for before in filter(None, file.before):
                changed.pop(before[0].removeprefix(self._root), None)
            if file.after is not None:
                path, blob = file.after
                changed[path.removeprefix(self._root)] = blob
        return changed

    def _state(self, id_: str) -> State:
        """The files of settings at a commit. One that was read before is listed whole."""
        if id_ not in self._states:
            try:
                files = self._repository.files(id_)
            except AbsentObject:
                raise
            except SourceError:
                self._states[id_] = {}
            else:
                ids = {path: files.id_of(path) for path in files.paths if self._is_of_settings(path)}
                self._states[id_] = {path: blob for path, blob in ids.items() if blob}
                self._read_texts(self._states[id_].values())
        return self._states[id_]

    def _is_of_settings(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        stem = folder.rpartition("/")[2] if name == "__init__.py" else name.removesuffix(".py")
        return name.endswith(".py") and (
            "settings" in path
            or is_entry_point(path)
            or stem in self._further_names
            or any(fnmatchcase(f"/{path}", f"*/{included}") for included in self._included)
        )

    def _read_texts(self, blobs: Iterable[str]) -> None:
        new = sorted({blob for blob in blobs if blob not in self._texts})
        for id_, blob in zip(new, self._repository.objects.present(new), strict=True):
            self._texts[id_] = settings_text(blob.content) if blob.content is not None else NO_TEXT

    def _read(self, commit: str) -> Packages:
        """MIGRATION_MODULES as the settings modules of a commit say it, or the one that the user names."""
        try:
            project = ProjectFiles(self._repository.files(commit))
            settings = _settings(project, self._options)
        except AbsentObject:
            raise
        except SourceError:
            return {}
        value = settings.migration_modules
        return {} if isinstance(value, Unreadable) else value

    def _all_packages(self, heads: Iterable[str]) -> frozenset[str]:
        """Every package that MIGRATION_MODULES may have named: by the texts, and as it is at some labels."""
        if self._options.migration_modules is not None:
            return frozenset(filter(None, self._options.migration_modules.values()))
        files = {
            file for state in self._states.values() for file in state.items() if _is_of_deployment(file[0])
        }
        texts = [text for _, blob in files if (text := self._texts[blob]).has_setting]
        packages = {package for text in texts for package in text.packages}
        for head in list(dict.fromkeys(heads))[:MAX_HEADS] if texts else ():
            packages.update(filter(None, self.packages(head).values()))
        return frozenset(packages)


def _settings(project: ProjectFiles, options: ReadingOptions) -> SettingsModules:
    """The settings module that the user names, where the commit has it; else all that there are."""
    modules = Modules([project])
    try:
        return SettingsModules(modules, project, options.settings.get("module"), options.env)
    except SourceError:
        return SettingsModules(modules, project, environ=options.env)


def _is_of_deployment(path: str) -> bool:
    """Whether a file of settings is not one of tests."""
    return is_settings(path) or ("settings" not in path and not TEST_MODULE.search(path.removesuffix(".py")))
