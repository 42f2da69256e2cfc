"""
The label of an app: the first half of the keys of its migrations.

The rules are those of `AppConfig.create` in `django/apps/config.py`: the only configuration in `apps.py`, or the one
with `default = True`, or the one that INSTALLED_APPS names; its `label`, else the last part of its `name`. An app
without a configuration is labelled by its folder.
"""

import ast

from app.sources.errors import UnreadableSource
from app.sources.python.literal import Reader
from app.sources.python.syntax import ModuleNames, parse

CONFIGS = frozenset(["django.apps.AppConfig", "django.apps.config.AppConfig"])
DEPTH = 10


def label(folder: str, source: bytes | None, mentioned: frozenset[str] = frozenset()) -> str:
    """
    The label of the app in a folder of this name, whose `apps.py` is `source`.

    `mentioned` are the dotted names of configurations that stand in settings. Raises `UnreadableSource` where the
    label is not said plainly.
    """
    configs = [] if source is None else _configs(parse(source), folder)
    chosen = [config for config in configs if config.default] or configs
    by_name = [
        config for config in configs if any(m.endswith(f"{folder}.apps.{config.name}") for m in mentioned)
    ]
    if len(by_name) == 1:
        chosen = by_name
    labels = {config.label for config in chosen}
    if len(labels) > 1:
        names = ", ".join(sorted(config.name for config in chosen))
        raise UnreadableSource(
            f"several app configurations ({names}); which of them is installed is not said plainly"
        )
    found = labels.pop() if labels else folder
    if isinstance(found, UnreadableSource):
        raise found
    if not found.isidentifier():
        raise UnreadableSource(f"{found!r} is no app label")
    return found


class _Config:
    """One configuration class: its label or why that is not known, and whether it is the default."""

    def __init__(self, names: ModuleNames, found: ast.ClassDef, folder: str) -> None:
        self.name = found.name
        reader = Reader(names)
        try:
            given = _value(names, found, "default")
            self.default = given is not None and reader.flag(given) is True
            self.declined = given is not None and reader.flag(given) is False
            said = _value(names, found, "label")
            self.module = self._module(reader, _value(names, found, "name"), folder)
            self.label: str | UnreadableSource = reader.text(said) if said is not None else self.module
        except UnreadableSource as unclear:
            self.default, self.declined, self.module = False, False, folder
            self.label = UnreadableSource(
                f"the label of the app is not said plainly: {unclear.reason}", unclear.line
            )

    @staticmethod
    def _module(reader: Reader, given: ast.expr | None, folder: str) -> str:
        """The last part of `name`; a name that is made from `__name__` or `__package__` is the folder's."""
        if given is None or any(
            isinstance(node, ast.Name) and node.id in ("__name__", "__package__") for node in ast.walk(given)
        ):
            return folder
        return reader.text(given).rpartition(".")[2]


def _configs(module: ast.Module, folder: str) -> list[_Config]:
    names = ModuleNames(module)
    found = [_Config(names, item, folder) for item in names.classes.values() if _is_config(names, item)]
    about = [config for config in found if config.module == folder and not config.declined]
    if not about and any(isinstance(config.label, UnreadableSource) for config in found):
        return found
    return about


def _is_config(names: ModuleNames, found: ast.ClassDef, depth: int = 0) -> bool:
    """Whether a class configures an app: by its base, or a base from elsewhere that is called so."""
    for base in found.bases:
        dotted = names.dotted(base) or ""
        inner = names.classes.get(dotted)
        if dotted in CONFIGS:
            return True
        if inner is not None:
            if depth < DEPTH and _is_config(names, inner, depth + 1):
                return True
        elif dotted.endswith("Config"):
            return True
    return False


def _value(names: ModuleNames, found: ast.ClassDef, name: str, depth: int = 0) -> ast.expr | None:
    """What the class body, or that of a base in the same module, gives this name; `default` is not handed down."""
    value: ast.expr | None = None
    for statement in found.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=given)], value=expression) if given == name:
                value = expression
            case ast.AnnAssign(target=ast.Name(id=given), value=ast.expr() as expression) if given == name:
                value = expression
            case _:
                pass
    if value is None and name != "default" and depth < DEPTH:
        for base in found.bases:
            inner = names.classes.get(names.dotted(base) or "")
            if inner is not None and value is None:
                value = _value(names, inner, name, depth + 1)
    return value
