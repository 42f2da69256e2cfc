"""
The values that settings may have when they are read from source.

A value is a constant, or one of the classes below. Lists and dictionaries are objects of a `World`, as two names may
stand for one list; a `Ref` points to one. An object may have elements in doubt, and open ends: places in the source
that may change it in an unknown way.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.release import Unreadable
from app.sources.python.modules import Source


class ListItem(NamedTuple):
    """One string of a list. `doubt` is the place in the source that decides whether the list has it, if any does."""

    text: str
    doubt: Unreadable | None = None


class ListValue(NamedTuple):
    """A list of strings. `open_ends` are the places in the source that may change it in an unknown way."""

    items: tuple[ListItem, ...] = ()
    open_ends: tuple[Unreadable, ...] = ()


class UnknownValue(NamedTuple):
    """
    A value that the source does not tell. `cause` is the place in the source that decides it.

    It may be one of `texts`, or no string; only if it `may_differ` may it be anything else. `refs` are the objects that
    it may be, or lead to.
    """

    cause: Unreadable
    texts: tuple[str, ...] = ()
    may_differ: bool = True
    refs: tuple[int, ...] = ()


class Ref(NamedTuple):
    """Points to a list, a tuple, a set or a dictionary of the world."""

    id: int


@dataclass(eq=False, slots=True)
class Scope:
    """
    The names of a module, a class or a call of a function. `parent` is the scope around it.

    `globals` are the names that a function writes into its module. `dunder_name` is the module's `__name__`. `place` is
    the path of the file whose statements are executed, where that is not the module's own: one that it includes.
    """

    source: Source
    names: dict[str, "Value"] = field(default_factory=dict)
    parent: "Scope | None" = None
    globals: frozenset[str] = frozenset()
    dunder_name: str = ""
    place: str = ""

    @property
    def path(self) -> str:
        """The path of the file whose statements are executed."""
        scope: Scope | None = self
        while scope is not None:
            if scope.place:
                return scope.place
            scope = scope.parent
        return self.source.path

    @property
    def module(self) -> "Scope":
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


class Function(NamedTuple):
    """A function of the source, with the scope that it is defined in, and the path of the file that it stands in."""

    node: ast.FunctionDef | ast.Lambda
    scope: Scope
    place: str = ""


class Module(NamedTuple):
    """A module of the source. It is executed when a name of it is needed."""

    source: Source


class Globals(NamedTuple):
    """What `globals()` returns: the names of a module, or those of another scope by `locals()`."""

    scope: Scope


class External(NamedTuple):
    """What an import of a module brings that is not in the source, such as `os.environ`."""

    dotted: str
    is_module: bool = False


class Method(NamedTuple):
    """A method of a value, such as `INSTALLED_APPS.append`."""

    owner: "Value"
    name: str


class ImportedName(NamedTuple):
    """
    An imported name of a module that is executed when the name is needed.

    `cause` explains the unknown value if the module does not bind it.
    """

    source: Source
    name: str
    cause: Unreadable


Value = (
    str | bool | int | float | bytes | None
    | UnknownValue | Ref | Function | Module | Globals | External | Method | ImportedName
)  # fmt: skip
CONSTANTS = (str, bool, int, float, bytes, type(None))


class OptionalPath(str):
    """What `optional(…)` of django-split-settings returns: a path that may lead to no file. It is such a text there."""

    __slots__ = ()


STAR = "*"
"""
The name in a scope that stands for all names that it lacks.

Its value tells why such a name may exist, as after `from module import *`.
"""

OPTIONAL_STAR = "*?"
"""The same, where the module is one that may lack: `try: from .local import *`, `except ImportError: pass`."""


class Element(NamedTuple):
    """One element of a sequence. `doubt` is the place that decides whether it is there, if any does."""

    value: Value
    doubt: Unreadable | None = None


class Sequence(NamedTuple):
    """A list, a tuple or a set; `is_ordered` if the order of the elements is known."""

    kind: str
    elements: tuple[Element, ...] = ()
    open_ends: tuple[Unreadable, ...] = ()
    is_ordered: bool = True

    @property
    def is_certain(self) -> bool:
        """Whether it is known which elements it has."""
        return not self.open_ends and all(one.doubt is None for one in self.elements)

    @property
    def is_exact(self) -> bool:
        """Whether nothing is in doubt, the order included; a set has none."""
        return (self.is_ordered or self.kind == "set") and self.is_certain

    def with_doubt(self, cause: Unreadable) -> "Sequence":
        """The same with every element in doubt."""
        elements = tuple(one._replace(doubt=one.doubt or cause) for one in self.elements)
        return self._replace(elements=elements)

    def with_open_end(self, cause: Unreadable) -> "Sequence":
        """The same with one more open end."""
        return self if cause in self.open_ends else self._replace(open_ends=(*self.open_ends, cause))


Key = str | bool | int | float | bytes | None


class Table(NamedTuple):
    """A dictionary. With open ends, any of its entries may be another."""

    entries: Mapping[Key, Value]
    open_ends: tuple[Unreadable, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether its keys are known, and the values as far as each of them is."""
        return not self.open_ends

    def with_open_end(self, cause: Unreadable) -> "Table":
        """The same with one more open end."""
        return self if cause in self.open_ends else Table(self.entries, (*self.open_ends, cause))


Object = Sequence | Table


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are the same, as far as they are written: 1 and True differ."""
    return left is right or (type(left) is type(right) and left == right)
