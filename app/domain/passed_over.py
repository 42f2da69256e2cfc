"""Files that look like migrations and that Django passes over."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.keys import MigrationKey


class PassedOverReason(StrEnum):
    """Why Django does not load a file (`MigrationLoader.load_disk` and `pkgutil.iter_modules`, 3.2 to 6.1)."""

    DOT = "dot"
    FIRST_CHARACTER = "first-character"
    NO_PACKAGE = "no-package"
    SWITCHED_OFF = "switched-off"
    ELSEWHERE = "elsewhere"

    @property
    def words(self) -> str:
        """The reason in the words of the pages."""
        return WORDS[self]


WORDS = {
    PassedOverReason.DOT: "a dot in its name",
    PassedOverReason.FIRST_CHARACTER: "its name begins with _ or ~",
    PassedOverReason.NO_PACKAGE: "its folder has no __init__.py",
    PassedOverReason.SWITCHED_OFF: "MIGRATION_MODULES switches the app off",
    PassedOverReason.ELSEWHERE: "MIGRATION_MODULES puts the app's migrations elsewhere",
}


@dataclass(frozen=True, slots=True, order=True)
class PassedOver:
    """A file that has a class Migration and that Django passes over; `key` is the one that its place would give it."""

    key: MigrationKey
    path: str
    reason: PassedOverReason

    def __str__(self) -> str:
        return f"{self.path} ({self.reason.words})"


def files_of(passed_over: Iterable[PassedOver], keys: Iterable[MigrationKey]) -> tuple[str, ...]:
    """The files of these keys that Django passes over, each with its reason."""
    wanted = frozenset(keys)
    return tuple(str(file) for file in passed_over if file.key in wanted)
