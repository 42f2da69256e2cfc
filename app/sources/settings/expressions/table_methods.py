"""Evaluates the methods of dictionaries."""

import ast

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.expressions.expressions import Expressions
from app.sources.settings.values import plain
from app.sources.settings.values.kinds import (
    CONSTANTS,
    Element,
    Key,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.signals import Raised

READING = frozenset(["copy", "count", "index", "get", "items", "keys", "values", "union"])
"""Methods that change nothing."""


class TableMethods(Expressions):
    """Evaluates methods of dictionaries in the scope in which the execution is."""

    def table_method(  # noqa: C901, PLR0911, PLR0912, PLR0913, PLR0917 - a table of cases
        self,
        owner: Ref,
        content: Table,
        name: str,
        args: list[Value],
        keywords: dict[str, Value],
        call: ast.Call,
    ) -> Value:
        cause = self.cause(call, f"is changed by {short_text(call)}", *args)
        key = args[0] if args else None
        default = args[1] if len(args) > 1 else None
        if name == "update" and len(args) < 2:
            self.update(owner, key, keywords, call)
            return None
        if name == "__setitem__" and len(args) == 2 and isinstance(key, CONSTANTS):
            self.world.change(owner, Table({**content.entries, key: default}, content.open_ends), cause)
            return None
        if name == "clear":
            self.world.change(owner, Table({}), cause)
            return None
        if name == "copy":
            return self.world.new(content)
        if content.is_exact and name in ("keys", "values", "items") and not args:
            return self._view(content, name)
        if content.is_exact and isinstance(key, CONSTANTS) and args and not keywords:
            if name == "get":
                return content.entries.get(key, default)
            if name == "setdefault":
                if key not in content.entries:
                    self.world.change(owner, Table({**content.entries, key: default}), cause)
                return content.entries.get(key, default)
            if name == "pop":
                if key not in content.entries:
                    if len(args) > 1:
                        return default
                    raise Raised(KeyError, cause)
                rest = {one: value for one, value in content.entries.items() if one != key}
                self.world.change(owner, Table(rest), cause)
                return content.entries[key]
        if name not in READING:
            self.world.doubt(owner, cause)
        return self.unknown(call, owner, *args)

    def _view(self, content: Table, name: str) -> Ref:
        """The keys, values or items of a dictionary as a list."""
        if name == "items":
            items: list[Value] = [
                self.world.new(Sequence("tuple", (Element(key), Element(value))))
                for key, value in content.entries.items()
            ]
        else:
            items = list(content.entries if name == "keys" else content.entries.values())
        return self.world.new(Sequence("tuple", tuple(map(Element, items))))

    def update(self, owner: Ref, addend: Value, keywords: dict[str, Value], node: ast.AST) -> None:
        """Put the entries of another dictionary, or of a list of pairs, into a dictionary."""
        content = self.world.get(owner)
        assert isinstance(content, Table)  # noqa: S101 - for the type checker
        cause = self.cause(node, "is updated", addend)
        other = self.world.get(addend)
        entries: dict[Key, Value] | None = {}
        open_ends: tuple[Unreadable, ...] = ()
        if isinstance(other, Table):
            entries, open_ends = dict(other.entries), other.open_ends
        elif addend is not None:
            entries = self.pairs(addend)
        if entries is None:
            unknown = addend.cause if isinstance(addend, UnknownValue) else self.unknown(node, addend).cause
            entries, open_ends = {}, (unknown,)
        total: dict[Key, Value] = {**content.entries, **entries}
        total.update(keywords.items())
        if len(total) > plain.MAX_ITEMS:
            open_ends = (self.cause(node, "a dictionary too long to be followed"),)
        self.world.change(owner, Table(total, tuple(dict.fromkeys((*content.open_ends, *open_ends)))), cause)

    def pairs(self, value: Value) -> dict[Key, Value] | None:
        """The entries that a list of pairs stands for; None if they are not known."""
        content = self.world.get(value)
        if not isinstance(content, Sequence) or not content.is_exact or content.kind == "set":
            return None
        entries: dict[Key, Value] = {}
        for one in content.elements:
            pair = self.world.get(one.value)
            if not isinstance(pair, Sequence) or not pair.is_exact or len(pair.elements) != 2:
                return None
            key = pair.elements[0].value
            if not isinstance(key, CONSTANTS):
                return None
            entries[key] = pair.elements[1].value
        return entries
