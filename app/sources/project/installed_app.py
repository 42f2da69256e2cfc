"""An installed app, and why there is none: its package is in no root, or its label is not known."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.python.modules import Location


class InstalledApp(NamedTuple):
    """An installed app: its label, and the folder of its package in a source root."""

    label: str
    root: SourceRoot
    folder: str

    def path(self, name: str) -> str:
        """The path of a file or folder in the app's folder."""
        return f"{self.folder}/{name}" if self.folder else name


class AppNotFound(UnreadableSource):
    """The package of an app is in no source root; the app is not covered. `packages` are the names that it may have."""

    def __init__(self, reason: str, *packages: str) -> None:
        super().__init__(reason)
        self.packages = packages


class UnclearLabel(UnreadableSource):
    """
    The label of an app whose package is known is not known for certain.

    `location` is the folder of its package, and `candidates` are the labels that it may have, as far as they are known.
    """

    def __init__(self, unclear: UnreadableSource, location: Location, candidates: Iterable[str] = ()) -> None:
        super().__init__(unclear.reason, unclear.line)
        self.location = location
        self.candidates = tuple(sorted(set(candidates)))


def user_label(labels: Mapping[str, str], folder: str, dotted: str = "") -> str | None:
    """
    The label that the user's `labels` give an app, by its folder or its dotted name.

    A name may also be the end of the folder's path. The whole path counts before an end of it, and a longer end before
    a shorter one.
    """
    if dotted and dotted in labels:
        return labels[dotted]
    ends = [
        (path, label)
        for name, label in labels.items()
        if (path := name.replace(".", "/").strip("/")) and f"/{folder}".endswith(f"/{path}")
    ]
    return max(ends, key=lambda end: len(end[0]))[1] if ends else None


def apps_module(root: SourceRoot, folder: str) -> str | None:
    """The path of the module `apps` of a package; None where it has none."""
    start = f"{folder}/" if folder else ""
    return next(
        (path for name in ("apps/__init__.py", "apps.py") if root.has(path := f"{start}{name}")), None
    )
