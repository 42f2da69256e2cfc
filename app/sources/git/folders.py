"""The folders of migrations in a repository: which files can be migrations, and the labels of their apps."""

from collections.abc import Iterator, Mapping

from app.sources.errors import UnreadableSource
from app.sources.files import disk
from app.sources.git.commit import TREE_MODE, listing
from app.sources.git.objects import Objects
from app.sources.project import app_label


class MigrationFolders:
    """
    The folders of migrations below the project's own folder, `root`, in the repository.

    `label_by_folder` are the folders that MIGRATION_MODULES names, with the labels of their apps. `user_labels` are the
    labels that the user gives apps, by folder or dotted name, relative to the root. `config_names` are the app
    configurations that settings mention.
    """

    def __init__(  # noqa: PLR0913 - the facts of one project
        self,
        objects: Objects,
        *,
        root: str = "",
        name: str = "",
        label_by_folder: Mapping[str, str] | None = None,
        user_labels: Mapping[str, str] | None = None,
        config_names: frozenset[str] = frozenset(),
    ) -> None:
        self._objects = objects
        self._root = f"{root}/" if root else ""
        self._name = name
        self._label_by_folder = {
            f"{self._root}{folder}": label for folder, label in (label_by_folder or {}).items()
        }
        self._user_labels = {
            f"{self._root}{app.replace('.', '/')}": label for app, label in (user_labels or {}).items()
        }
        self._config_names = config_names
        self._label_by_commit: dict[tuple[str, str], str | None] = {}
        self._label_by_content: dict[tuple[str, str | None], str | None] = {}

    @property
    def patterns(self) -> tuple[str, ...]:
        """The files that can be migrations or label an app, as globs of Git."""
        root = _quoted(self._root)
        return (
            f"{root}**/migrations/*.py",
            f"{root}**/apps.py",
            *(f"{_quoted(folder)}/*.py" for folder in sorted(self._label_by_folder)),
        )

    def migration_name(self, path: str) -> str | None:
        """The name of a migration in this file; None where a file of this folder and name can be none."""
        folder, _, file = path.rpartition("/")
        stem = file.removesuffix(".py")
        if not path.startswith(self._root) or file == stem or stem[:1] in ("_", "~", "") or "." in stem:
            return None
        if folder not in self._label_by_folder and folder.rpartition("/")[2] != "migrations":
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

    def label(self, commit: str, folder: str) -> str | None:
        """The label of the app with this folder of migrations at a commit; None where it is not known."""
        if folder in self._label_by_folder:
            return self._label_by_folder[folder]
        app_folder = folder.rpartition("/")[0]
        if app_folder in self._user_labels:
            return self._user_labels[app_folder]
        if (commit, folder) not in self._label_by_commit:
            self._label_by_commit[commit, folder] = self._read_label(commit, app_folder)
        return self._label_by_commit[commit, folder]

    def listing(self, commit: str, folder: str) -> Iterator[tuple[str, str]]:
        """The files of a folder at a commit: path and id."""
        tree = self._objects.get(f"{commit}:{folder}")
        if tree is not None and tree.kind == "tree":
            for entry in listing(self._objects, tree.id):
                if entry.mode != TREE_MODE:
                    yield f"{folder}/{entry.name}", entry.id

    def _read_label(self, commit: str, app_folder: str) -> str | None:
        """The label by the `apps.py` of the commit; each content is read once."""
        apps_py = self._objects.get(f"{commit}:{app_folder}/apps.py" if app_folder else f"{commit}:apps.py")
        if apps_py is not None and apps_py.kind != "blob":
            apps_py = None
        key = app_folder, apps_py.id if apps_py else None
        if key not in self._label_by_content:
            self._label_by_content[key] = _label(
                app_folder.rpartition("/")[2] or self._name,
                apps_py.content if apps_py else None,
                self._config_names,
            )
        return self._label_by_content[key]


def _label(folder: str, source: bytes | None, config_names: frozenset[str]) -> str | None:
    try:
        return app_label.label(folder, source, config_names)
    except UnreadableSource:
        return None


def _quoted(folder: str) -> str:
    """A path as a glob that matches only itself."""
    return "".join(f"\\{character}" if character in "*?[\\" else character for character in folder)
