"""An error of Django or of a database, as a text has it."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.keys import MigrationKey


class ErrorKind(StrEnum):
    """What a printed error says, whatever its exact words are."""

    INCONSISTENT_HISTORY = "inconsistent-history"
    MISSING_NODE = "missing-node"
    CYCLE = "cycle"
    FORKED = "forked"
    SQUASH_CIRCLE = "squash-circle"
    UNKNOWN_APP = "unknown-app"
    KEY_ERROR = "key-error"
    EXISTS_ALREADY = "exists-already"
    NOT_THERE = "not-there"
    STOPPED = "stopped"
    UNAPPLIED = "unapplied"
    NO_SCHEMA = "no-schema"
    IRREVERSIBLE = "irreversible"
    BAD_MIGRATION = "bad-migration"
    SEVERAL_MATCH = "several-match"
    NONE_MATCHES = "none-matches"
    NO_MIGRATIONS = "no-migrations"
    NO_SUCH_APP = "no-such-app"


@dataclass(frozen=True, slots=True, order=True)
class PrintedKey:
    """
    The key of a migration as a text has it.

    A text may be cut off: with `is_cut_before` the beginning of the app label may be missing, with `is_cut_after` the
    end of the name.
    """

    app_label: str
    name: str
    is_cut_before: bool = False
    is_cut_after: bool = False

    def names(self, key: MigrationKey) -> bool:
        """Whether this can be the key."""
        is_app = key.app_label == self.app_label or (
            self.is_cut_before and key.app_label.endswith(self.app_label)
        )
        return is_app and (key.name == self.name or (self.is_cut_after and key.name.startswith(self.name)))

    def __str__(self) -> str:
        before, after = "…" if self.is_cut_before else "", "…" if self.is_cut_after else ""
        return f"{before}{self.app_label}.{self.name}{after}"


@dataclass(frozen=True, slots=True, order=True)
class PrintedError:
    """
    One error in a text.

    `keys` are the migrations that it names, the one that it is about first. Of an error of a database, and where
    `migrate` stopped without words that are known, this is the one that it was applying. `apps` are labels of apps,
    `names` tables and columns, `prefix` the beginning of a name that somebody asked for, `number` that of migrations to
    run, `alias` the database: each empty where the text has none. `words` are its own words.
    """

    kind: ErrorKind
    keys: tuple[PrintedKey, ...] = ()
    apps: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    prefix: str = ""
    number: int = 0
    alias: str = ""
    words: str = field(default="", compare=False)
