"""
A release: every migration of one commit, as the files declare them.

A release is *raw*. `__first__`, `__latest__` and settings stand in it as the files name them, and squashes stand beside
the migrations that they replace. `app.domain.resolution` makes Django's graph of it, for the rows of one database.
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
from app.domain.passed_over import PassedOver

VERSION = re.compile(r"\d{1,3}\.\d{1,3}(?:[a-z.+-][a-z0-9.+-]{0,60})?", re.ASCII | re.IGNORECASE)
"""Matches a whole Django version, such as 5.2, 5.2.8 or 6.0rc1."""

VERSION_NUMBERS = re.compile(r"(?:^|(?<=\.))\d+")
"""Matches each number of a version: 6 and 0 in `6.0rc1`."""

UNKNOWN_DJANGO_IS_READ_AS = "5.2"
"""The version whose rules count for a release that pins none: it has no squashes, so all versions read it alike."""

SETTING_DEFAULTS = {"AUTH_USER_MODEL": "auth.User"}
"""Django's own defaults for the settings that swap a model (`django/conf/global_settings.py`)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One operation in brief. A field is None when it could not be read.

    `kind` is the class, such as `AddField`. `name` is what the operation changes: a model, or a model and a part of it
    (`order.number`). `fingerprint` is 16 hex digits, a hash of what the source says and uses. Layout and comments do
    not change it, so two fingerprints tell whether an operation was edited. `portable_fingerprint` is one that does not
    change either when an object of the project is imported from another module; comparisons of operations ignore it.

    `schema` are the changes of tables and columns, and `declaration` is what the source states, from which they can be
    worked out. Both are JSON (`app.domain.schema`), as of a thousand operations one is ever asked. They follow from the
    rest, so comparisons and fingerprints ignore them.
    """

    kind: str
    name: str | None = None
    reversible: bool | None = None
    elidable: bool | None = None
    fingerprint: str | None = None
    portable_fingerprint: str | None = field(default=None, compare=False)
    schema: str | None = field(default=None, compare=False, repr=False)
    declaration: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Migration:
    """
    One migration file, reduced to what decides when it runs and whether it can be undone.

    A dependency on `settings.AUTH_USER_MODEL` is `("__setting__", "AUTH_USER_MODEL")`. The names `__first__` and
    `__latest__` stay as they are. `initial` is None when the file does not set it. `path` tells people where the file
    is; comparisons of two migrations ignore it.
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
        """Whether at least one operation is known to be irreversible."""
        return any(operation.reversible is False for operation in self.operations)


@dataclass(frozen=True, slots=True, order=True)
class Unreadable:
    """A part of the source that could not be read: a relative `path`, a `line` (from 1, or None), and the reason."""

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        position = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{position}: {self.reason}"


@dataclass(frozen=True)
class Release:
    """
    Every migration of one commit, by key.

    `complete` is True when the release has every installed app, as an export from inside the project does. A directory
    of source is not complete: an app that it mentions and does not hold is *not covered*, which is not *missing*.
    `passed_over` are the files that look like migrations and that Django does not load, sorted by key.
    `django` is empty where the source pins no version; every Django reads such a release alike.
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
    passed_over: tuple[PassedOver, ...] = ()

    @classmethod
    def of(cls, migrations: Iterable[Migration], *, django: str = "5.2", **facts: Any) -> Self:
        """
        Make a release from migrations in any order. The release has them sorted by key.

        Raises `ValueError` when two migrations have the same key.
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
        64 hex digits, a hash of everything that decides what Django does.

        The project's name, the label and the commit do not count. A setting counts only when a dependency names it;
        `AUTH_USER_MODEL` always does.
        """
        content = {
            "django": list(self.version),
            "settings": {
                name: value for name, value in sorted(self.settings.items()) if name in self._swap_settings
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
        if self.passed_over:
            content["passed_over"] = [[*file.key, file.path, file.reason] for file in self.passed_over]
        text = json.dumps(content, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def derived(self) -> dict[str, Any]:
        """What others have worked out of this release, by their own names: it never changes."""
        return {}

    @cached_property
    def _swap_settings(self) -> frozenset[str]:
        """
        The settings that can change what `migrate` does: those that a dependency names.

        `AUTH_USER_MODEL` is always among them. Earlier fingerprints had it, and addresses hold fingerprints.
        """
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
        """Django's feature version, `(5, 2)` for `5.2.8`. Django's rules are the same within one."""
        text = self.django or UNKNOWN_DJANGO_IS_READ_AS
        major, minor = ([int(number) for number in VERSION_NUMBERS.findall(text)] + [0, 0])[:2]
        return (major, minor)

    @property
    def django_words(self) -> str:
        """Django and its version, in words: `Django 5.2.8`."""
        return f"Django {self.django}" if self.django else "Django (version not known)"

    @cached_property
    def apps(self) -> frozenset[str]:
        """The labels of the apps that have migrations in this release."""
        return frozenset(key.app_label for key in self.migrations)

    def app_of(self, reference: MigrationKey) -> str:
        """
        The label of the app that a dependency or a `run_before` points into.

        For a setting it is the app of the setting's model, or an empty string when the setting has no value.
        """
        if reference.app_label != SETTING:
            return reference.app_label
        return self.model_of(reference.name).partition(".")[0]

    def model_of(self, setting: str) -> str:
        """
        The model that a setting names, such as `auth.User`.

        It is the release's own value, else Django's default, else an empty string.
        """
        return self.settings.get(setting) or SETTING_DEFAULTS.get(setting) or ""

    @cached_property
    def squashes(self) -> tuple[Migration, ...]:
        """The migrations that have `replaces`, sorted by key."""
        return tuple(migration for migration in self.migrations.values() if migration.replaces)

    @cached_property
    def keys_to_record(self) -> frozenset[MigrationKey]:
        """
        The keys that have a row in a database that ran the whole release: its files, and what its squashes replace.

        Source: `record_migration` in `executor.py`.
        """
        return frozenset(self.migrations).union(*(squash.replaces for squash in self.squashes))


def _content(operation: Operation) -> list[object]:
    """
    What the fingerprint of a release covers of one operation.

    `elidable` and `fingerprint` are left out when both are None, so that older exports keep their fingerprints.
    """
    content: list[object] = [operation.kind, operation.name, operation.reversible]
    if operation.elidable is not None or operation.fingerprint is not None:
        content += [operation.elidable, operation.fingerprint]
    return content
