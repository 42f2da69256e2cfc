"""What one settings module says of a setting, and what to add to driftboard.toml where it does not say it plainly."""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.domain.release import SETTING_DEFAULTS, Unreadable
from app.sources import toml_lines
from app.sources.errors import UnreadableSource
from app.sources.python.modules import Source
from app.sources.settings.statements.execution import execute
from app.sources.settings.values.kinds import (
    OPTIONAL_STAR,
    STAR,
    ImportedName,
    ListItem,
    ListValue,
    Scope,
    Sequence,
    Table,
    UnknownValue,
    Value,
)
from app.sources.settings.values.world import World

MODEL = re.compile(r"\w+\.\w+")


class UnboundSetting(UnreadableSource):
    """No settings module binds a setting, and it is known which names they bind."""


class Answers:
    """The settings of one settings module, which is executed in a world of its own."""

    def __init__(self, world: World, source: Source) -> None:
        self.world = world
        self.source = source
        self.scope: Scope = execute(world, source)

    def binds(self, setting: str) -> bool:
        """Whether the module binds a setting, in some case at least."""
        return setting in self.scope.names

    @property
    def is_whole(self) -> bool:
        """Whether it is known which names the module binds."""
        return STAR not in self.scope.names and OPTIONAL_STAR not in self.scope.names

    def installed_apps(self) -> ListValue | Unreadable | None:
        """INSTALLED_APPS; the place that makes it unknown, if it is no list; None if the module does not bind it."""
        if not self.binds("INSTALLED_APPS"):
            star = self.scope.names.get(STAR)
            return self.asked(star.cause) if isinstance(star, UnknownValue) else None
        value = self._value("INSTALLED_APPS")
        content = self.world.get(value)
        if not isinstance(content, Sequence):
            return self.asked(self._cause(value))
        items: dict[str, ListItem] = {}
        open_ends = [self.asked(cause) for cause in content.open_ends]
        for element in content.elements:
            doubt = self.asked(element.doubt) if element.doubt else None
            if isinstance(element.value, str):
                if element.value and (element.value not in items or doubt is None):
                    items[element.value] = ListItem(element.value, doubt)
            elif isinstance(element.value, UnknownValue):
                cause = self.asked(element.value.cause)
                for text in element.value.texts:
                    items.setdefault(text, ListItem(text, cause))
                open_ends += [cause] if element.value.may_differ else []
            elif element.value is not None and element.value is not False:
                open_ends.append(Unreadable(self.source.path, None, "an entry is no text"))
        return ListValue(tuple(items.values()), tuple(dict.fromkeys(open_ends)))

    def migration_modules(self) -> Mapping[str, str | None] | Unreadable:
        """MIGRATION_MODULES by app label, empty if the module does not bind it; or the place that makes it unknown."""
        if not self.binds("MIGRATION_MODULES"):
            star = self.scope.names.get(STAR)
            if not isinstance(star, UnknownValue):
                return {}
            return self._unclear_modules(star.cause)
        value = self._value("MIGRATION_MODULES")
        content = self.world.get(value)
        if not isinstance(content, Table):
            return self._unclear_modules(self._cause(value, "is no plain dictionary"))
        if content.open_ends:
            return self._unclear_modules(content.open_ends[0])
        packages: dict[str, str | None] = {}
        for label, package in content.entries.items():
            if not isinstance(label, str) or not (package is None or isinstance(package, str)):
                return self._unclear_modules(self._cause(package, f"has no plain entry for {label!s:.60}"))
            packages[label] = package
        return packages

    def model(self, setting: str, *, has_default: bool) -> str | UnreadableSource:
        """The model that a setting names, as `app.Model`, or Django's own if it `has_default`; or why it is unknown."""
        if not self.binds(setting):
            if setting in SETTING_DEFAULTS and self.is_whole and has_default:
                return SETTING_DEFAULTS[setting]
            star = self.scope.names.get(STAR, self.scope.names.get(OPTIONAL_STAR))
            why = f": {self.asked(star.cause)}" if isinstance(star, UnknownValue) else ""
            error = UnboundSetting if self.is_whole else UnreadableSource
            return error(f"the setting {setting} is not found in a settings module of this directory{why}")
        value = self._value(setting)
        if isinstance(value, str) and MODEL.fullmatch(value):
            return value
        if isinstance(value, str):
            return UnreadableSource(f"the setting {setting} names no model in {self.source.path}")
        cause = self._cause(value)
        choice = f", {' or '.join(value.texts)}" if isinstance(value, UnknownValue) and value.texts else ""
        return UnreadableSource(
            f"the setting {setting} is not said plainly in {_place(cause)}{choice}: {self.asked(cause).reason}"
        )

    def asked(self, cause: Unreadable) -> Unreadable:
        """The cause with the line of driftboard.toml that gives the environment variables that decide, if any do."""
        variables = self.world.variables.get(cause, ())
        if not variables:
            return cause
        return replace(cause, reason=f"{cause.reason}; {toml_lines.environment(variables)}")

    def _unclear_modules(self, cause: Unreadable) -> Unreadable:
        asked = self.asked(cause).reason
        either = "or add" if asked != cause.reason else "please add"
        remedy = f"{either} {toml_lines.migration_modules()}"
        separator = ", " if asked != cause.reason else "; "
        return Unreadable(
            cause.path, cause.line, f"MIGRATION_MODULES is not said plainly: {asked}{separator}{remedy}"
        )

    def _value(self, setting: str) -> Value:
        value = self.scope.names[setting]
        return self._resolved(value) if isinstance(value, ImportedName) else value

    def _resolved(self, name: ImportedName) -> Value:
        from app.sources.settings.statements.execution import Execution  # noqa: PLC0415

        return Execution(self.world, self.scope).imported(name)

    def _cause(self, value: Value, reason: str = "is no text") -> Unreadable:
        if isinstance(value, UnknownValue):
            return value.cause
        content = self.world.get(value)
        if content is not None and content.open_ends:
            return content.open_ends[0]
        return Unreadable(self.source.path, None, reason)


def _place(cause: Unreadable) -> str:
    return f"{cause.path}:{cause.line}" if cause.line else cause.path
