"""Whatever lies in a directory, reading it gives a release, or a named refusal; never a crash, never for ever."""

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from app.domain.manifest import freeze, thaw
from app.domain.release import Release
from app.sources import ReadingOptions, SourceError, read
from app.sources.migration import file as module
from tests.build import key
from tests.oracle import django_versions as judges
from tests.sources.folder import HEAD, migration, written

MANY = 20_000
BOMBS = {
    "brackets": b"x = " + b"(" * MANY,
    "closed brackets": b"x = " + b"[" * 150 + b"]" * 150,
    "signs": b"x = " + b"-" * MANY + b"1",
    "nots": b"x = " + b"not " * MANY + b"1",
    "attributes": b"x = a" + b".b" * MANY,
    "calls": b"x = f" + b"()" * MANY,
    "a long sum": b"class Migration(M):\n    dependencies = []" + b" + []" * MANY,
    "a long text": b'class Migration(M):\n    dependencies = [("a", "b"' + b' + "c"' * MANY + b")]",
    "powers": b"x = 1" + b" ** 1" * MANY,
    "lambdas": b"x = " + b"lambda: " * MANY + b"1",
    "comparisons": b"x = 1" + b" < 1" * MANY,
    "ifs": b"\n".join(b" " * n + b"if 1:" for n in range(99)),
    "elifs": b"if 1:\n  pass\n" + b"elif 1:\n  pass\n" * 5000,
    "a NUL": b"x = 1\0",
    "no UTF-8": b"x = '\xff'",
    "another coding": b"# -*- coding: latin-1 -*-\nx = '\xff'",
    "no such coding": b"# -*- coding: klingon -*-\n",
    "a byte order mark": b"\xef\xbb\xbfx = 1",
    "UTF-16": "x = 1".encode("utf-16"),
    "a long number": b"x = " + b"1" * 100_000,
    "an invalid escape": b"x = '\\q'",
    "a class that is its own base, often": b"class Migration(" + b"Migration, " * 40 + b"): pass",
    "doubling lists": HEAD.encode()
    + b"A0 = [('a', 'b')]\n"
    + b"".join(b"A%d = A%d + A%d\n" % (n + 1, n, n) for n in range(90))
    + b"class Migration(migrations.Migration):\n    dependencies = A90\n    operations = A90\n",
    "doubling texts": HEAD.encode()
    + b"A0 = 'ab'\n"
    + b"".join(b"A%d = A%d + A%d\n" % (n + 1, n, n) for n in range(90))
    + b"class Migration(migrations.Migration):\n    dependencies = [(A90, A90)]\n",
    "doubling inside": HEAD.encode()
    + b"A0 = migrations.RunSQL('')\n"
    + b"".join(b"A%d = migrations.SeparateDatabaseAndState([A%d, A%d])\n" % (n + 1, n, n) for n in range(40))
    + b"class Migration(migrations.Migration):\n    operations = [A40]\n",
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_named_and_soon(source: bytes):
    start = time.process_time()
    found = module.read(key("orders.0001_initial"), source)

    assert found.unclear or found.migration
    # Processor time, which a busy machine does not make longer; what bombs make of it are hours.
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["apps.py", "settings.py", "pyproject.toml", "uv.lock", "requirements.txt"])
@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_beside_the_migrations_does_no_harm(tmp_path: Path, name: str, source: bytes):
    root = written(
        tmp_path / "orders", {"migrations/0001_initial.py": migration("initial = True"), name: source}
    )

    assert isinstance(read(root), Release)


def test_a_long_file_is_not_read(tmp_path: Path):
    text = migration("dependencies = []") + "#" * 1_000_001
    root = written(
        tmp_path, {"orders/migrations/0001_initial.py": migration(), "orders/migrations/0002_long.py": text}
    )

    (place,) = read(root).unreadable
    assert place.path == "orders/migrations/0002_long.py"
    assert "no file over 1000000 bytes" in place.reason


