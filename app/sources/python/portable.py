"""
Fingerprints that stay the same when an imported object moves to another module.

    from shop.old import fill      ┐
    from shop.new import fill      ┘  the same while the source of `fill` is: its last name, and a hash of its source

The names that the object itself imports count by their last part. An object that is in none of the roots counts by the
first and the last part of its dotted name: packages move their own. Objects of Django and of Python's own library keep
their dotted names. Where an expression uses no other, it has no such fingerprint: the exact one decides.
"""

import ast
import hashlib
import sys
from typing import Any
from weakref import WeakKeyDictionary

from app.sources.errors import UnreadableSource
from app.sources.python.fingerprints import Fingerprints, _TooManySteps
from app.sources.python.modules import Modules, Source
from app.sources.python.syntax import ModuleNames

OTHER_PACKAGES = frozenset(["django", *sys.stdlib_module_names])
"""Packages that no project holds: their objects are not looked for."""


def may_move(dotted: str) -> bool:
    """Whether an imported name may be that of an object that moves."""
    return dotted.partition(".")[0] not in OTHER_PACKAGES


class PortableFingerprints(Fingerprints):
    """As `Fingerprints`, for a module whose imported objects are looked up in `modules`."""

    def __init__(self, source: Source, modules: Modules) -> None:
        super().__init__(source.names.module)
        self._source = source
        self._modules = modules
        self._movable = frozenset(
            name for name, dotted in self.imports.items() if may_move(dotted) and name not in self.definitions
        )
        self._objects: dict[str, str | None] = {}
        self._uses_object = False
        self._users: set[str] = set()
        """The definitions of this module that use an object that may move."""
        self.has_looked = False

    def of(self, expression: ast.expr) -> str | None:
        """The fingerprint of an expression; None where it uses no object that may move, or has no exact one."""
        self._uses_object = False
        fingerprint = super().of(expression)
        return fingerprint if self._uses_object else None

    def _definition(self, name: str) -> tuple[str, frozenset[str]]:
        if name in self._definition_cache:
            self._uses_object = self._uses_object or name in self._users
            return self._definition_cache[name]
        before, self._uses_object = self._uses_object, False
        definition = super()._definition(name)
        if self._uses_object:
            self._users.add(name)
        self._uses_object = self._uses_object or before
        return definition

    def _write(self, node: Any, local: frozenset[str], parts: list[str], used: set[str]) -> None:
        if node.__class__ is ast.Name or node.__class__ is ast.Attribute:
            first: Any = node
            while first.__class__ is ast.Attribute:
                first = first.value
            if first.__class__ is ast.Name and first.id in self._movable and first.id not in local:
                text = self._object(self._dotted(node))
                if text is not None:
                    self._uses_object = True
                    parts.append(text)
                    return
        super()._write(node, local, parts, used)

    def _dotted(self, node: ast.expr) -> str:
        """The dotted name of an imported object, of `fill` or `helpers.fill`."""
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        assert isinstance(node, ast.Name)  # noqa: S101 - for the type checker
        return ".".join([self.imports[node.id], *reversed(names)])

    def _object(self, dotted: str) -> str | None:
        """The text for an imported object that may move; None where it has none."""
        if dotted not in self._objects:
            self.has_looked = True
            self._objects[dotted] = self._read(dotted)
        return self._objects[dotted]

    def _read(self, dotted: str) -> str | None:
        """The last name of an object with a hash of its source, or with its package; None of any other name."""
        try:
            binding = self._modules.binding(dotted, self._source)
            if binding is not None:
                digest = _digest(binding[0].names, binding[1])
                return None if digest is None else f"object {binding[1]} {digest}"
        except UnreadableSource:
            pass  # a body that cannot be read is as one that is not here
        first, _, rest = dotted.partition(".")
        return f"object {rest.rpartition('.')[2]} of {first}" if first and rest else None


def _digest(names: ModuleNames, name: str) -> str | None:
    """
    The hash of the source of an object of a module; None where it has none. Many migrations use the same object.

    Raises `UnreadableSource`.
    """
    digests = _digests.setdefault(names, {})
    if name not in digests:
        text = _LastNames(names).source_of(name)
        digests[name] = text and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digests[name]


_digests: WeakKeyDictionary[ModuleNames, dict[str, str | None]] = WeakKeyDictionary()
"""The answers of `_digest`, for as long as the syntax tree of the module is kept."""


class _LastNames(Fingerprints):
    """The text of definitions in which an imported name counts by its last part."""

    def __init__(self, names: ModuleNames) -> None:
        super().__init__(names.module)
        self._names = names
        self.imports = {local: dotted.rpartition(".")[2] for local, dotted in self.imports.items()}

    def source_of(self, name: str) -> str | None:
        """
        The canonical text of the statements that define a name; None if there are none, or they are too much.

        Raises `UnreadableSource`.
        """
        if name not in self.definitions:
            return None
        try:
            return self._canonical_text([self._names.whole(one) for one in self.definitions[name]])[0]
        except (RecursionError, _TooManySteps):
            return None
