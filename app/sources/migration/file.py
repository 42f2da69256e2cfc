"""
One migration file, read from its text.

What the file states plainly becomes a `Migration`. Each place that cannot be read is reported with its line and the
reason; the other entries of its list are kept.
"""

import ast
from typing import NamedTuple

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Operation
from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.migration import south
from app.sources.migration.class_body import LISTS, ClassBody
from app.sources.python import mro
from app.sources.python.literal import Item, Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.mro import Class
from app.sources.python.syntax import ModuleNames, parse_with_repair

MIGRATION = frozenset(["django.db.migrations.Migration", "django.db.migrations.migration.Migration"])
"""The dotted names of Django's own class."""

MAX_UNCLEAR = 50
"""The most places of one file that are reported one by one; the rest is reported as a number."""


class MigrationFile(NamedTuple):
    """
    What one file gave: the migration, or None, and the places that could not be read.

    `has_migration_class` says that it has a class Migration with a base, as far as can be seen; helper modules have
    none. `is_self_contained` says that no other file was looked for, so that the same text under the same key gives the
    same again. One that `is_of_south` is no migration of Django's.
    """

    migration: Migration | None
    unclear: tuple[UnreadableSource, ...] = ()
    has_migration_class: bool = True
    is_self_contained: bool = True
    is_of_south: bool = False


def read(
    key: MigrationKey,
    source: bytes,
    *,
    path: str | None = None,
    root: SourceRoot | None = None,
    modules: Modules | None = None,
) -> MigrationFile:
    """
    Read the text of one migration file. Raises nothing.

    With its root and path, and the modules of all roots, imported names and bases are followed into other files.
    """
    if south.is_of_south(source):
        return MigrationFile(None, is_of_south=True)
    has_migration_class = b"class Migration(" in source
    reading: _FileReading | None = None
    try:
        tree, is_exact = parse_with_repair(source)
        names = ModuleNames(tree)
        definition = names.classes.get("Migration")
        has_migration_class = (
            definition is not None and bool(definition.bases)
        ) or "Migration" in names.imports
        module = Source(root, path, names) if root is not None and path is not None else None
        reading = _FileReading(Reader(names, module, modules, is_exact=is_exact))
        reading.follow()
        migration, unclear = reading.migration(key, path), tuple(reading.unclear)
    except UnreadableSource as error:
        migration, unclear = None, (error,)
    except RecursionError:
        migration, unclear = None, (UnreadableSource("nested too deeply to be read"),)
    if len(unclear) > MAX_UNCLEAR:
        more = UnreadableSource(f"and {len(unclear) - MAX_UNCLEAR} further places in this file")
        unclear = (*unclear[:MAX_UNCLEAR], more)
    is_self_contained = reading is None or not reading.uses_other_files
    return MigrationFile(migration, unclear, has_migration_class, is_self_contained)


