"""
One migration file, read from its text.

What the file says plainly becomes a `Migration`; each place that cannot be read is named with its line and the reason.
A list of which one entry cannot be read keeps the others.
"""

import ast
from dataclasses import dataclass

from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Operation
from app.sources.error import Unclear
from app.sources.literal import Reader
from app.sources.operations import UNREADABLE, operations
from app.sources.syntax import Names, parse

BASES = frozenset(["django.db.migrations.Migration", "django.db.migrations.migration.Migration"])
LISTS = ("dependencies", "run_before", "replaces")
FLAGS = ("initial", "atomic")
FACTS = frozenset([*LISTS, *FLAGS, "operations"])
GROWING = frozenset([*LISTS, "operations"])
GROWS = frozenset(["append", "extend"])


@dataclass(frozen=True, slots=True)
class Module:
    """
    What one file gave: a migration (None where there is none to be had), and what could not be read.

    `is_typical` says that it has a class Migration with a base, as far as can be seen; helper modules have none.
    """

    migration: Migration | None
    unclear: tuple[Unclear, ...] = ()
    is_typical: bool = True


def read(key: MigrationKey, source: bytes) -> Module:
    """Read the text of one migration file. Raises nothing."""
    is_typical = b"class Migration(" in source
    try:
        names = Names(parse(source))
        found = names.classes.get("Migration")
        is_typical = found is not None and bool(found.bases)
        reading = _Reading(names)
        reading.module()
        return Module(reading.migration(key), tuple(reading.unclear), is_typical)
    except Unclear as unclear:
        return Module(None, (unclear,), is_typical)
    except RecursionError:
        return Module(None, (Unclear("nested too deeply to be read"),), is_typical)


class _Reading:
    """One module while it is read; the class body is followed line by line."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.reader = Reader(names)
        self.unclear: list[Unclear] = []
        self.flags: dict[str, bool | None] = {}
        self.operations: tuple[Operation, ...] = ()

    def module(self) -> None:
        """Find the class that Django would take, and follow it. Raises `Unclear` where there is none."""
        found = self.names.classes.get("Migration")
        if found is None:
            if self.names.imports.get("Migration") in BASES:
                return
            raise self._without_class()
        self._class(found, ("Migration",))
        after = self.names.module.body[self.names.module.body.index(found) + 1 :]
        for statement in after:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if any(isinstance(node, ast.Name) and node.id == "Migration" for node in ast.walk(statement)):
                self._add("the class Migration is changed after its definition", statement.lineno)

    def migration(self, key: MigrationKey) -> Migration:
        """What was read, as a value."""
        initial, atomic = self.flags.get("initial"), self.flags.get("atomic", True)
        return Migration(
            key,
            dependencies=self._keys("dependencies"),
            run_before=self._keys("run_before"),
            replaces=self._keys("replaces"),
            initial=initial,
            atomic=True if atomic is None else atomic,
            operations=self.operations,
        )

    def _without_class(self) -> Unclear:
        for node in ast.walk(self.names.module):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "asname", None)
            if name == "Migration":
                line = getattr(node, "lineno", None)
                return Unclear("Migration is not a class that stands plainly in this module", line)
        return Unclear(
            "no class Migration; Django refuses such a module in a migrations package (BadMigrationError)"
        )

    def _keys(self, fact: str) -> tuple[MigrationKey, ...]:
        found = []
        for item in self.reader.lists.get(fact, ()):
            if isinstance(item, Unclear):
                self._add(f"{fact}: {item.reason}", item.line)
            elif item.app_label == SETTING and fact != "dependencies":
                self._add(f"{fact}: a setting ({item.name}) decides it")
            else:
                found.append(item)
        return tuple(found)

    def _add(self, reason: str, line: int | None = None) -> None:
        self.unclear.append(Unclear(reason, line))

    def _class(self, found: ast.ClassDef, seen: tuple[str, ...]) -> None:
        self._bases(found, seen)
        if found.decorator_list or found.keywords:
            self._add("the class Migration has a decorator or keywords, which may change it", found.lineno)
        self.reader.inner = {}
        for statement in found.body:
            self._statement(statement)

    def _bases(self, found: ast.ClassDef, seen: tuple[str, ...]) -> None:
        """A base in the same module is followed; what another may hand down is not known."""
        for base in found.bases:
            dotted = self.names.dotted(base)
            if dotted in BASES:
                continue
            inner = self.names.classes.get(dotted or "")
            if inner is not None and dotted not in seen and len(found.bases) == 1:
                self._class(inner, (*seen, str(dotted)))
            elif not _assigns(found, "dependencies"):
                name = dotted or "another class"
                self._add(f"the base of Migration is {name}; its dependencies may be inherited", found.lineno)
        if not found.bases:
            self._add("the class Migration has no base; Django cannot run it", found.lineno)

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._assign(name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                if value is not None:
                    self._assign(name, value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name in GROWING:
                self._extend(name, value)
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=how), args=[value])
            ) if name in GROWING and how in GROWS:
                self._extend(name, ast.List([value], lineno=value.lineno) if how == "append" else value)
            case ast.FunctionDef(name="__init__"):
                self._add(
                    "the class Migration has an __init__ of its own, which may change it", statement.lineno
                )
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if name in FACTS:
                    self._add(f"{name} is not a plain value", statement.lineno)
            case _:
                self._other(statement)

    def _other(self, statement: ast.stmt) -> None:
        """A statement that is not followed: what it may bind or change is not known from here on."""
        what = type(statement).__name__.lower()
        for node in ast.walk(statement):
            name = node.id if isinstance(node, ast.Name) else None
            if isinstance(node, ast.alias):
                name = node.asname or node.name
            if name in LISTS:
                unclear = Unclear(f"depends on the statement `{what}`", statement.lineno)
                self.reader.lists[name] = (*self.reader.lists.get(name, ()), unclear)
            elif name == "operations":
                self.operations = (*self.operations, Operation(UNREADABLE))
            elif name in FACTS:
                self._add(f"{name} depends on the statement `{what}`", statement.lineno)
            elif name and not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
                self.reader.inner[name] = None

    def _assign(self, name: str, value: ast.expr) -> None:
        if name in LISTS:
            self.reader.lists[name] = tuple(self.reader.keys(value))
        elif name == "operations":
            self.operations = operations(self.reader, value)
        elif name in FLAGS:
            try:
                self.flags[name] = self.reader.flag(value)
            except Unclear as unclear:
                self._add(f"{name}: {unclear.reason}", unclear.line)
        else:
            self.reader.inner[name] = None if name in self.reader.inner else value

    def _extend(self, name: str, value: ast.expr) -> None:
        if name == "operations":
            self.operations += operations(self.reader, value)
        else:
            self.reader.lists[name] = (*self.reader.lists.get(name, ()), *self.reader.keys(value))


def _assigns(found: ast.ClassDef, name: str) -> bool:
    """Whether the class body gives the name a value of its own."""
    for statement in found.body:
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return not isinstance(statement, ast.AugAssign)
    return False
