"""Executes imports: of settings modules, of other modules of the source, and of what is not here."""

import ast

from app.sources.settings.statements.assignments import Assignments
from app.sources.settings.values import external
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    External,
    ImportedName,
    Module,
    Sequence,
    UnknownValue,
    Value,
)


class Imports(Assignments):
    """Executes imports in the scope in which the execution is."""

    def _import_from(self, statement: ast.ImportFrom) -> None:
        dotted = "." * statement.level + (statement.module or "")
        modules = self.world.python_modules
        if any(alias.name == "*" for alias in statement.names):
            source = modules.find(dotted, self.scope.source)
            if source is not None:
                self._take_all(Module(source), statement)
                return
            if external.is_certain_to_import(dotted):
                is_optional = True
            else:
                self.world.may_raise()
                is_optional = self.is_optional
            reason = f"takes everything from {dotted}, which is not here"
            self.doubt_all(self.cause(statement, reason), is_optional=is_optional)
            return
        for alias in statement.names:
            self.set_name(alias.asname or alias.name, self._imported_value(dotted, alias.name, statement))

    def _imported_value(self, dotted: str, name: str, statement: ast.ImportFrom) -> Value:
        """The value that `from dotted import name` binds; that of another module is looked up when it is needed."""
        modules = self.world.python_modules
        cause = self.cause(statement, f"is imported from {dotted}")
        if not statement.level and external.is_certain_to_import(dotted):
            return External(f"{dotted}.{name}")
        location = modules.location(dotted, self.scope.source)
        if location is None:
            self.world.may_raise()
            inner = (
                modules.find(dotted.rstrip(".") + "." * bool(dotted.strip(".")) + name, self.scope.source)
                if (statement.level)
                else None
            )
            if inner is not None:
                return Module(inner)
            return External(f"{dotted}.{name}") if not statement.level else UnknownValue(cause)
        is_near = location[0] is self.scope.source.root and (
            location[1].rpartition("/")[0].startswith(self.scope.source.folder) or "settings" in location[1]
        )
        if not is_near:
            outline = modules.outlines.find(dotted, self.scope.source)
            if outline is not None and name in outline.names.classes:
                return UnknownValue(cause)  # a class is not known, so its module need not be parsed whole
        source = modules.find(dotted, self.scope.source)
        if source is None:
            return UnknownValue(cause)
        if not is_near:
            return ImportedName(source, name, cause)
        names = self.module_scope(Module(source)).names
        if name not in names and source.path.endswith("__init__.py"):
            inner = modules.find(f".{name}", source)
            if inner is not None:
                self.module_scope(Module(inner))
                return Module(inner)
        return self.imported(ImportedName(source, name, cause))

    def _take_all(self, module: Module, statement: ast.ImportFrom) -> None:
        """Execute `from module import *`: the names of `__all__`, else those that do not begin with an underscore."""
        names = self.module_scope(module).names
        own = self.scope.names
        if "__all__" in names:
            value = self.imported(
                ImportedName(module.source, "__all__", self.cause(statement, "is imported"))
            )
            content = self.world.get(value)
            if (
                isinstance(content, Sequence)
                and content.is_certain
                and all(isinstance(one.value, str) for one in content.elements)
            ):
                for one in content.elements:
                    text = str(one.value)
                    cause = self.cause(statement, f"is imported from {module.source.path}")
                    own[text] = names[text] if text in names else UnknownValue(cause)
                return
            self.doubt_all(
                self.cause(statement, f"the names in __all__ of {module.source.path} are not plain")
            )
            return
        for name, value in list(names.items()):
            if name in (STAR, OPTIONAL_STAR):
                assert isinstance(value, UnknownValue)  # noqa: S101 - for the type checker
                self.doubt_all(value.cause, is_optional=name == OPTIONAL_STAR)
        for name, value in list(names.items()):
            if not name.startswith("_") and name not in (STAR, OPTIONAL_STAR):
                own[name] = value

    def _import(self, statement: ast.Import) -> None:
        modules = self.world.python_modules
        for alias in statement.names:
            first = alias.name.partition(".")[0]
            bound = alias.name if alias.asname else first
            if not external.is_certain_to_import(first):
                source = modules.find(bound)
                if source is not None:
                    self.set_name(alias.asname or first, Module(source))
                    if alias.name != bound and modules.find(alias.name) is None:
                        self.world.may_raise()
                    continue
                self.world.may_raise()
            self.set_name(alias.asname or first, External(bound, is_module=True))
