"""
What the code declares: every migration of one commit.

A release is *raw*: what the files say, before `__first__` is looked up, before a setting is put in, before any
squash is settled. All that depends on the recorded rows too, and is done by `app.domain.resolution`.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

from app.domain.keys import SETTING, MigrationKey

VERSION = re.compile(r"\d{1,3}\.\d{1,3}(?:[a-z.+-][a-z0-9.+-]{0,60})?", re.ASCII | re.IGNORECASE)
"""How a Django version looks: 5.2, 5.2.8, 6.0rc1."""

NUMBERS = re.compile(r"(?:^|(?<=\.))\d+")
"""The numbers of a version: 6 and 0 in `6.0rc1`."""


SETTING_DEFAULTS = {"AUTH_USER_MODEL": "auth.User"}
"""Django's own defaults for the settings that swap a model (`django/conf/global_settings.py`)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One operation in brief; what could not be read is None.

    `name` is what it is about: a model, or a model and a part of it (`order.number`). `fingerprint` is 16 hex digits
    over what its source says and uses, not over how it is written down: it tells an edited operation.
    """

    kind: str
    name: str | None = None
    reversible: bool | None = None
    elidable: bool | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Migration:
    """
    One migration file, reduced to what decides order and return.

    A dependency on `settings.AUTH_USER_MODEL` is kept as `("__setting__", "AUTH_USER_MODEL")`; `__first__` and
    `__latest__` are kept as names. `initial` is None where the file does not say. `path` is where the file lies, for
    people; it decides nothing.
    """

    key: MigrationKey
    dependencies: tuple[MigrationKey, ...] = ()
    run_before: tuple[MigrationKey, ...] = ()
    replaces: tuple[MigrationKey, ...] = ()
    initial: bool | None = None
    atomic: bool = True
    operations: tuple[Operation, ...] = ()
    path: str | None = field(default=None, compare=False)

    @property
    def irreversible(self) -> bool:
        """Whether some operation is known to have no way back."""
        return any(operation.reversible is False for operation in self.operations)


@dataclass(frozen=True, slots=True, order=True)
class Unreadable:
    """A place in the source that could not be read: `path` (relative), `line` (from 1, or None), and why."""

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True)
class Release:
    """
    Every migration of one commit, by key.

    `complete` says that every installed app is covered (an export from inside the project); a directory of source
    is not complete: what it mentions and does not hold is *not covered*, which is not the same as missing.
    """

    migrations: Mapping[MigrationKey, Migration]
    django: str
    project: str = ""
    label: str | None = None
    commit: str | None = None
    settings: Mapping[str, str | None] = field(default_factory=dict)
    unmigrated_apps: frozenset[str] = frozenset()
    unreadable: tuple[Unreadable, ...] = ()
    complete: bool = True

    @classmethod
    def of(cls, migrations: Iterable[Migration], *, django: str = "5.2", **facts: Any) -> Self:
        """
        Make a release from migrations in any order; they are kept sorted by key.

        Raises `ValueError` when two migrations have one key.
        """
        by_key: dict[MigrationKey, Migration] = {}
        for migration in sorted(migrations, key=lambda migration: migration.key):
            if migration.key in by_key:
                message = f"{migration.key} is there twice"
                raise ValueError(message)
            by_key[migration.key] = migration
        return cls(MappingProxyType(by_key), django, **facts)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """
        64 hex digits over what decides behaviour: not the project's name, the label or the commit, and of the settings
        only those that a dependency names.
        """
        content = {
            "django": list(self.version),
            "settings": {
                name: value for name, value in sorted(self.settings.items()) if name in self._deciding
            },
            "unmigrated_apps": sorted(self.unmigrated_apps),
            "complete": self.complete,
            "unreadable": [[u.path, u.line, u.reason] for u in self.unreadable],
            "migrations": [
                [
                    migration.key,
                    migration.dependencies,
                    migration.run_before,
                    migration.replaces,
                    migration.initial,
                    migration.atomic,
                    [_content(operation) for operation in migration.operations],
                ]
                for migration in self.migrations.values()
            ],
        }
        text = json.dumps(content, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _deciding(self) -> frozenset[str]:
        """The settings that can change what `migrate` does. The user model always counts: links hold fingerprints."""
        return frozenset(
            {"AUTH_USER_MODEL"}.union(
                dependency.name
                for migration in self.migrations.values()
                for dependency in migration.dependencies
                if dependency.app_label == SETTING
            )
        )

    @cached_property
    def version(self) -> tuple[int, int]:
        """Django's feature version, `(5, 2)` for `5.2.8`; the rules never change within one."""
        numbers = [int(number) for number in NUMBERS.findall(self.django)[:2]]
        return (numbers[0], numbers[1]) if len(numbers) > 1 else (numbers[0] if numbers else 0, 0)

    @cached_property
    def apps(self) -> frozenset[str]:
        """Labels of the apps that have migrations here."""
        return frozenset(key.app_label for key in self.migrations)

    def app_of(self, reference: MigrationKey) -> str:
        """
        The label of the app that a dependency or a `run_before` points into; of a setting, the app of its model.

        Empty for a setting without a value.
        """
        if reference.app_label != SETTING:
            return reference.app_label
        return self.model_of(reference.name).partition(".")[0]

    def model_of(self, setting: str) -> str:
        """The model that a setting names, `auth.User`: what the release says, else Django's default, else nothing."""
        return self.settings.get(setting) or SETTING_DEFAULTS.get(setting) or ""

    @cached_property
    def squashes(self) -> tuple[Migration, ...]:
        """The migrations that have `replaces`, sorted by key."""
        return tuple(migration for migration in self.migrations.values() if migration.replaces)


def _content(operation: Operation) -> list[object]:
    """What of an operation decides; without what was not said, so that an older export keeps its fingerprint."""
    content: list[object] = [operation.kind, operation.name, operation.reversible]
    if operation.elidable is not None or operation.fingerprint is not None:
        content += [operation.elidable, operation.fingerprint]
    return content
