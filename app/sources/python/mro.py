"""
The method resolution order of a class, read from source. Its bases may be in several modules.

    class Migration(Checked, migrations.Migration)     Migration, Checked; the order ends before Django's own class
"""

import ast
from collections.abc import Sequence
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.python.literal import Reader

MAX_DEPTH = 20
"""The longest chain of bases. A class with a longer one is unreadable."""

MAX_BASES = 50
"""The most bases of one class. A class with more is unreadable."""


class Class:
    """One class, and the reader of its module. Two are equal if they have the same definition."""

    def __init__(self, reader: Reader, definition: ast.ClassDef) -> None:
        self.reader = reader
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Class) and self.definition is other.definition

    def __hash__(self) -> int:
        return id(self.definition)


class Mro(NamedTuple):
    """
    The classes in Python's order, up to the root class, such as Django's Migration, and without it.

    `reaches_root` tells whether the root class is among the bases. `unclear` names the bases that cannot be read.
    """

    classes: tuple[Class, ...]
    reaches_root: bool
    unclear: tuple[UnreadableSource, ...]


def of(
    reader: Reader, definition: ast.ClassDef, root_names: frozenset[str], *, root_hides: bool = True
) -> Mro:
    """
    The method resolution order of a class. `root_names` are the dotted names of the root class.

    With `root_hides` the root class has a value for every attribute, so the order ends there. Without, the classes
    after it are in the order too. Raises `UnreadableSource` if Python would refuse the class.
    """
    bases = definition.bases
    if len(bases) == 1 and reader.names.dotted(bases[0]) in root_names:
        return Mro((Class(reader, definition),), reaches_root=True, unclear=())
    linearization = _Linearization(root_names)
    order = linearization.order(Class(reader, definition), ())
    reaches_root = None in order
    if reaches_root and root_hides:
        order = order[: order.index(None)]
    classes = tuple(base for base in order if base is not None)
    return Mro(classes, reaches_root, tuple(linearization.unclear))


class _Linearization:
    """Computes the orders of a class and its bases, each class once. None stands for the root class."""

    def __init__(self, root_names: frozenset[str]) -> None:
        self.root_names = root_names
        self.unclear: list[UnreadableSource] = []
        self._orders: dict[Class, list[Class | None]] = {}

    def order(self, class_: Class, subclasses: tuple[Class, ...]) -> list[Class | None]:
        """The class and all its bases in Python's order. `subclasses` are the classes that led to it."""
        if class_ not in self._orders:
            self._orders[class_] = self._compute_order(class_, subclasses)
        return self._orders[class_]

    def _compute_order(self, class_: Class, subclasses: tuple[Class, ...]) -> list[Class | None]:
        line = class_.definition.lineno
        if class_ in subclasses or len(subclasses) > MAX_DEPTH or len(class_.definition.bases) > MAX_BASES:
            raise UnreadableSource("classes whose bases lead in a circle, or too far", line)
        bases: list[Class | None] = []
        for expression in class_.definition.bases:
            dotted = class_.reader.names.dotted(expression)
            if dotted in self.root_names:
                bases.append(None)
            elif dotted == "object":
                continue
            elif (base := _class_of_name(class_.reader, dotted)) is not None:
                bases.append(base)
            else:
                self.unclear.append(UnreadableSource(dotted or "another class", line))
        if len(set(bases)) < len(bases):
            raise UnreadableSource("a class has one base twice; Python refuses it", line)
        orders = [self.order(base, (*subclasses, class_)) if base is not None else [None] for base in bases]
        return [class_, *_merge([*orders, bases], line)]


def _class_of_name(reader: Reader, dotted: str | None) -> Class | None:
    """The class that a dotted name of the reader's module stands for; None if it cannot be found."""
    if dotted is None:
        return None
    definition = reader.names.classes.get(dotted)
    if definition is not None:
        return Class(reader, definition)
    if reader.source is None or reader.modules is None:
        return None
    reader.uses_imports = True
    imported = reader.modules.definition(dotted, reader.source)
    if imported is None:
        return None
    source, definition = imported
    return Class(reader.of(source), definition)


def _merge(orders: Sequence[Sequence[Class | None]], line: int) -> list[Class | None]:
    """The merge step of Python's C3 linearization. Raises `UnreadableSource` if the orders contradict each other."""
    queues = [list(order) for order in orders if order]
    result: list[Class | None] = []
    while queues:
        for queue in queues:
            head = queue[0]
            if not any(head in other_queue[1:] for other_queue in queues):
                break
        else:
            raise UnreadableSource("the bases of a class contradict each other; Python refuses it", line)
        result.append(head)
        queues = [rest for queue in queues if (rest := [class_ for class_ in queue if class_ != head])]
    return result
