"""
Evaluates the methods of lists, sets, dictionaries and strings, those that change them in place included.

What is not known for certain of the result is in doubt: a list from which something unknown is removed keeps its
elements in doubt.
"""

import ast

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.expressions.table_methods import READING, TableMethods
from app.sources.settings.values import plain
from app.sources.settings.values.kinds import (
    CONSTANTS,
    Element,
    Globals,
    Method,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.plain import NotPlain
from app.sources.settings.values.signals import Raised


class Methods(TableMethods):
    """Evaluates methods in the scope in which the execution is."""

    def _method(self, method: Method, args: list[Value], keywords: dict[str, Value], call: ast.Call) -> Value:
        owner = method.owner
        content = self.world.get(owner)
        if isinstance(owner, str):
            try:
                arguments = [plain.plain(self.world, value) for value in args]
                named = {name: plain.plain(self.world, value) for name, value in keywords.items()}
                return plain.value_of(self.world, plain.text_method(owner, method.name, arguments, named))
            except NotPlain as error:
                return self.failed(error, call, *args, *keywords.values())
        if isinstance(owner, Globals):
            return self._globals_method(owner, method.name, args, keywords, call)
        assert isinstance(owner, Ref)  # noqa: S101 - for the type checker
        if isinstance(content, Table):
            return self.table_method(owner, content, method.name, args, keywords, call)
        assert isinstance(content, Sequence)  # noqa: S101 - for the type checker
        return self._sequence_method(owner, content, method.name, args, keywords, call)

    def _sequence_method(  # noqa: C901, PLR0911, PLR0912, PLR0913, PLR0917 - a table of cases
        self,
        owner: Ref,
        content: Sequence,
        name: str,
        args: list[Value],
        keywords: dict[str, Value],
        call: ast.Call,
    ) -> Value:
        cause = self.cause(call, f"is changed by {short_text(call)}", *args)
        elements = content.elements
        argument = args[-1] if args else None
        if content.kind == "tuple" and name not in READING:
            return self.unknown(call, owner)
        if name in ("append", "add") and len(args) == 1:
            if name == "append" or not any(one.value == argument and not one.doubt for one in elements):
                self.world.change(owner, content._replace(elements=(*elements, Element(argument))), cause)
            return None
        if name == "insert" and len(args) == 2:
            at = args[0] if isinstance(args[0], int) else None
            items = list(elements)
            items.insert(0 if at is None else at, Element(argument))
            is_ordered = content.is_ordered and at is not None
            self.world.change(owner, content._replace(elements=tuple(items), is_ordered=is_ordered), cause)
            return None
        if name in ("extend", "update") and len(args) == 1:
            self.extend(owner, args[0], call)
            return None
        if name in ("remove", "discard") and isinstance(argument, CONSTANTS):
            return self._remove(owner, content, name, argument, cause)
        if name == "pop" and content.is_exact and content.kind == "list" and len(args) < 2:
            last = args[0] if args else -1
            at = last if isinstance(last, int) else None
            if at is not None and -len(elements) <= at < len(elements):
                items = list(elements)
                popped = items.pop(at)
                self.world.change(owner, content._replace(elements=tuple(items)), cause)
                return popped.value
        if name == "clear":
            self.world.change(owner, Sequence(content.kind), cause)
            return None
        if name == "copy":
            return self.world.new(content)
        if name == "sort":
            self._sort(owner, content, keywords, cause)
            return None
        if name == "reverse":
            self.world.change(owner, content._replace(elements=tuple(reversed(elements))), cause)
            return None
        if name in ("index", "count", "union", "difference", "intersection"):
            try:
                receiver = plain.plain(self.world, owner)
                arguments = [plain.plain(self.world, value) for value in args]
                return plain.value_of(self.world, plain.computed(getattr(receiver, name), *arguments))
            except NotPlain as error:
                return self.failed(error, call, owner, *args)
        self.world.doubt(owner, cause)
        return self.unknown(call, owner, *args)

    def _remove(self, owner: Ref, content: Sequence, name: str, argument: Value, cause: Unreadable) -> Value:
        """Take the first element that is equal out of a list or set."""
        positions = [index for index, one in enumerate(content.elements) if one.value == argument]
        if not content.is_certain or (len(positions) > 1 and not content.is_ordered):
            others = tuple(
                one._replace(doubt=one.doubt or cause) if one.value == argument else one
                for one in content.elements
            )
            if len(positions) == 1 and not content.elements[positions[0]].doubt and not content.open_ends:
                others = tuple(one for one in content.elements if one.value != argument)
            self.world.may_raise()
            self.world.change(owner, content._replace(elements=others), cause)
            return None
        if positions:
            items = [one for index, one in enumerate(content.elements) if index != positions[0]]
            self.world.change(owner, content._replace(elements=tuple(items)), cause)
            return None
        if any(not isinstance(one.value, CONSTANTS) for one in content.elements):
            self.world.may_raise()
            self.world.doubt(owner, cause)
            return None
        if name == "remove":
            raise Raised(ValueError, cause)
        return None

    def _sort(self, owner: Ref, content: Sequence, keywords: dict[str, Value], cause: Unreadable) -> None:
        try:
            if keywords:
                raise NotPlain  # noqa: TRY301 - as if it were not known
            texts = plain.computed(sorted, plain.plain(self.world, owner))
            elements = tuple(Element(plain.value_of(self.world, text)) for text in texts)
            self.world.change(owner, content._replace(elements=elements), cause)
        except NotPlain:
            self.world.change(owner, content._replace(is_ordered=False), cause)

    def extend(self, owner: Ref, addend: Value, node: ast.AST) -> None:
        """Add the elements of another sequence to a list or set, in place."""
        content = self.world.get(owner)
        assert isinstance(content, Sequence)  # noqa: S101 - for the type checker
        cause = self.cause(node, "is extended", addend)
        other = self.world.get(addend)
        if isinstance(other, Table) and other.is_exact:
            other = Sequence("list", tuple(Element(key) for key in other.entries))
        if isinstance(addend, str):
            other = Sequence("list", tuple(Element(letter) for letter in addend[: plain.MAX_ITEMS]))
        if not isinstance(other, Sequence):
            unknown = addend.cause if isinstance(addend, UnknownValue) else self.unknown(node, addend).cause
            self.world.change(owner, content.with_open_end(unknown), cause)
            return
        elements = (*content.elements, *other.elements)
        self.world.budget.steps += len(elements) // 10
        if len(elements) > plain.MAX_ITEMS:
            end = self.cause(node, "a list too long to be followed")
            self.world.change(owner, content.with_open_end(end), cause)
            return
        if content.kind == "set":
            known = {(type(one.value), one.value) for one in content.elements if one.doubt is None}
            elements = (
                *content.elements,
                *(one for one in other.elements if (type(one.value), one.value) not in known),
            )
        open_ends = tuple(dict.fromkeys((*content.open_ends, *other.open_ends)))
        is_ordered = content.is_ordered and other.is_ordered
        self.world.change(owner, Sequence(content.kind, elements, open_ends, is_ordered), cause)

    def _globals_method(
        self, owner: Globals, name: str, args: list[Value], keywords: dict[str, Value], call: ast.Call
    ) -> Value:
        """What a method of `globals()` returns, and the names that it binds."""
        names = owner.scope.names
        key = args[0] if args else None
        if name == "update":
            content = self.world.get(key)
            entries = content.entries if isinstance(content, Table) and content.is_exact else None
            if (entries is not None or not args) and all(isinstance(one, str) for one in entries or ()):
                names.update({str(one): value for one, value in (entries or {}).items()})
                names.update(keywords)
                return None
        if (
            isinstance(key, str)
            and name in ("get", "setdefault")
            and not isinstance(names.get(key), UnknownValue)
        ):
            if key in names:
                return self.name_value(key, call)
            if not any(star in names for star in ("*", "*?")):
                if name == "setdefault":
                    names[key] = args[1] if len(args) > 1 else None
                return args[1] if len(args) > 1 else None
        unknown = self.unknown(call, *args)
        if name not in READING:
            reason = f"{short_text(call)} may change every setting"
            self.doubt_all(Unreadable(unknown.cause.path, unknown.cause.line, reason))
        return unknown
