"""
Executes `include` of django-split-settings: the statements of other files, in the scope of the module that calls it.

    include("components/*.py", "environments/live.py", optional("local.py"))

Paths are those beside the file that the call stands in. A file is included once. The files of one pattern come in the
order of the file system, which is not known: a name is in doubt that another order would bind otherwise.

Source: `split_settings/tools.py` (0.3 to 1.3).
"""

import ast
import posixpath
from collections.abc import Iterator
from collections.abc import Sequence as Several
from fnmatch import fnmatchcase

from app.sources.errors import UnreadableSource
from app.sources.python.bindings import bound_names
from app.sources.python.modules import Source
from app.sources.python.syntax import short_text
from app.sources.settings.expressions.expressions import MAX_DEPTH
from app.sources.settings.statements.doubts import names_bound_by
from app.sources.settings.statements.imports import Imports
from app.sources.settings.values.kinds import Element, Globals, OptionalPath, Sequence, Value

INCLUDED = "__included_files__"
"""The name in a module under which the library keeps the files that are included already."""

WILDCARDS = frozenset("*?[")


class Includes(Imports):
    """Executes `include` and `optional` in the scope in which the execution is."""

    def split_settings(
        self, name: str, args: list[Value], keywords: dict[str, Value], call: ast.Call
    ) -> Value:
        if name == "optional" and len(args) == 1 and not keywords:
            text = args[0]
            if text is None or isinstance(text, str):
                return OptionalPath(text or "")
            return self.unknown(call, text)
        scope = keywords.get("scope")
        is_here = scope is None or (isinstance(scope, Globals) and scope.scope is self.scope.module)
        if name != "include" or not is_here or not keywords.keys() <= {"scope"}:
            self._doubt(call, f"{short_text(call)} may change every setting", *args)
            return None
        for index, path in enumerate(args):
            if not isinstance(path, str):
                is_single = len(call.args) == len(args) and not isinstance(call.args[index], ast.Starred)
                text = short_text(call.args[index] if is_single else call)
                self._doubt(call, f"includes {text}, which is known only when it runs", path)
            elif path or not isinstance(path, OptionalPath):
                self._include(path, call)
        return None

    def _doubt(self, call: ast.Call, reason: str, *values: Value, is_optional: bool = False) -> None:
        self.world.may_raise()
        self.doubt_all(self.cause(call, reason, *values), is_optional=is_optional)

    def _include(self, pattern: str, call: ast.Call) -> None:
        """Include the files that a pattern stands for."""
        is_optional = isinstance(pattern, OptionalPath)
        try:
            paths = self._paths(pattern)
        except UnreadableSource as unclear:
            self._doubt(call, f"includes {pattern}: {unclear.reason}")
            return
        if not paths:
            reason = f"includes {pattern}, which is not here"
            self._doubt(call, reason, is_optional=is_optional or self.is_optional)
            return
        sources: list[Source] = []
        for path in paths:
            try:
                sources.append(self.world.python_modules.at(self.scope.source.root, path))
            except UnreadableSource as unclear:
                self._doubt(call, f"includes {path}: {unclear.reason}")
        done = self._done()
        certain = {one.value for one in done.elements if one.doubt is None}
        sources = [source for source in sources if source.path not in certain]
        before = frozenset(self.scope.module.names)
        for source in sources:
            self._execute(source, call)
        names = self.scope.module.names
        for name in _in_doubt(sources, before) if len(sources) > 1 else ():
            if name in names:
                cause = self.cause(
                    call, f"{pattern} includes files in an order that is not known; {name} depends on it"
                )
                names[name] = self.world.doubtful(self.name_value(name, call), cause)

    def _paths(self, pattern: str) -> tuple[str, ...]:
        """The paths of the files that a pattern stands for, sorted. Raises `UnreadableSource`."""
        modules, root = self.world.python_modules, self.scope.source.root
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.scope.module.path), pattern))
        folder, name = posixpath.split(path)
        if path.startswith(("/", "../")):
            raise UnreadableSource("it lies outside of what is read")
        if not WILDCARDS.isdisjoint(folder):
            raise UnreadableSource("a pattern of folders is not followed")
        if WILDCARDS.isdisjoint(name):
            return (path,) if path in modules.listing(root, folder) else ()
        if not name.endswith(".py"):
            raise UnreadableSource("a pattern of other files than *.py is not followed")
        return tuple(
            one
            for one in modules.listing(root, folder)
            if fnmatchcase(posixpath.basename(one), name)
            and (name[0] == "." or posixpath.basename(one)[0] != ".")
        )

    def _done(self) -> Sequence:
        """The paths of the files that the module has included."""
        content = self.world.get(self.scope.module.names.get(INCLUDED))
        return content if isinstance(content, Sequence) else Sequence("list")

    def _execute(self, source: Source, call: ast.Call) -> None:
        """Execute the statements of a file in the module's scope, if they were not before."""
        world, scope = self.world, self.scope.module
        included = self._done()
        earlier = next((one for one in included.elements if one.value == source.path), None)
        if earlier is not None and earlier.doubt is None:
            return
        if earlier is not None or included.open_ends or world.depth > MAX_DEPTH - 10:
            self._doubt(call, f"includes {source.path}, if it was not included before")
            return
        elements = (*included.elements, Element(source.path))
        scope.names[INCLUDED] = world.new(Sequence("list", elements))
        world.included.add(source.path)
        inner, place = type(self)(world, scope), scope.place
        inner.is_optional = self.is_optional
        scope.place = source.path
        world.depth += 3
        try:
            inner.block(source.names.module.body)
        finally:
            world.depth -= 3
            scope.place = place


def _in_doubt(sources: Several[Source], before: frozenset[str]) -> Iterator[str]:
    """
    The names that another order of the files may bind otherwise.

    That is a name that one of them binds and another one binds or changes too. Where it was not bound before, the one
    that binds it must come first: in another order Python raises an exception.
    """
    touching: dict[str, list[Source]] = {}
    binding: dict[str, int] = {}
    for source in sources:
        for name in frozenset(bound_names(source.names.module)):
            touching.setdefault(name, []).append(source)
        for name in _bound(source):
            binding[name] = binding.get(name, 0) + 1
    for name, those in touching.items():
        count = binding.get(name, 0)
        if len(those) > 1 and count > (name not in before) and not _are_same(name, those):
            yield name


def _bound(source: Source) -> frozenset[str]:
    """The names that a file binds, and does not only add to."""
    nodes = list(ast.walk(source.names.module))
    growing = {id(node.target) for node in nodes if isinstance(node, ast.AugAssign)}
    return frozenset(name for node in nodes if id(node) not in growing for name in names_bound_by(node))


def _are_same(name: str, sources: Several[Source]) -> bool:
    """Whether files bind a name to the same: by the same import, or by the same expression."""
    if len({source.names.imports.get(name) for source in sources}) == 1 and name in sources[0].names.imports:
        return True
    values = [source.names.value(name) for source in sources]
    return len({value and ast.dump(value) for value in values}) == 1 and values[0] is not None