def test_a_deep_tree_is_read(tmp_path: Path):
    deep = "/".join(["d"] * 400)
    root = written(tmp_path, {"orders/migrations/0001_initial.py": migration(), f"{deep}/x.py": ""})

    assert list(read(root).migrations) == [key("orders.0001_initial")]


def tried(root: Path, files: dict[str, bytes]) -> str:
    """What became of a directory: it was read whole, read with gaps, or refused; the release survives the store."""
    try:
        release = read(written(root, dict(files)), ReadingOptions(django="5.2"))
    except SourceError:
        return "refused"
    assert thaw(freeze(release)) == release
    return "gaps" if release.unreadable else "whole"


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_release_or_are_named(source: bytes):
    found = module.read(key("orders.0001_initial"), source)

    event("migration" if found.migration else "unclear")
    assert found.migration or found.unclear


@pytest.fixture(scope="module")
def real() -> tuple[bytes, ...]:
    """Every migration of Django's own apps, and some of every shape that this reader knows."""
    folder = judges.judge("5.2").folder / "django" / "contrib"
    own = [path.read_bytes() for path in sorted(folder.glob("*/migrations/0*.py"))]
    shapes = [
        migration('dependencies = A + [*B, ("c", "d")]', before='A = [("a", "b")]\nB = list(A)'),
        migration('if settings.X:\n    replaces = [("a", "b")]\nrun_before = []\nrun_before += [("a", "b")]'),
        migration(
            "dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\natomic = False"
        ),
        migration(
            "operations = [migrations.SeparateDatabaseAndState([migrations.RunPython(f, g)])]", base="A, B"
        ),
    ]
    return (*own, *(shape.encode() for shape in shapes))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_migration_gives_a_release_or_is_named(real: tuple[bytes, ...], seed: int):
    dice = random.Random(seed)
    source = mutated(bytearray(dice.choice(real)), dice, real)
    found = module.read(key("orders.0001_initial"), source)

    event("migration" if found.migration and not found.unclear else "gaps" if found.migration else "unclear")
    assert found.migration or found.unclear
    if found.migration:
        release = Release.of([found.migration])
        assert thaw(freeze(release)) == release


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_mutated_directory_gives_a_release_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, real: tuple[bytes, ...], seed: int
):
    dice = random.Random(seed)
    beside = {
        "orders/apps.py": b"from django.apps import AppConfig\nclass O(AppConfig):\n    label = 'x'\n",
        "shop/settings.py": b"INSTALLED_APPS = []\nAUTH_USER_MODEL = 'users.User'\nMIGRATION_MODULES = {'a': 'b.c'}\n",
        "requirements.txt": b"Django>=5.2,<5.3\n",
        "pyproject.toml": b"[project]\ndependencies = ['django==5.2']\n",
    }
    names = ("orders/migrations/0001_a.py", "orders/migrations/0002_b.py", "users/migrations/0001_c.py")
    files = {name: dice.choice(real) for name in names} | beside
    for name in dice.sample(sorted(files), k=3):
        files[name] = mutated(bytearray(files[name]), dice, real)

    event(tried(tmp_path_factory.mktemp("tree"), files))


def mutated(source: bytearray, dice: random.Random, others: tuple[bytes, ...]) -> bytes:
    """The source after a few changes: bytes, lines, words of another file."""
    words = (
        b"None",
        b"1",
        b"f()",
        b"x",
        b"...",
        b"A",
        b"[]",
        b"()",
        b"dependencies",
        b"replaces",
        b"settings.X",
    )
    for _ in range(dice.randint(1, 3)):
        if dice.random() < 0.7:
            found = dice.choice(list(re.finditer(rb"(?<=[\[(,= ])[\w.]+(?=[\]),(\n])", source)) or [None])
            source[slice(*found.span()) if found else slice(0, 0)] = dice.choice(words)
        else:
            start = dice.randrange(len(source) + 1)
            other = dice.choice(others)
            cut = dice.randrange(len(other))
            some = (b"", bytes([dice.randrange(256)]), other[cut : cut + dice.choice((3, 12, 60))])
            source[start : start + dice.choice((0, 1, 9))] = dice.choice(some)
    return bytes(source)