class _FileReading:
    """One module while it is read. `lists`, `flags` and `operations` are those of the class Migration."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.names = reader.names
        self.unclear: list[UnreadableSource] = []
        self.lists: dict[str, tuple[Item, ...]] = {}
        self.flags: dict[str, bool | None] = {}
        self.operations: tuple[Operation, ...] = ()
        self.uses_other_files = False

    def follow(self) -> None:
        """Follow the class that Django would take, and its bases. Raises `UnreadableSource` where there is none."""
        migration_class = self._migration_class()
        if migration_class is None:
            return
        line = migration_class.definition.lineno if migration_class.reader is self.reader else 1
        order = mro.of(migration_class.reader, migration_class.definition, MIGRATION)
        self.uses_other_files = self.uses_other_files or any(
            class_.reader.uses_imports for class_ in order.classes
        )
        for unclear in order.unclear:
            reason = f"the base {unclear.reason} of Migration is not here, so what it hands down is not known"
            self._add_unclear(reason, line)
        if not order.reaches_root and not order.unclear:
            self._add_unclear("the class Migration has no base of Django's; Django cannot run it", line)
        for class_ in reversed(order.classes):
            self._follow_body(class_, line)
        self._check_changes_after_class()
        self.uses_other_files = self.uses_other_files or any(
            class_.reader.uses_imports for class_ in order.classes
        )

    def migration(self, key: MigrationKey, path: str | None) -> Migration:
        """The migration, of what was followed."""
        initial, atomic = self.flags.get("initial"), self.flags.get("atomic", True)
        dependencies, run_before, replaces = (self._keys(attribute) for attribute in LISTS)
        return Migration(
            key,
            dependencies,
            run_before,
            replaces,
            initial=initial,
            atomic=True if atomic is None else atomic,
            operations=self.operations,
            path=path,
        )

    def _migration_class(self) -> Class | None:
        """The class Migration of the module, or the one it imports; None where that is Django's own."""
        definition = self.names.classes.get("Migration")
        if definition is not None:
            return Class(self.reader, definition)
        dotted = self.names.imports.get("Migration")
        if dotted in MIGRATION:
            return None
        source, modules = self.reader.source, self.reader.modules
        if dotted and source and modules and self.names.binding_count("Migration") == 1:
            self.uses_other_files = True
            located = modules.definition(dotted, source)
            if located is not None:
                return Class(self.reader.of(located[0]), located[1])
            raise UnreadableSource(f"Migration is imported ({dotted}) from a module that is not here")
        raise self._missing_class()

    def _missing_class(self) -> UnreadableSource:
        """Why the module has no class Migration: the name stands for something else, or is nowhere."""
        for node in ast.walk(self.names.module):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "asname", None)
            if name == "Migration":
                line = getattr(node, "lineno", None)
                return UnreadableSource("Migration is not a class that stands plainly in this module", line)
        return UnreadableSource(
            "no class Migration; Django refuses such a module in a migrations package (BadMigrationError)"
        )

    def _follow_body(self, class_: Class, line: int) -> None:
        """
        Let the body of a class override what its bases set.

        Places in other modules are reported at `line`, the line of the class Migration.
        """
        body = ClassBody(class_.reader, class_.definition)
        source = class_.reader.source
        if source is None or class_.reader.names is self.names:
            self.unclear += body.unclear
            self.lists.update(body.lists)
        else:

            def at_line(unclear: UnreadableSource) -> UnreadableSource:
                return UnreadableSource(f"{unclear.reason} (in {source.path}:{unclear.line})", line)

            self.unclear.extend(at_line(unclear) for unclear in body.unclear)
            for attribute, items in body.lists.items():
                self.lists[attribute] = tuple(
                    at_line(item) if isinstance(item, UnreadableSource) else item for item in items
                )
        self.flags.update(body.flags)
        self.operations = self.operations if body.operations is None else body.operations

    def _check_changes_after_class(self) -> None:
        """Report the statements after the class Migration that may change it."""
        definition = self.names.classes.get("Migration")
        if definition is None:
            return
        body = self.names.module.body
        if body[-1] is definition:
            return
        for statement in body[body.index(definition) + 1 :]:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if any(isinstance(node, ast.Name) and node.id == "Migration" for node in ast.walk(statement)):
                self._add_unclear("the class Migration is changed after its definition", statement.lineno)

    def _keys(self, attribute: str) -> tuple[MigrationKey, ...]:
        """The keys of a list; its entries that could not be read are reported."""
        keys: list[MigrationKey] = []
        for item in self.lists.get(attribute, ()):
            if isinstance(item, UnreadableSource):
                self._add_unclear(f"{attribute}: {item.reason}", item.line)
            elif item.app_label == SETTING and attribute != "dependencies":
                self._add_unclear(f"{attribute}: a setting ({item.name}) decides it")
            else:
                keys.append(item)
        return tuple(keys)

    def _add_unclear(self, reason: str, line: int | None = None) -> None:
        self.unclear.append(UnreadableSource(reason, line))
