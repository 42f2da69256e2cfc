"""Evaluates calls of Python's own functions: `list`, `dict`, `filter`, `len`, `globals`, `exec` and others."""

import ast
import builtins
from abc import abstractmethod

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.expressions.methods import Methods
from app.sources.settings.values import external, plain
from app.sources.settings.values.kinds import (
    CONSTANTS,
    Element,
    External,
    Function,
    Globals,
    Key,
    Module,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.plain import NotPlain

COPIES = {"list": "list", "tuple": "tuple", "set": "set", "frozenset": "set", "sorted": "list"}
SCOPES = frozenset(["globals", "locals", "vars"])
RUNNERS = frozenset(["exec", "eval", "execfile"])
TYPES = {
    "str": str,
    "bool": bool,
    "int": int,
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "set": set,
    "float": float,
}


class PythonFunctions(Methods):
    """Evaluates calls of Python's own functions in the scope in which the execution is."""

    @abstractmethod
    def opaque_call(self, call: ast.Call, callee: Value, values: list[Value]) -> UnknownValue:
        """What a call returns of which nothing is known. It may add to the lists that it is handed."""

    @abstractmethod
    def hand_over(self, value: Value, cause: Unreadable, depth: int = 0) -> None:
        """A value is handed to a function of which nothing is known."""

    def _builtin(  # noqa: C901, PLR0911, PLR0912 - a table of cases
        self, name: str, args: list[Value], keywords: dict[str, Value], call: ast.Call
    ) -> Value:
        """What a function of Python returns."""
        first = self.world.get(args[0]) if args else None
        if name in SCOPES and not args:
            return Globals(self.scope.module if name == "globals" else self.scope)
        if name in RUNNERS or (name in ("setattr", "delattr") and args and not isinstance(args[0], External)):
            return self._change_by_name(name, args, call)
        if name in COPIES and len(args) < 2 and not set(keywords) - {"key", "reverse"}:
            return self._copy(name, args, keywords, call)
        if name == "dict" and len(args) < 2:
            return self._dict(args, keywords, call)
        if name in ("filter", "map") and len(args) == 2:
            return self._filter_or_map(name, args, call)
        if name == "bool" and len(args) == 1:
            return self.truth_of(args[0], call)
        if name == "len" and isinstance(first, Table) and first.is_exact:
            return len(first.entries)
        if name == "len" and isinstance(first, Sequence) and first.is_certain:
            return len(first.elements)
        if (
            name == "len"
            and len(args) == 1
            and isinstance(args[0], External)
            and args[0].dotted in external.ARGV
        ):
            return self.unknown(call, is_safe=True)
        if name == "isinstance" and len(call.args) == 2 and isinstance(call.args[1], ast.Name):
            kind = TYPES.get(call.args[1].id)
            if kind and not keywords:
                if isinstance(first, Table | Sequence):
                    return kind is (dict if isinstance(first, Table) else TYPES[first.kind])
                if isinstance(args[0], CONSTANTS):
                    return isinstance(args[0], kind)
        if (
            name == "getattr"
            and len(args) > 1
            and isinstance(args[0], (Module, External))
            and isinstance(args[1], str)
        ):
            return self.attribute(args[0], args[1], call) if len(args) == 2 else self.unknown(call, *args)
        if name == "print":
            return None
        if name in plain.FUNCTIONS and not keywords:
            try:
                arguments = [plain.plain(self.world, value) for value in args]
                return plain.value_of(self.world, plain.computed(plain.FUNCTIONS[name], *arguments))
            except NotPlain as error:
                return self.failed(error, call, *args)
        if name in plain.FUNCTIONS or isinstance(getattr(builtins, name), type):
            return self.unknown(call, *args, *keywords.values())
        return self.opaque_call(call, None, [*args, *keywords.values()])

    def _change_by_name(self, name: str, args: list[Value], call: ast.Call) -> Value:
        """`exec`, `setattr` and the like: a name that is known is bound, else every name is in doubt."""
        owner = args[0] if args else None
        if name == "setattr" and isinstance(owner, Module) and len(args) == 3 and isinstance(args[1], str):
            self.module_scope(owner).names[args[1]] = args[2]
            return None
        unknown = self.unknown(call, *args)
        if name in RUNNERS or isinstance(owner, (Module, UnknownValue)):
            reason = f"{short_text(call)} may change every setting"
            self.doubt_all(Unreadable(unknown.cause.path, unknown.cause.line, reason))
        for value in args:
            self.hand_over(value, unknown.cause)
        return unknown

    def _copy(self, name: str, args: list[Value], keywords: dict[str, Value], call: ast.Call) -> Value:
        """What `list(…)`, `sorted(…)` and the like return."""
        kind = COPIES[name]
        if not args:
            return self.world.new(Sequence(kind))
        content = self.world.get(args[0])
        if isinstance(content, Table) and content.is_exact:
            content = Sequence("list", tuple(Element(key) for key in content.entries))
        if name == "sorted" and not keywords:
            try:
                return plain.value_of(self.world, plain.computed(sorted, plain.plain(self.world, args[0])))
            except NotPlain:
                pass
        if isinstance(content, Sequence):
            if kind == "set":
                seen: dict[tuple[type, Value], Element] = {}
                for one in content.elements:
                    key = type(one.value), one.value
                    if key not in seen or one.doubt is None:
                        seen[key] = one
                content = content._replace(elements=tuple(seen.values()))
            is_ordered = content.is_ordered and name != "sorted" and kind != "set"
            return self.world.new(
                content._replace(kind=kind, is_ordered=is_ordered or len(content.elements) < 2)
            )
        if isinstance(args[0], str):
            return (
                plain.value_of(self.world, (list if kind == "list" else tuple)(args[0]))
                if kind != "set"
                else (self.unknown(call, *args))
            )
        return self.unknown(call, *args)

    def _dict(self, args: list[Value], keywords: dict[str, Value], call: ast.Call) -> Value:
        """What `dict(…)` returns."""
        entries: dict[Key, Value] = {}
        open_ends: tuple[Unreadable, ...] = ()
        if args:
            content = self.world.get(args[0])
            if isinstance(content, Table):
                entries.update(content.entries)
                open_ends = content.open_ends
            else:
                pairs = self.pairs(args[0])
                if pairs is None:
                    return self.unknown(call, *args)
                entries.update(pairs)
        entries.update(keywords.items())
        return self.world.new(Table(entries, open_ends))

    def _filter_or_map(self, name: str, args: list[Value], call: ast.Call) -> Value:
        """What `filter(None, …)` and `map(function, …)` return, if the function is of the source or is `bool`."""
        function, content = args[0], self.world.get(args[1])
        is_truth = name == "filter" and (
            (function is None) or (isinstance(call.args[0], ast.Name) and call.args[0].id == "bool")
        )
        if not isinstance(content, Sequence) or not (is_truth or isinstance(function, Function)):
            return self.opaque_call(call, None, args)
        elements = []
        for one in content.elements:
            value = one.value if is_truth else self.run(function, [one.value], {}, call)  # type: ignore[arg-type]
            if name == "map":
                elements.append(one._replace(value=value))
                continue
            truth = self.truth_of(value, call)
            if isinstance(truth, UnknownValue):
                elements.append(one._replace(doubt=one.doubt or self.cause(call, "is filtered", truth)))
            elif truth:
                elements.append(one)
        return self.world.new(content._replace(kind="list", elements=tuple(elements)))
