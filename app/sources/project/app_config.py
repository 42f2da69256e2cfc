"""
The `AppConfig` classes of a module, read from its text: what each of them states as `name`, `label`, `default`.

    class OrdersConfig(AppConfig):     class_name     "OrdersConfig"
        name = "shop.orders"           package()      "shop.orders"
        label = "shop_orders"          label()        "shop_orders"
        default = True                 default()      DefaultFlag.TRUE

Bases are followed into other modules where `Modules` are at hand. What a base that is not here may state is
`HiddenValue`: it is never taken for missing.

Source: `AppConfig.create` in `django/apps/config.py` (3.2 to 5.2).
"""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple
from weakref import WeakKeyDictionary

from app.sources.errors import UnreadableSource
from app.sources.files.project_files import PATH_FOLDERS
from app.sources.project.class_body import Binding, ClassBody
from app.sources.python import mro
from app.sources.python.literal import Reader
from app.sources.python.modules import Modules, Source
from app.sources.python.mro import Class
from app.sources.python.syntax import ModuleNames

APP_CONFIG = frozenset(["django.apps.AppConfig", "django.apps.config.AppConfig"])
"""The dotted names of Django's own class."""


class HiddenValue(UnreadableSource):
    """A base that is not here may state the value."""


class DefaultFlag(Enum):
    """What `default` of a configuration says to Django: absent, it counts; true, it goes first; false, it is out."""

    ABSENT = "absent"
    TRUE = "true"
    FALSE = "false"


class ModulePlace(NamedTuple):
    """The dotted name of a module, and of the package that it belongs to."""

    name: str
    package: str


class AppConfig:
    """
    One class that configures an app, with the classes that it inherits from, in Python's order.

    `missing_base` is the dotted name of a base that is not here, or None. Raises `UnreadableSource` if Python would
    refuse the class.
    """

    def __init__(
        self,
        reader: Reader,
        definition: ast.ClassDef,
        place: ModulePlace | None = None,
    ) -> None:
        order = mro.of(reader, definition, APP_CONFIG, root_hides=False)
        self.class_name = definition.name
        self.line = definition.lineno
        self.reaches_app_config = order.reaches_root
        self.missing_base = order.unclear[0].reason if order.unclear else None
        self.uses_imports = reader.uses_imports
        self._classes = order.classes
        self._sure = _sure_count(order.classes) if order.unclear else len(order.classes)
        self._place = place

    @property
    def may_be_config(self) -> bool:
        """Whether it inherits from Django's class, as far as can be seen: a missing base may do so."""
        if self.reaches_app_config or self.missing_base is None:
            return self.reaches_app_config
        is_called_so = "Config" in self.missing_base.rpartition(".")[2]
        return is_called_so or any(_assigns(class_.definition, "name") for class_ in self._classes)

    def label(self) -> str | None:
        """The `label`; None where none is stated. Raises `UnreadableSource`."""
        found = self._find("label")
        return None if found is None else found[0].text(found[1])

    def default(self) -> DefaultFlag:
        """What `default` says. Raises `UnreadableSource`."""
        found = self._find("default")
        if found is None:
            return DefaultFlag.ABSENT
        return DefaultFlag.TRUE if found[0].value(found[1]) else DefaultFlag.FALSE

    def package(self) -> str:
        """The dotted package that `name` states. Raises `UnreadableSource`, also where there is none."""
        found = self._find("name")
        if found is None:
            raise UnreadableSource(
                f"the app configuration {self.class_name} has no name; Django refuses it", self.line
            )
        return found[0].text(found[1])

    def _find(self, attribute: str) -> tuple[ClassBody, Binding] | None:
        """The nearest class that binds the attribute, and the binding."""
        for index, class_ in enumerate(self._classes):
            if index == self._sure:
                break
            problem = _problem(class_, attribute)
            if problem is not None:
                raise problem
            body = self._body(class_, is_own=index == 0)
            binding = body.binding(attribute)
            if binding is not None:
                return body, binding
        if self.missing_base is not None:
            raise HiddenValue(
                f"the {attribute} of {self.class_name} may come from its base {self.missing_base}, "
                "which is not here",
                self.line,
            )
        return None

    def _body(self, class_: Class, *, is_own: bool) -> ClassBody:
        place = self._place if is_own and self._place else _place_of(class_.reader.source)
        return ClassBody(class_.reader, class_.definition, *place)


