"""The folders of migrations in a repository: which files can be migrations, and the labels of their apps."""

import re
from collections.abc import Iterator, Mapping

from app.sources.errors import UnreadableSource
from app.sources.files import disk
from app.sources.git.commit import TREE_MODE, entries_of, object_at
from app.sources.git.commit_settings import CommitSettings
from app.sources.git.log import quoted
from app.sources.git.objects import Objects
from app.sources.project import app_label

DEFAULT_APP_CONFIG = re.compile(rb"""^default_app_config\s*=\s*["']([\w.]+)["']""", re.MULTILINE)


class MigrationFolders:
    """
    The folders of migrations below the project's own folder, `root`, in the repository.

    `settings` are those of each commit: they name further folders, and app configurations. `user_labels` are the labels
    that the user gives apps, by folder or dotted name, relative to the root.
    """

    def __init__(
        self,
        objects: Objects,
        settings: CommitSettings,
        *,
        root: str = "",
        name: str = "",
        user_labels: Mapping[str, str] | None = None,
    ) -> None:
        self._objects = objects
        self._settings = settings
        self._root = f"{root}/" if root else ""
        self._name = name
        self._user_labels = {
            f"{self._root}{app.replace('.', '/')}": label for app, label in (user_labels or {}).items()
        }
        self._label_by_commit: dict[tuple[str, str], str | None] = {}
        self._label_by_content: dict[tuple[str, str, frozenset[str]], str | None] = {}

    @property
    def patterns(self) -> tuple[str, ...]:
        """The files that can be migrations, or that label an app, as globs of Git."""
        root = quoted(self._root)
        return (
            f"{root}**/migrations/*.py",
            f"{root}**/apps.py",
            *(f"{root}**/{quoted(end)}/*.py" for end in sorted(self._settings.folder_ends)),
            *self._settings.patterns,
        )

    def migration_name(self, path: str) -> str | None:
        """The name of a migration in this file; None where a file of this folder and name can be none."""
        folder, _, file = path.rpartition("/")
        stem = file.removesuffix(".py")
        if not path.startswith(self._root) or file == stem or stem[:1] in ("_", "~", "") or "." in stem:
            return None
        if folder.rpartition("/")[2] != "migrations" and not any(
            f"/{folder}".endswith(f"/{end}") for end in self._settings.folder_ends
        ):
            return None
        parts = folder[len(self._root) :].split("/")
        is_third_party = any(part.startswith(".") or part in disk.THIRD_PARTY_FOLDERS for part in parts)
        return None if is_third_party or not path.isprintable() else stem

    def of_app(self, path: str) -> str | None:
        """The folder of migrations of the app whose `apps.py` this is; None where it is another file."""
        folder, _, file = path.rpartition("/")
        if file != "apps.py" or not path.startswith(self._root):
            return None
        return f"{folder}/migrations" if folder else "migrations"

    def moved(self, commit: str) -> Iterator[str]:
        """The folders that MIGRATION_MODULES names at a commit, where the commit changed that setting."""
        if self._settings.changed(commit):
            for package in sorted(filter(None, self._settings.packages(commit).values())):
                yield from self._settings.folders(commit, package)

    def label(self, commit: str, folder: str) -> str | None:
        """The label of the app with this folder of migrations at a commit; None where it is not known."""
        if (commit, folder) not in self._label_by_commit:
            self._label_by_commit[commit, folder] = self._label(commit, folder)
        return self._label_by_commit[commit, folder]

    def listing(self, commit: str, folder: str) -> Iterator[tuple[str, str]]:
        """The files of a folder at a commit: path and id."""
        tree = object_at(self._objects, commit, folder)
        if tree is not None:
            for entry in entries_of(tree):
                if entry.mode != TREE_MODE:
                    yield f"{folder}/{entry.name}", entry.id

    def _label(self, commit: str, folder: str) -> str | None:
        label = self._settings.label(commit, folder[len(self._root) :])
        app_folder, _, last = folder.rpartition("/")
        if label is not None:
            return label
        if last != "migrations":
            return None
        label = self._user_labels.get(app_folder) or self._label_of_app(commit, app_folder)
        # Django looks for the migrations of this app in another package.
        return None if label and self._settings.packages(commit).get(label) else label

    def _label_of_app(self, commit: str, app_folder: str) -> str | None:
        """The label by the `apps.py` of the commit; each content is read once for the same settings."""
        name = app_folder.rpartition("/")[2] or self._name
        apps_py = self._blob(commit, app_folder, "apps.py")
        if apps_py is None:
            return _label(name, None, frozenset())
        end = f"{name}.apps."
        names = frozenset(config for config in self._settings.config_names(commit) if end in config)
        key = app_folder, apps_py[0], names
        if key not in self._label_by_content:
            self._label_by_content[key] = _label(name, apps_py[1], names)
        label = self._label_by_content[key]
        if label is None:
            package = self._blob(commit, app_folder, "__init__.py")
            default = DEFAULT_APP_CONFIG.search(package[1] or b"") if package else None
            return _label(name, apps_py[1], frozenset([default[1].decode()])) if default else None
        return label

    def _blob(self, commit: str, folder: str, file: str) -> tuple[str, bytes | None] | None:
        """The id and the content of a file at a commit; None where there is none."""
        blob = object_at(self._objects, commit, f"{folder}/{file}" if folder else file)
        return (blob.id, blob.content) if blob is not None and blob.kind == "blob" else None


def _label(folder: str, source: bytes | None, config_names: frozenset[str]) -> str | None:
    try:
        return app_label.label(folder, source, config_names)
    except UnreadableSource:
        return None
