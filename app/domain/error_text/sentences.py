"""
The sentences that Django and the databases print, in their own words.

    Migration {key} is applied before its dependency {key} on database '{alias}'

What stands in braces is read: `{key}` is `orders.0001_initial`, `{node}` is `('orders', '0001_initial')`, `{name}` a
table or a column. A sentence that ends with braces ends where the word ends, or with `{keys}` where the list ends.

Sources: `django/db/migrations/`, `django/core/management/`; of the databases their message catalogues. A test holds
Django's against 3.2 to 6.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.error_text.printed_error import ErrorKind

APP = r"[^\W\d]\w{0,99}"
NAME = r"[\w-]{1,255}"

_PARTS = {
    "key": rf"(?P<app_#>{APP}?)\.(?P<name_#>{NAME}?)",
    "node": rf"""\(u?["'](?P<app_#>{APP})["'],u?["'](?P<name_#>{NAME})["']\)""",
    "app": rf"(?P<app_#>{APP}?)",
    "module": rf"(?P<name_#>{NAME}?)",
    "alias": r"(?P<alias>[\w-]{1,100}?)",
    "name": r"""(?P<table_#>[\w$.-]{1,130}?)""",
    "prefix": r"(?P<prefix>[\w.-]{1,255}?)",
    "number": r"(?P<number>\d{1,6})",
    "apps": r"(?P<apps>[\w,]{1,4000}?)",
    "forks": r"(?P<forks>[^()]{1,4000}?)",
    "any": r"(?P<any>[^{}]{0,400}?)",
}
_BRACES = re.compile(r"\{(\w{1,9})\}")


@dataclass(frozen=True)
class Sentence:
    """
    One sentence of which braces are read. `core` are its words that tell it from all others where a text is cut off;
    empty where only the whole sentence is read.
    """

    kind: ErrorKind
    text: str
    core: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the sentence among letters without blanks; each place is tried for a bounded time."""
        parts = []
        for number, piece in enumerate(self._closed_pieces):
            if number % 2 == 0:
                parts.append(re.escape(piece.replace(" ", "")))
            else:
                parts.append(_PARTS[piece].replace("#", str(number)))
        return re.compile("".join(parts))

    @cached_property
    def open_part(self) -> str:
        """The braces with which the sentence ends where only a blank shows their end; else empty."""
        pieces = _BRACES.split(self.text)
        return pieces[-2] if not pieces[-1] and pieces[-2] in ("app", "name", "keys") else ""

    def words(self, match: re.Match[str]) -> str:
        """The words of a match, with their blanks again, up to an open part."""
        texts = match.groupdict()
        return "".join(
            piece if number % 2 == 0 else _written(piece, str(number), texts)
            for number, piece in enumerate(self._closed_pieces)
        )

    @cached_property
    def _closed_pieces(self) -> tuple[str, ...]:
        """Words and names of braces by turns, without an open part."""
        pieces = _BRACES.split(self.text)
        return tuple(pieces[:-2] if self.open_part else pieces)


def _written(piece: str, number: str, texts: Mapping[str, str]) -> str:
    """What stood in the place of braces."""
    if piece == "key":
        return f"{texts[f'app_{number}']}.{texts[f'name_{number}']}"
    if piece == "node":
        return f"('{texts[f'app_{number}']}', '{texts[f'name_{number}']}')"
    name = {"app": f"app_{number}", "module": f"name_{number}", "name": f"table_{number}"}.get(piece, piece)
    return re.sub(r",(?! )", ", ", texts[name])


DJANGO = (
    Sentence(
        ErrorKind.INCONSISTENT_HISTORY,
        "Migration {key} is applied before its dependency {key} on database '{alias}'",
        core="is applied before its dependency",
    ),
    Sentence(
        ErrorKind.MISSING_NODE,
        "Migration {key} dependencies reference nonexistent parent node {node}",
        core="dependencies reference nonexistent parent node",
    ),
    Sentence(
        ErrorKind.MISSING_NODE,
        "Migration {key} dependencies reference nonexistent child node {node}",
        core="dependencies reference nonexistent child node",
    ),
    Sentence(
        ErrorKind.MISSING_NODE,
        "Migration {key} depends on nonexistent node {node}",
        core="depends on nonexistent node",
    ),
    Sentence(
        ErrorKind.MISSING_NODE,
        "Unable to find replacement node {node}",
        core="Unable to find replacement node",
    ),
    Sentence(
        ErrorKind.MISSING_NODE,
        "Unable to remove replacement node {node}",
        core="Unable to remove replacement node",
    ),
    Sentence(ErrorKind.MISSING_NODE, "Node {node} not a valid node"),
    Sentence(ErrorKind.CYCLE, "CircularDependencyError: {keys}"),
    Sentence(ErrorKind.CYCLE, "CircularDependencyError{keys}"),
    Sentence(
        ErrorKind.FORKED,
        "Conflicting migrations detected; multiple leaf nodes in the migration graph: ({forks})",
        core="multiple leaf nodes in the migration graph: (",
    ),
    Sentence(
        ErrorKind.SQUASH_CIRCLE,
        "Cyclical squash replacement found, starting at {node}",
        core="Cyclical squash replacement found, starting at",
    ),
    Sentence(ErrorKind.UNKNOWN_APP, "Dependency on app with no migrations: {app}"),
    Sentence(ErrorKind.UNKNOWN_APP, "Dependency on unknown app: {app}"),
    Sentence(ErrorKind.BAD_MIGRATION, "Migration {module} in app {app} has no Migration class"),
    Sentence(ErrorKind.IRREVERSIBLE, "Operation {any} in {key} is not reversible", core="is not reversible"),
    Sentence(ErrorKind.SEVERAL_MATCH, "More than one migration matches '{prefix}' in app '{app}'"),
    Sentence(
        ErrorKind.SEVERAL_MATCH, "There is more than one migration for '{app}' with the prefix '{prefix}'"
    ),
    Sentence(ErrorKind.NONE_MATCHES, "Cannot find a migration matching '{prefix}' from app '{app}'"),
    Sentence(ErrorKind.NONE_MATCHES, "There is no migration for '{app}' with the prefix '{prefix}'"),
    Sentence(ErrorKind.NONE_MATCHES, "There no migrations for '{app}' with the prefix '{prefix}'"),
    Sentence(ErrorKind.NO_MIGRATIONS, "App '{app}' does not have migrations"),
    Sentence(ErrorKind.NO_SUCH_APP, "No installed app with label '{app}'"),
    Sentence(ErrorKind.NO_SCHEMA, "Unable to create the django_migrations table ("),
    Sentence(ErrorKind.KEY_ERROR, "KeyError: {node}"),
    Sentence(
        ErrorKind.UNAPPLIED,
        "You have {number} unapplied migration(s). Your project may not work properly until you apply the "
        "migrations for app(s): {apps}.",
    ),
    Sentence(ErrorKind.UNAPPLIED, "You have {number} unapplied migration(s)"),
)
"""Django's own sentences, of every kind of error of its migrations."""

DATABASES = (
    Sentence(ErrorKind.EXISTS_ALREADY, 'column "{name}" of relation "{name}" already exists'),
    Sentence(ErrorKind.EXISTS_ALREADY, 'constraint "{name}" for relation "{name}" already exists'),
    Sentence(ErrorKind.EXISTS_ALREADY, 'relation "{name}" already exists'),
    Sentence(ErrorKind.EXISTS_ALREADY, 'type "{name}" already exists'),
    Sentence(ErrorKind.EXISTS_ALREADY, 'table "{name}" already exists'),
    Sentence(ErrorKind.EXISTS_ALREADY, "index {name} already exists"),
    Sentence(ErrorKind.EXISTS_ALREADY, "duplicate column name: {name}"),
    Sentence(ErrorKind.EXISTS_ALREADY, "Table '{name}' already exists"),
    Sentence(ErrorKind.EXISTS_ALREADY, "Duplicate column name '{name}'"),
    Sentence(ErrorKind.EXISTS_ALREADY, "Duplicate key name '{name}'"),
    Sentence(ErrorKind.NOT_THERE, 'column "{name}" of relation "{name}" does not exist'),
    Sentence(ErrorKind.NOT_THERE, 'constraint "{name}" of relation "{name}" does not exist'),
    Sentence(ErrorKind.NOT_THERE, 'relation "{name}" does not exist'),
    Sentence(ErrorKind.NOT_THERE, 'table "{name}" does not exist'),
    Sentence(ErrorKind.NOT_THERE, 'column "{name}" does not exist'),
    Sentence(ErrorKind.NOT_THERE, "column {name} does not exist"),
    Sentence(ErrorKind.NOT_THERE, "no such table: {name}"),
    Sentence(ErrorKind.NOT_THERE, "no such column: {name}"),
    Sentence(ErrorKind.NOT_THERE, "Table '{name}' doesn't exist"),
    Sentence(ErrorKind.NOT_THERE, "Unknown table '{name}'"),
    Sentence(ErrorKind.NOT_THERE, "Unknown column '{name}' in"),
    Sentence(ErrorKind.NOT_THERE, "Can't DROP '{name}'; check"),
    Sentence(ErrorKind.NOT_THERE, "Can't DROP COLUMN {name}; check"),
)
"""What PostgreSQL, SQLite, MySQL and MariaDB say of tables and columns that are there already, or are not there."""

KEY = re.compile(rf"({APP})\.({NAME})")
"""Matches the key of a migration."""

APPLYING = re.compile(rf"(?:Applying|Unapplying)(?P<app>{APP})\.(?P<name>{NAME}?)\.\.\.(?P<end>OK|FAKED)?")
"""The line that `migrate` begins before it runs a migration and ends with a word, without blanks."""

CLASSES = {
    "InconsistentMigrationHistory": ErrorKind.INCONSISTENT_HISTORY,
    "NodeNotFoundError": ErrorKind.MISSING_NODE,
    "CircularDependencyError": ErrorKind.CYCLE,
    "MigrationSchemaMissing": ErrorKind.NO_SCHEMA,
    "IrreversibleError": ErrorKind.IRREVERSIBLE,
    "BadMigrationError": ErrorKind.BAD_MIGRATION,
    "AmbiguityError": ErrorKind.SEVERAL_MATCH,
}
"""Django's classes for errors of migrations: all that is left of some texts."""
