"""
What the user states about migrations whose files cannot be read whole, in place of what the files say.

    migrations = { "token_blacklist.0011_linearizes_history" = { dependencies = ["token_blacklist.0010_…"] } }

A list that is stated counts as it is written; the others stay as the file has them. Where all three lists are stated,
nothing of the file is unreadable any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Operation, Unreadable
from app.sources import toml_lines
from app.sources.migration import known_packages, names
from app.sources.migration.class_body import LISTS
from app.sources.migration.operations import UNREADABLE
from app.sources.migration.package import MigrationsPackage

StatedLists = Mapping[str, tuple[MigrationKey, ...]]
"""The lists of one migration: `dependencies`, `run_before`, `replaces`; those that are left out are the file's."""

FINAL_WORDS = ("Django refuses", "Django cannot run it", "Django loads it", "further places in this file")
"""A reason with these words is none that a statement could settle."""

MAX_SHOWN_KEYS = 5
"""The most entries of a list that the line for driftboard.toml repeats."""


def applied(package: MigrationsPackage, stated: Mapping[str, StatedLists]) -> MigrationsPackage:
    """The package with what is stated about its migrations, and with the line that settles each unreadable file."""
    if not package.unreadable and not stated:
        return package
    migrations = {migration.key: migration for migration in package.migrations}
    unreadable: dict[str, list[Unreadable]] = {}
    for entry in package.unreadable:
        unreadable.setdefault(entry.path, []).append(entry)
    for path, entries in unreadable.items():
        key = MigrationKey(package.label or "?", names.name_of_file(path))
        lists = stated.get(str(key), {})
        unreadable[path] = [entry for entry in entries if not _is_settled(entry, lists)]
        if (
            key not in migrations
            and not unreadable[path]
            and package.label
            and path.endswith((".py", ".pyc"))
        ):
            migrations[key] = Migration(key, operations=(Operation(UNREADABLE),), path=path)
    for key, migration in migrations.items():
        lists = stated.get(str(key), {})
        if lists:
            migrations[key] = replace(migration, **lists)  # type: ignore[arg-type]
    return package._replace(
        migrations=tuple(migrations[key] for key in sorted(migrations)),
        unreadable=tuple(
            entry
            for path, entries in unreadable.items()
            for entry in _with_remedy(entries, migrations.get(_key(package, path)), _key(package, path))
        ),
    )


def _key(package: MigrationsPackage, path: str) -> MigrationKey:
    return MigrationKey(package.label or "?", names.name_of_file(path))


def _is_settled(entry: Unreadable, lists: StatedLists) -> bool:
    """Whether the stated lists say what an unreadable place left open."""
    return all(name in lists for name in LISTS) or any(entry.reason.startswith(f"{name}: ") for name in lists)


def _with_remedy(
    entries: list[Unreadable], migration: Migration | None, key: MigrationKey
) -> Iterable[Unreadable]:
    """The unreadable places of one file; the first that a statement could settle says how."""
    open_entries = [entry for entry in entries if not any(words in entry.reason for words in FINAL_WORDS)]
    if not open_entries or key.app_label == "?" or not entries[0].path.endswith(".py"):
        return entries
    named = {entry.reason.partition(": ")[0] for entry in open_entries}
    lists = [name for name in LISTS if name in named] if named.issubset(LISTS) else list(LISTS)
    is_open = not named.issubset(LISTS) and known_packages.entry_of(key, "dependencies") is None
    line = toml_lines.migration(
        str(key),
        {
            name: _shown(
                getattr(migration, name) if migration else (),
                known_packages.entry_of(key, name)
                or (toml_lines.PLACEHOLDER if name in named or is_open else None),
            )
            for name in lists
        },
    )
    first = open_entries[0]
    return [
        replace(entry, reason=f"{entry.reason}; {line}") if entry is first else entry for entry in entries
    ]


def _shown(keys: tuple[MigrationKey, ...], further: str | None) -> list[str]:
    """The entries of a list that are known, and a further one; an ellipsis stands for those that are not known."""
    texts = [str(key) for key in keys]
    if len(texts) > MAX_SHOWN_KEYS:
        texts = [*texts[:MAX_SHOWN_KEYS], toml_lines.PLACEHOLDER]
    return texts if further is None or further in texts else [*texts, further]
