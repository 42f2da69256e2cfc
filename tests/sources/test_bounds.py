"""
The worst directories, read in a process of its own that the system ends where it takes too much.

Each is read, with a named gap, or refused with a sentence, within 512 MB of memory and two minutes of one processor.
"""

import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.sources import ReadingOptions, SourceError, read
from tests.sources.folder import migration, written
from tests.sources.test_hostile import BOMBS

MEMORY = 512_000_000
SECONDS = 120
MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - by a name of its own in it
"""Where there is one, 100,000 files are made in a moment."""
READ = """
import resource, sys
from pathlib import Path
from app.sources import ReadingOptions, SourceError, read
try:
    release = read(Path(sys.argv[1]), ReadingOptions(django="5.2", roots=tuple(map(Path, sys.argv[2:]))))
    print(len(release.migrations), "read")
    print(*release.unreadable, sep="\\n")
except SourceError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "kB", file=sys.stderr)
"""
GOOD = {"orders/migrations/0001_initial.py": migration("dependencies = []")}


def many(root: Path) -> Path:
    """100,000 files in 100 folders."""
    written(root, GOOD)
    for number in range(100):
        folder = root / f"d{number}"
        folder.mkdir()
        for inner in range(1000):
            os.mknod(folder / f"f{inner}.py")
    return root


def large(root: Path) -> Path:
    """100 MB in the place of a migration, of the app's configuration and of the settings."""
    written(root, GOOD)
    for name in ("orders/migrations/0002_large.py", "orders/apps.py", "settings.py", "requirements.txt"):
        with (root / name).open("wb") as file:
            file.truncate(100_000_000)
    return root


def deep(root: Path) -> Path:
    return written(root, {**GOOD, f"{'/'.join(['d'] * 900)}/x.py": ""})


def binary(root: Path) -> Path:
    written(root, GOOD)
    (root / "orders/migrations/0002_binary.py").write_bytes(bytes(range(256)) * 3000)
    return root


def bombs(root: Path) -> Path:
    """Every bomb at once, each a migration, and each a module from which another takes its dependencies."""
    written(root, GOOD)
    for number, bomb in enumerate(BOMBS.values(), 2):
        (root / f"orders/migrations/{number:04}_bomb.py").write_bytes(bomb)
        (root / f"orders/bomb{number}.py").write_bytes(bomb)
        text = f"from orders.bomb{number} import *\nfrom orders.bomb{number} import x\n"
        (root / f"orders/migrations/1{number:03}_user.py").write_text(text + migration("dependencies = x"))
    return root


WORST: dict[Callable[[Path], Path], str] = {
    many: "more than 50 000 Python files",
    large: "no file over 1000000 bytes",
    deep: "1 read\n",
    binary: "0002_binary.py",
    bombs: "0002_bomb.py",
}


@pytest.mark.parametrize(("make", "says"), WORST.items(), ids=[make.__name__ for make in WORST])
def test_the_worst_directories_are_read_or_refused_within_bounds(make: Callable[[Path], Path], says: str):
    with tempfile.TemporaryDirectory(dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None) as folder:
        assert says in answer(make(Path(folder, "code")))


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A wheel with a migration of 1 GB of zeros in 4 MB: twice the memory that there is."""
    wheel = tmp_path_factory.mktemp("bomb") / "bomb.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("bomb/__init__.py", "")
        archive.writestr("bomb/migrations/__init__.py", "")
        with archive.open("bomb/migrations/0001_initial.py", "w") as file:
            for _ in range(1000):
                file.write(bytes(1_000_000))
    return wheel.read_bytes()


@pytest.mark.parametrize("lies", [False, True], ids=["says its size", "says that it is short"])
def test_a_wheel_that_unfolds_without_end_is_named(tmp_path: Path, bomb: bytes, lies: bool):
    if lies:
        bomb = bomb.replace((1_000_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    wheel = tmp_path / "wheels" / "bomb-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(bomb)
    code = written(tmp_path / "code", {**GOOD, "settings.py": 'INSTALLED_APPS = ["orders", "bomb"]'})

    assert "bomb/migrations/0001_initial.py" in answer(code, wheel.parent)


def test_what_may_not_be_opened_is_named():
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder, "code"), {**GOOD, "orders/migrations/0002_closed.py": migration()})
        written(root, {"users/migrations/0001_initial.py": migration("dependencies = []")})
        Path(folder).chmod(0o755)
        (root / "orders/migrations/0002_closed.py").chmod(0)
        (root / "users/migrations").chmod(0)
        with nobody():
            places = [str(place) for place in read(root, ReadingOptions(django="5.2")).unreadable]
        (root / "users/migrations").chmod(0o755)

    assert [place.partition(";")[0] for place in places] == [
        "orders/migrations/0002_closed.py: the file cannot be opened",
        "users/migrations: the folder cannot be opened",
    ]


def test_a_place_that_may_not_be_entered_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder, "code"), GOOD)
        code = written(Path(folder, "closed", "code"), GOOD)
        Path(folder).chmod(0o755)
        code.parent.chmod(0)
        with nobody():
            with pytest.raises(SourceError, match="code cannot be opened"):
                read(code)
            with pytest.raises(SourceError, match=r"the root .* cannot be opened"):
                read(root, ReadingOptions(roots=(code,)))
        code.parent.chmod(0o755)


@contextmanager
def nobody() -> Iterator[None]:
    """As a user whom the system refuses something; it refuses root nothing."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def answer(code: Path, *roots: Path) -> str:
    """What the reading prints; the test fails where the system had to end it."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(code), *map(str, roots)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bounded,
    )
    print(done.stderr)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