def of_class(
    modules: Modules, source: Source, definition: ast.ClassDef, place: ModulePlace | None = None
) -> AppConfig:
    """The configuration that a class is, whatever it inherits from."""
    return AppConfig(Reader(source.names, source, modules), definition, place)


def checked_label(label: str) -> str:
    """The label, where it is one. Raises `UnreadableSource`."""
    if not label.isidentifier():
        raise UnreadableSource(f"{label!r} is no app label; Django refuses it")
    return label


def unclear_label(unclear: UnreadableSource) -> UnreadableSource:
    """Why a label is not known, because of an expression that could not be read."""
    return UnreadableSource(f"the label of the app is not said plainly: {unclear.reason}", unclear.line)


def _problem(class_: Class, attribute: str) -> UnreadableSource | None:
    """Why the body of a class does not tell an attribute; None where it does."""
    definition = class_.definition
    if definition.decorator_list or definition.keywords:
        reason = f"the class {definition.name} has a decorator or keywords, which may change it"
        return UnreadableSource(reason, definition.lineno)
    for line, name, changed in _changes(class_.reader.names):
        if name == definition.name and changed in (attribute, None):
            return UnreadableSource(f"the class {definition.name} is changed after its definition", line)
    return None


def _changes(names: ModuleNames) -> tuple[tuple[int, str, object], ...]:
    """The changes of attributes in a module: the line of the statement, the owner's name, the attribute or None."""
    changes = _changes_of.get(names)
    if changes is None:
        changes = _changes_of[names] = tuple(_find_changes(names.module))
    return changes


_changes_of: WeakKeyDictionary[ModuleNames, tuple[tuple[int, str, object], ...]] = WeakKeyDictionary()
"""The answers of `_changes`, for as long as the syntax tree of the module is kept."""


def _find_changes(module: ast.Module) -> Iterator[tuple[int, str, object]]:
    for statement in module.body:
        if isinstance(statement, (ast.ClassDef, ast.Import, ast.ImportFrom)):
            continue
        for node in ast.walk(statement):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Store() | ast.Del()):
                    yield statement.lineno, name, attribute
                case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[ast.Name(id=name), key, *_]):
                    yield statement.lineno, name, key.value if isinstance(key, ast.Constant) else None


def _sure_count(classes: Iterable[Class]) -> int:
    """The classes before the first one that a base that is not here may stand before."""
    count = 0
    for class_ in classes:
        count += 1
        if len(class_.definition.bases) != 1:
            break
    return count


def _assigns(definition: ast.ClassDef, name: str) -> bool:
    """Whether the body of a class assigns a name plainly."""
    return any(
        isinstance(statement, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)
        for statement in definition.body
    )


def _place_of(source: Source | None) -> ModulePlace:
    """The dotted name of a module, by its path."""
    if source is None:
        return ModulePlace("", "")
    return place_of_path(source.path)


def place_of_path(path: str) -> ModulePlace:
    """The dotted name of the module in a file, by its path from the top of the root or from `src`."""
    for folder in PATH_FOLDERS:
        if folder and path.startswith(folder):
            path = path.removeprefix(folder)
    folder, _, file = path.rpartition("/")
    package = folder.replace("/", ".")
    stem = file.removesuffix(".py")
    if stem == "__init__":
        return ModulePlace(package, package)
    return ModulePlace(f"{package}.{stem}" if package else stem, package)
