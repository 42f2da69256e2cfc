"""The apps of a release: a row for each, with a strip of its migrations, which are listed where it is unfolded."""

from collections.abc import Callable
from functools import cached_property

from app.domain.difference import Difference
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution.outline import AppOutline, outline
from app.domain.schema.loss import dropping
from app.web.releases import strips as release_strips
from app.web.releases.release.views import AppRow, MigrationLine
from app.web.releases.strips import CellMarks
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text
from app.web.wording.vocabulary import operation_kinds

ALL = "all"
OWN_MARKS = (release_strips.IRREVERSIBLE, release_strips.NEW_IRREVERSIBLE, release_strips.DROPS_DATA)
"""The words of marks with an icon of their own."""


class ReleaseApps:
    """
    Makes the rows of one release. `unfolded` are app labels with commas, or `all`.

    On live pages `difference` is what the release changed, and `blocked` are the migrations for which Django refuses
    environments.
    """

    def __init__(
        self, release: Release, unfolded: str, difference: Difference | None, blocked: frozenset[MigrationKey]
    ) -> None:
        self.release, self.outline = release, outline(release)
        self.difference, self.blocked = difference, blocked
        self.labels = frozenset(app.label for app in self.outline.apps)
        requested_labels = frozenset(unfolded.split(","))
        self.open = self.labels if ALL in requested_labels else requested_labels & self.labels
        self.width = max((len(app.migrations) for app in self.outline.apps), default=0)

    @property
    def unfolded(self) -> str:
        """The value of `open=` in the address of this page."""
        return self._parameter(self.open)

    def _parameter(self, labels: frozenset[str]) -> str:
        return ALL if labels and labels == self.labels else ",".join(sorted(labels))

    def rows(self, address: Callable[[str], str]) -> tuple[AppRow, ...]:
        """A row for each app, in the order of the map's lanes. `address` takes the value of `open=`."""
        return tuple(self._row(app, address) for app in self.outline.apps)

    def _row(self, app: AppOutline, address: Callable[[str], str]) -> AppRow:
        keys = [migration.key for migration in app.migrations]
        is_open = app.label in self.open
        marks = [
            f"{number:,} {word}"
            for word, marked_keys in self._marks.by_word
            if word not in OWN_MARKS and (number := sum(key in marked_keys for key in keys))
        ]
        old_irreversible, new_irreversible, drops_data = (
            sum(key in marked_keys for key in keys) for marked_keys in self._own_marks
        )
        return AppRow(
            app.label,
            address(self._parameter(self.open ^ {app.label})) + f"#app-{app.label}",
            is_open,
            len(keys),
            release_strips.strip(keys, self._marks, width=self.width),
            tuple(key.name for key in app.leaves),
            ("forked", *marks) if app.is_forked else tuple(marks),
            old_irreversible,
            new_irreversible,
            drops_data,
            tuple(self._line(migration) for migration in app.migrations) if is_open else (),
        )

    @cached_property
    def _marks(self) -> CellMarks:
        marks = CellMarks()
        if self.difference is not None:
            marks = release_strips.difference_marks(self.difference, self.blocked)
        every_irreversible = frozenset(key for app in self.outline.apps for key in app.irreversible)
        return CellMarks(
            marks.new,
            marks.edited,
            marks.blocked,
            irreversible=every_irreversible - marks.new_irreversible,
            new_irreversible=marks.new_irreversible,
            drops_data=marks.drops_data,
            squash=frozenset(squash.key for squash in self.release.squashes),
            renamed=marks.renamed,
        )

    @property
    def _own_marks(self) -> tuple[release_strips.Keys, ...]:
        """In the order of the fields of a row."""
        return self._marks.irreversible, self._marks.new_irreversible, self._marks.drops_data

    @cached_property
    def _replaced(self) -> frozenset[MigrationKey]:
        return frozenset(key for squash in self.release.squashes for key in squash.replaces)

    @cached_property
    def _dropping(self) -> frozenset[MigrationKey]:
        """The migrations of unfolded apps that drop data."""
        return dropping(self.release, (key for key in self.release.migrations if key.app_label in self.open))

    def _line(self, migration: Migration) -> MigrationLine:
        key = migration.key
        marks = [word for word, keys in self._marks.by_word if key in keys and word not in OWN_MARKS]
        return MigrationLine(
            key.app_label,
            key.name,
            tuple(_dependency(parent) for parent in sorted(migration.dependencies)),
            operation_kinds(migration.operations),
            (*marks, "replaced") if key in self._replaced else tuple(marks),
            migration.irreversible,
            key in self._dropping,
        )


def _dependency(key: MigrationKey) -> Text:
    return text.plain(f"settings.{key.name}") if key.app_label == SETTING else (text.key_part(key),)
