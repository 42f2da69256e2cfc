"""Executes what binds and changes names and elements: `X = …`, `X[key] = …`, `X += …`, `del X[key]`."""

import ast

from app.domain.release import Unreadable
from app.sources.python.syntax import short_text
from app.sources.settings.statements.guards import Guards
from app.sources.settings.values import external
from app.sources.settings.values.kinds import (
    CONSTANTS,
    External,
    Globals,
    Module,
    Ref,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.signals import Raised


class Assignments(Guards):
    """Executes assignments in the scope in which the execution is."""

    def bind(self, target: ast.expr, value: Value) -> None:
        """Bind the names of a target."""
        match target:
            case ast.Name(id=name):
                self.set_name(name, value)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                content = self.world.get(value)
                if (
                    isinstance(content, Sequence)
                    and content.is_exact
                    and content.kind != "set"
                    and len(content.elements) == len(targets)
                    and not any(isinstance(one, ast.Starred) for one in targets)
                ):
                    for one, element in zip(targets, content.elements, strict=True):
                        self.bind(one, element.value)
                    return
                for one in targets:
                    inner = one.value if isinstance(one, ast.Starred) else one
                    self.bind(inner, self.unknown(target, value))
            case ast.Subscript(value=owner_expression, slice=key_expression):
                self._set_item(self.value(owner_expression), key_expression, value, target)
            case ast.Attribute(value=owner_expression, attr=name):
                owner = self.value(owner_expression)
                if isinstance(owner, Module):
                    self.module_scope(owner).names[name] = value
                elif isinstance(owner, UnknownValue) or (
                    isinstance(owner, External) and owner.dotted.startswith("sys.modules")
                ):
                    self.world.doubt(owner, self.cause(target, "is changed in part"))
            case _:
                self.unknown(target, value)

    def _set_item(self, owner: Value, key_expression: ast.expr, value: Value, node: ast.expr) -> None:
        """Execute `owner[key] = value`."""
        content = self.world.get(owner)
        cause = self.cause(node, f"is changed by {short_text(node)} = …", value)
        if isinstance(key_expression, ast.Slice):
            self._set_slice(owner, key_expression, value, cause)
            return
        key = self.value(key_expression)
        if isinstance(content, Table) and isinstance(key, CONSTANTS):
            assert isinstance(owner, Ref)  # noqa: S101 - for the type checker
            self.world.change(owner, Table({**content.entries, key: value}, content.open_ends), cause)
        elif (
            isinstance(content, Sequence)
            and content.is_exact
            and content.kind == "list"
            and type(key) is int
            and -len(content.elements) <= key < len(content.elements)
        ):
            assert isinstance(owner, Ref)  # noqa: S101 - for the type checker
            elements = list(content.elements)
            elements[key] = elements[key]._replace(value=value)
            self.world.change(owner, content._replace(elements=tuple(elements)), cause)
        elif isinstance(owner, Globals) and isinstance(key, str):
            owner.scope.names[key] = value
        elif isinstance(owner, Globals):
            self.doubt_all(self.cause(node, f"{short_text(node)} = … may change every setting"))
        elif isinstance(owner, External) and owner.dotted == external.ENVIRON:
            if isinstance(key, str) and isinstance(value, str):
                self.world.environ[key] = value
            elif isinstance(key, str):
                self.world.environ.pop(key, None)
            else:
                self.world.environ.clear()
        else:
            self.world.may_raise()
            self.world.doubt(owner, cause)

    def _set_slice(self, owner: Value, key: ast.Slice, value: Value, cause: Unreadable) -> None:
        """Execute `owner[1:2] = value`; `value` is None for `del owner[1:2]`."""
        content, other = self.world.get(owner), self.world.get(value)
        bounds = [None if part is None else self.value(part) for part in (key.lower, key.upper, key.step)]
        added = other if isinstance(other, Sequence) else Sequence("list") if value is None else None
        if (
            isinstance(content, Sequence)
            and content.kind == "list"
            and added is not None
            and all(bound is None or type(bound) is int for bound in bounds)
        ):
            assert isinstance(owner, Ref)  # noqa: S101 - for the type checker
            if bounds == [None, None, None]:
                self.world.change(owner, added._replace(kind="list"), cause)
                return
            if content.is_exact and added.is_exact and added.kind != "set":
                elements = list(content.elements)
                try:
                    elements[slice(*bounds)] = added.elements  # type: ignore[arg-type]
                except ValueError:
                    raise Raised(ValueError, cause) from None
                self.world.change(owner, content._replace(elements=tuple(elements)), cause)
                return
        self.world.doubt(owner, cause)

    def _delete(self, target: ast.expr) -> None:
        """Execute `del target`."""
        match target:
            case ast.Name(id=name):
                scope = self.scope.module if name in self.scope.globals else self.scope
                scope.names.pop(name, None)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                for one in targets:
                    self._delete(one)
            case ast.Subscript(value=owner_expression, slice=ast.Slice() as key):
                cause = self.cause(target, f"is changed by del {short_text(target)}")
                self._set_slice(self.value(owner_expression), key, None, cause)
            case ast.Subscript(value=owner_expression, slice=key_expression):
                self._delete_item(self.value(owner_expression), self.value(key_expression), target)
            case ast.Attribute(value=owner_expression, attr=name):
                owner = self.value(owner_expression)
                if isinstance(owner, Module):
                    self.module_scope(owner).names.pop(name, None)
            case _:
                self.opaque(target)

    def _delete_item(self, owner: Value, key: Value, node: ast.expr) -> None:
        content = self.world.get(owner)
        cause = self.cause(node, f"is changed by del {short_text(node)}", key)
        if isinstance(content, Table) and content.is_exact and isinstance(key, CONSTANTS):
            assert isinstance(owner, Ref)  # noqa: S101 - for the type checker
            if key not in content.entries:
                raise Raised(KeyError, cause)
            rest = {one: value for one, value in content.entries.items() if one != key}
            self.world.change(owner, Table(rest), cause)
        elif (
            isinstance(content, Sequence) and content.is_exact and content.kind == "list" and type(key) is int
        ):
            assert isinstance(owner, Ref)  # noqa: S101 - for the type checker
            elements = list(content.elements)
            if not -len(elements) <= key < len(elements):
                raise Raised(IndexError, cause)
            del elements[key]
            self.world.change(owner, content._replace(elements=tuple(elements)), cause)
        elif isinstance(owner, Globals) and isinstance(key, str):
            owner.scope.names.pop(key, None)
        elif isinstance(owner, External) and owner.dotted == external.ENVIRON and isinstance(key, str):
            self.world.environ[key] = None
        else:
            self.world.may_raise()
            self.world.doubt(owner, cause)

    def _augment(self, statement: ast.AugAssign) -> None:
        """Execute `target += value` and the like: a list or dictionary is changed in place."""
        before = self.value(statement.target)
        value = self.value(statement.value)
        content, other = self.world.get(before), self.world.get(value)
        operator = statement.op
        if isinstance(before, Ref) and isinstance(content, Sequence) and content.kind != "tuple":
            if isinstance(operator, ast.Add) and content.kind == "list":
                self.extend(before, value, statement)
                return
            if isinstance(operator, ast.BitOr) and content.kind == "set" and isinstance(other, Sequence):
                self.extend(before, value, statement)
                return
            cause = self.cause(statement, f"is changed by {short_text_of(statement)}", value)
            if isinstance(operator, ast.Mult) and content.is_exact and value in range(10):
                assert isinstance(value, int)  # noqa: S101 - for the type checker
                self.world.change(before, content._replace(elements=content.elements * value), cause)
            else:
                self.world.doubt(before, cause)
            return
        if isinstance(before, Ref) and isinstance(content, Table):
            if isinstance(operator, ast.BitOr):
                self.update(before, value, {}, statement)
            else:
                self.world.doubt(before, self.cause(statement, "is changed", value))
            return
        if isinstance(before, UnknownValue):
            self.world.doubt(
                before, self.cause(statement, f"is changed by {short_text_of(statement)}", value)
            )
        if isinstance(before, UnknownValue) and not isinstance(other, Sequence):
            self.bind(statement.target, self.unknown(statement, before, value, reason=before.cause.reason))
            return
        self.bind(statement.target, self.operation(operator, before, value, statement))

    def set_name(self, name: str, value: Value) -> None:
        """Bind a name, in the module where the function says so."""
        scope = self.scope.module if name in self.scope.globals else self.scope
        scope.names[name] = value


def short_text_of(statement: ast.AugAssign) -> str:
    """An augmented assignment as text for a message."""
    sign = ast.unparse(ast.BinOp(ast.Name("_"), statement.op, ast.Name("_")))[2:-2]
    return f"{short_text(statement.target)} {sign}= …"
