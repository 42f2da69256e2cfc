"""Releases and histories in trouble, each of a size: what the ways out and the comparisons of tests start from."""

from collections.abc import Callable, Iterable

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Operation, Release

Key = MigrationKey
Trouble = tuple[Release, History]
Make = Callable[[int], Trouble]


def rows(keys: Iterable[Key]) -> History:
    """A history of these keys, with ids."""
    return History(tuple(Row(key, "2026-01-05 12:00:00", number) for number, key in enumerate(keys, 1)))


def chain(app_label: str, number: int, *, after: tuple[Key, ...] = ()) -> list[Migration]:
    """Migrations of an app, one after another."""
    keys = [Key(app_label, f"{index:05}") for index in range(number)]
    return [Migration(key, tuple(keys[index - 1 : index]) or after) for index, key in enumerate(keys)]


def causes(number: int) -> Trouble:
    """As many missing dependencies, each in its own app."""
    pairs = [(Key(f"app{index:05}", "0001"), Key(f"app{index:05}", "0002")) for index in range(number)]
    files = [file for first, second in pairs for file in (Migration(first), Migration(second, (first,)))]
    return Release.of(files), rows(second for _, second in pairs)


def missing_chain(number: int) -> Trouble:
    """Everything but the last of a chain has no row."""
    files = chain("orders", number)
    return Release.of(files), rows([files[-1].key])


def many_parents(number: int) -> Trouble:
    """A recorded migration with very many dependencies without a row."""
    parents = [Key(f"app{index:05}", "0001") for index in range(number)]
    needing = Migration(Key("users", "0001"), tuple(parents))
    return Release.of([*map(Migration, parents), needing]), rows([needing.key])


def fork(number: int) -> Trouble:
    """Very many leaves after one root."""
    root = Key("orders", "0001")
    leaves = [Migration(Key("orders", f"9{index:05}"), (root,)) for index in range(number)]
    return Release.of([Migration(root), *leaves]), rows([root])


def deep_fork(number: int) -> Trouble:
    """Very many leaves after a long chain."""
    before = chain("orders", number)
    leaves = [Migration(Key("orders", f"9{index:05}"), (before[-1].key,)) for index in range(number)]
    return Release.of([*before, *leaves]), rows(file.key for file in before)


def forked_apps(number: int) -> Trouble:
    """Very many apps with two leaves each."""
    roots = [Key(f"app{index:05}", "0001") for index in range(number)]
    leaves = [
        Migration(Key(root.app_label, name), (root,)) for root in roots for name in ("0002_a", "0002_b")
    ]
    return Release.of([*map(Migration, roots), *leaves]), rows(roots)


def unknown(number: int) -> Trouble:
    """Rows without a file, in one app."""
    root = Key("orders", "0001")
    return Release.of([Migration(root)]), rows([root, *(Key("orders", f"9{n:05}") for n in range(number))])


def unknown_apps(number: int) -> Trouble:
    """A row without a file in each of very many apps."""
    roots = [Key(f"app{index:05}", "0001") for index in range(number)]
    return Release.of(map(Migration, roots)), rows([*roots, *(Key(root.app_label, "9999") for root in roots)])


def repeated(number: int) -> Trouble:
    """One row again and again."""
    root = Key("orders", "0001")
    return Release.of([Migration(root)]), rows([root] * number)


def missing_files(number: int) -> Trouble:
    """Dependencies without a file, each in its own app."""
    apps = [f"app{index:05}" for index in range(number)]
    files = [Migration(Key(app, "0002"), (Key(app, "0001"),)) for app in apps]
    return Release.of(files), rows([Key("users", "0001")])


def circle(number: int) -> Trouble:
    """A long cycle."""
    files = chain("orders", number)
    first = Migration(files[0].key, (files[-1].key,))
    return Release.of([first, *files[1:]]), rows([Key("users", "0001")])


def half_squashed(number: int) -> Trouble:
    """A squash of very many, of which the first half has rows."""
    files = chain("orders", number)
    squash = Migration(Key("orders", "0001_squashed"), replaces=tuple(file.key for file in files))
    return Release.of([*files, squash]), rows(file.key for file in files[: number // 2])


def squashes(number: int) -> Trouble:
    """Very many small squashes, each half done."""
    files: list[Migration] = []
    for index in range(number):
        pair = chain(f"app{index:05}", 2)
        files += [
            *pair,
            Migration(Key(pair[0].key.app_label, "s"), replaces=tuple(file.key for file in pair)),
        ]
    return Release.of(files), rows(file.key for file in files[::3])


def relabelled(number: int) -> Trouble:
    """All rows bear a former label of the app."""
    files = chain("new", number)
    return Release.of(files), rows(Key("old", file.key.name) for file in files)


def backwards(number: int) -> Trouble:
    """A chain that was recorded from its end."""
    files = chain("orders", number)
    return Release.of(files), rows(file.key for file in files[::-1])


def fresh(number: int) -> Trouble:
    """Nothing was run."""
    return Release.of(chain("orders", number)), History()


ALL: tuple[Make, ...] = (
    causes,
    missing_chain,
    many_parents,
    fork,
    deep_fork,
    forked_apps,
    unknown,
    unknown_apps,
    repeated,
    missing_files,
    circle,
    half_squashed,
    squashes,
    relabelled,
    backwards,
    fresh,
)


def told(number: int, text: str = "") -> Release:
    """A release whose operations are told; another text makes them others."""
    files = (
        Migration(
            file.key,
            file.dependencies,
            operations=(Operation("AddField", f"thing.field{text}", reversible=True, fingerprint="0" * 16),),
        )
        for app in range(10)
        for file in chain(f"app{app}", number // 10)
    )
    return Release.of(files)
