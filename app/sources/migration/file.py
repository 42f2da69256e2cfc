"""
One migration file, read from its text.

What the file says plainly becomes a `Migration`; each place that cannot be read is named with its line and the reason.
A list of which one entry cannot be read keeps the others.
"""

import ast
from typing import NamedTuple

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Operation
from app.sources.errors import UnreadableSource
from app.sources.files.protocol import SourceRoot
from app.sources.migration.class_body import LISTS, Body
from app.sources.python import mro
from app.sources.python.literal import Item, Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.mro import Class
from app.sources.python.syntax import ModuleNames, parse_with_repair

BASES = frozenset(["django.db.migrations.Migration", "django.db.migrations.migration.Migration"])
NAMED = 50
"""So many places of one file are named; of the rest it is said how many there are."""


class Module(NamedTuple):
    """
    What one file gave: a migration (None where there is none to be had), and what could not be read.

    `is_typical` says that it has a class Migration with a base, as far as can be seen; helper modules have none.
    `is_alone` says that no other file was looked for, so that the same text under the same key gives the same again.
    """

    migration: Migration | None
    unclear: tuple[UnreadableSource, ...] = ()
    is_typical: bool = True
    is_alone: bool = True


def read(
    key: MigrationKey,
    source: bytes,
    *,
    path: str | None = None,
    place: SourceRoot | None = None,
    modules: Modules | None = None,
) -> Module:
    """
    Read the text of one migration file. Raises nothing.

    With its place, and the modules of all places, what it imports and inherits is followed to where it stands.
    """
    is_typical = b"class Migration(" in source
    reading: _FileReading | None = None
    try:
        tree, is_exact = parse_with_repair(source)
        names = ModuleNames(tree)
        found = names.classes.get("Migration")
        is_typical = (found is not None and bool(found.bases)) or "Migration" in names.imports
        here = Source(place, path, names) if place is not None and path is not None else None
        reading = _FileReading(Reader(names, here, modules, is_exact=is_exact))
        reading.follow()
        migration, unclear = reading.migration(key, path), tuple(reading.unclear)
    except UnreadableSource as one:
        migration, unclear = None, (one,)
    except RecursionError:
        migration, unclear = None, (UnreadableSource("nested too deeply to be read"),)
    if len(unclear) > NAMED:
        more = UnreadableSource(f"and {len(unclear) - NAMED} further places in this file")
        unclear = (*unclear[:NAMED], more)
    return Module(migration, unclear, is_typical, reading is None or not reading.asked)


class _FileReading:
    """One module while it is read."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.names = reader.names
        self.unclear: list[UnreadableSource] = []
        self.lists: dict[str, tuple[Item, ...]] = {}
        self.flags: dict[str, bool | None] = {}
        self.operations: tuple[Operation, ...] = ()
        self.asked = False

    def follow(self) -> None:
        """Follow the class that Django would take, and its bases. Raises `UnreadableSource` where there is none."""
        found = self._class()
        if found is None:
            return
        line = found.definition.lineno if found.reader is self.reader else 1
        found_lineage = mro.of(found.reader, found.definition, BASES)
        self.asked = self.asked or any(one.reader.uses_imports for one in found_lineage.classes)
        for unclear in found_lineage.unclear:
            reason = f"the base {unclear.reason} of Migration is not here, so what it hands down is not known"
            self._add(reason, line)
        if not found_lineage.reaches_root and not found_lineage.unclear:
            self._add("the class Migration has no base of Django's; Django cannot run it", line)
        for one in reversed(found_lineage.classes):
            self._take(one, line)
        self._afterwards()
        self.asked = self.asked or any(one.reader.uses_imports for one in found_lineage.classes)

    def migration(self, key: MigrationKey, path: str | None) -> Migration:
        """What was read, as a value."""
        initial, atomic = self.flags.get("initial"), self.flags.get("atomic", True)
        dependencies, run_before, replaces = (self._keys(fact) for fact in LISTS)
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

    def _class(self) -> Class | None:
        """The class Migration of the module, or the one it imports; None where that is Django's own."""
        definition = self.names.classes.get("Migration")
        if definition is not None:
            return Class(self.reader, definition)
        dotted = self.names.imports.get("Migration")
        if dotted in BASES:
            return None
        source, modules = self.reader.source, self.reader.modules
        if dotted and source and modules and self.names.binding_counts.get("Migration") == 1:
            self.asked = True
            found = modules.definition(dotted, source)
            if found is not None:
                return Class(self.reader.of(found[0]), found[1])
            raise UnreadableSource(f"Migration is imported ({dotted}) from a module that is not here")
        raise self._without_class()

    def _without_class(self) -> UnreadableSource:
        for node in ast.walk(self.names.module):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "asname", None)
            if name == "Migration":
                line = getattr(node, "lineno", None)
                return UnreadableSource("Migration is not a class that stands plainly in this module", line)
        return UnreadableSource(
            "no class Migration; Django refuses such a module in a migrations package (BadMigrationError)"
        )

    def _take(self, one: Class, line: int) -> None:
        """Put what a class gives over what those behind it gave."""
        body = Body(one.reader, one.definition)
        source = one.reader.source
        if source is None or one.reader.names is self.names:
            self.unclear += body.unclear
            self.lists.update(body.lists)
        else:

            def here(unclear: UnreadableSource) -> UnreadableSource:
                return UnreadableSource(f"{unclear.reason} (in {source.path}:{unclear.line})", line)

            self.unclear.extend(here(unclear) for unclear in body.unclear)
            for fact, items in body.lists.items():
                self.lists[fact] = tuple(
                    here(item) if isinstance(item, UnreadableSource) else item for item in items
                )
        self.flags.update(body.flags)
        self.operations = self.operations if body.operations is None else body.operations

    def _afterwards(self) -> None:
        """Name what changes the class once it is there."""
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
                self._add("the class Migration is changed after its definition", statement.lineno)

    def _keys(self, fact: str) -> tuple[MigrationKey, ...]:
        found: list[MigrationKey] = []
        for item in self.lists.get(fact, ()):
            if isinstance(item, UnreadableSource):
                self._add(f"{fact}: {item.reason}", item.line)
            elif item.app_label == SETTING and fact != "dependencies":
                self._add(f"{fact}: a setting ({item.name}) decides it")
            else:
                found.append(item)
        return tuple(found)

    def _add(self, reason: str, line: int | None = None) -> None:
        self.unclear.append(UnreadableSource(reason, line))
