"""
The classes that a class takes from, nearest first, as Python would look a name up: in one module or in several.

    class Migration(Checked, migrations.Migration)     Migration, Checked, and there it ends: Django's own follows
"""

import ast
from collections.abc import Sequence
from typing import NamedTuple

from app.sources.errors import UnreadableSource
from app.sources.python.literal import Reader

DEPTH = 20
BASES = 50
"""No class has more bases."""


class Class:
    """One class, and the reader of the module where it stands. It is the same where its definition is."""

    def __init__(self, reader: Reader, definition: ast.ClassDef) -> None:
        self.reader = reader
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Class) and self.definition is other.definition

    def __hash__(self) -> int:
        return id(self.definition)


class Lineage(NamedTuple):
    """
    The classes before the root, such as Django's Migration, in the order in which Python asks them.

    `rooted` says whether that root was met; `unclear` names the bases that could not be followed.
    """

    classes: tuple[Class, ...]
    rooted: bool
    unclear: tuple[UnreadableSource, ...]


def of(reader: Reader, definition: ast.ClassDef, roots: frozenset[str]) -> Lineage:
    """
    The lineage of a class up to a class of one of these dotted names.

    Raises `UnreadableSource` where Python would refuse.
    """
    bases = definition.bases
    if len(bases) == 1 and reader.names.dotted(bases[0]) in roots:
        return Lineage((Class(reader, definition),), rooted=True, unclear=())
    walk = _Walk(roots)
    order = walk.order(Class(reader, definition), ())
    known = [one for one in order if isinstance(one, Class)]
    if None in order:
        # What stands behind the root is hidden by it: it has a value for every fact.
        known = [one for one in order[: order.index(None)] if isinstance(one, Class)]
    return Lineage(tuple(known), None in order, tuple(walk.unclear))


class _Walk:
    """One walk along bases. The root is None."""

    def __init__(self, roots: frozenset[str]) -> None:
        self.roots = roots
        self.unclear: list[UnreadableSource] = []
        self.known: dict[Class, list[Class | None]] = {}

    def order(self, one: Class, seen: tuple[Class, ...]) -> list[Class | None]:
        """The class and all behind it."""
        if one not in self.known:
            self.known[one] = self._order(one, seen)
        return self.known[one]

    def _order(self, one: Class, seen: tuple[Class, ...]) -> list[Class | None]:
        line = one.definition.lineno
        if one in seen or len(seen) > DEPTH or len(one.definition.bases) > BASES:
            raise UnreadableSource("classes whose bases lead in a circle, or too far", line)
        bases: list[Class | None] = []
        for base in one.definition.bases:
            dotted = one.reader.names.dotted(base)
            if dotted in self.roots:
                bases.append(None)
            elif dotted == "object":
                continue
            elif (found := _found(one.reader, dotted)) is not None:
                bases.append(found)
            else:
                self.unclear.append(UnreadableSource(dotted or "another class", line))
        if len(set(bases)) < len(bases):
            raise UnreadableSource("a class has one base twice; Python refuses it", line)
        orders = [self.order(base, (*seen, one)) if base is not None else [None] for base in bases]
        return [one, *_merged([*orders, bases], line)]


def _found(reader: Reader, dotted: str | None) -> Class | None:
    if dotted is None:
        return None
    inner = reader.names.classes.get(dotted)
    if inner is not None:
        return Class(reader, inner)
    if reader.source is None or reader.modules is None:
        return None
    reader.asked = True
    found = reader.modules.definition(dotted, reader.source)
    return None if found is None else Class(reader.of(found[0]), found[1])


def _merged(orders: Sequence[Sequence[Class | None]], line: int) -> list[Class | None]:
    """The orders of the bases as one, by Python's rule: no class before one that takes from it."""
    waiting = [list(order) for order in orders if order]
    found: list[Class | None] = []
    while waiting:
        for order in waiting:
            head = order[0]
            if not any(head in other[1:] for other in waiting):
                break
        else:
            raise UnreadableSource("the bases of a class contradict each other; Python refuses it", line)
        found.append(head)
        waiting = [rest for order in waiting if (rest := [one for one in order if one != head])]
    return found
