"""Which files of a repository can be migrations, and what their apps are called at a commit."""

from collections.abc import Iterator, Mapping

from app.sources.errors import UnreadableSource
from app.sources.files import disk
from app.sources.git.commit import TREE, listing
from app.sources.git.objects import Objects
from app.sources.project import app_label as apps


class Folders:
    """
    The folders of migrations below the project's own folder in the repository.

    `elsewhere` are the folders that MIGRATION_MODULES names, with the labels of their apps; `labels` what the user
    says of apps, by folder, relative to the project's; `mentioned` the app configurations that stand in settings.
    """

    def __init__(  # noqa: PLR0913 - the facts of one project
        self,
        objects: Objects,
        *,
        root: str = "",
        name: str = "",
        elsewhere: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
        mentioned: frozenset[str] = frozenset(),
    ) -> None:
        self._objects = objects
        self._root = f"{root}/" if root else ""
        self._name = name
        self._elsewhere = {f"{self._root}{folder}": label for folder, label in (elsewhere or {}).items()}
        self._labels = {
            f"{self._root}{app.replace('.', '/')}": label for app, label in (labels or {}).items()
        }
        self._mentioned = mentioned
        self._found: dict[tuple[str, str], str | None] = {}
        self._by_content: dict[tuple[str, str | None], str | None] = {}

    @property
    def patterns(self) -> tuple[str, ...]:
        """Which files have to do with migrations, as globs of Git."""
        inside = _quoted(self._root)
        return (
            f"{inside}**/migrations/*.py",
            f"{inside}**/apps.py",
            *(f"{_quoted(folder)}/*.py" for folder in sorted(self._elsewhere)),
        )

    def name_in(self, path: str) -> str | None:
        """The name that a migration in this file has; None where no file of this place and name is one."""
        folder, _, file = path.rpartition("/")
        stem = file.removesuffix(".py")
        if not path.startswith(self._root) or file == stem or stem[:1] in ("_", "~", "") or "." in stem:
            return None
        if folder not in self._elsewhere and folder.rpartition("/")[2] != "migrations":
            return None
        parts = folder[len(self._root) :].split("/")
        if any(part.startswith(".") or part in disk.THIRD_PARTY_FOLDERS for part in parts) or not path.isprintable():
            return None
        return stem

    def of_app(self, path: str) -> str | None:
        """The folder of migrations of the app whose `apps.py` this is; None where it is another file."""
        folder, _, file = path.rpartition("/")
        if file != "apps.py" or not path.startswith(self._root):
            return None
        return f"{folder}/migrations" if folder else "migrations"

    def label(self, commit: str, folder: str) -> str | None:
        """The label of the app whose migrations lie there at that commit; None where it is not said plainly."""
        if folder in self._elsewhere:
            return self._elsewhere[folder]
        app = folder.rpartition("/")[0]
        if app in self._labels:
            return self._labels[app]
        if (commit, folder) not in self._found:
            self._found[commit, folder] = self._read(commit, app)
        return self._found[commit, folder]

    def listing(self, commit: str, folder: str) -> Iterator[tuple[str, str]]:
        """The files of a folder at a commit: path and id."""
        tree = self._objects.one(f"{commit}:{folder}")
        if tree is not None and tree.kind == "tree":
            for entry in listing(self._objects, tree.id):
                if entry.mode != TREE:
                    yield f"{folder}/{entry.name}", entry.id

    def _read(self, commit: str, app: str) -> str | None:
        found = self._objects.one(f"{commit}:{app}/apps.py" if app else f"{commit}:apps.py")
        known = found is not None and found.kind == "blob"
        key = app, found.id if found and known else None
        if key not in self._by_content:
            self._by_content[key] = _label(
                app.rpartition("/")[2] or self._name,
                found.content if found and known else None,
                self._mentioned,
            )
        return self._by_content[key]


def _label(folder: str, source: bytes | None, mentioned: frozenset[str]) -> str | None:
    try:
        return apps.label(folder, source, mentioned)
    except UnreadableSource:
        return None


def _quoted(folder: str) -> str:
    """A path as a glob that means only itself."""
    return "".join(f"\\{sign}" if sign in "*?[\\" else sign for sign in folder)
