"""The lines of a migration's lists that one commit changed."""

from app.domain.keys import MigrationKey
from app.domain.provenance.code_history import ChangedPart
from app.domain.provenance.excerpt import Excerpt, excerpt_of
from app.sources.git.file_version import FileVersion
from app.sources.git.objects import Objects
from app.sources.migration.list_lines import NO_LINES, ListLines, list_lines


class Excerpts:
    """
    The excerpts of one file that one commit changed. The two contents are read when the first excerpt is asked for.

    `before` is None for a file that is new.
    """

    def __init__(self, objects: Objects, before: FileVersion | None, after: FileVersion) -> None:
        self._objects = objects
        self._before = before
        self._after = after
        self._lines: dict[ChangedPart, tuple[ListLines, ListLines]] = {}

    def of(self, part: ChangedPart, entry: MigrationKey) -> Excerpt | None:
        """The lines that added an entry to a list, or removed it; None where they are not found."""
        if part not in self._lines:
            self._lines[part] = (self._lines_of(self._before, part), self._lines_of(self._after, part))
        before, after = self._lines[part]
        return excerpt_of(before.lines, after.lines, first=after.first, word=entry.name)

    def _lines_of(self, version: FileVersion | None, part: ChangedPart) -> ListLines:
        blob = None if version is None else self._objects.get(version.blob)
        return NO_LINES if blob is None or blob.content is None else list_lines(blob.content, part.value)
