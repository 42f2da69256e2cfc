"""
Coverage-guided fuzzing of the static reading: `make fuzz`, or `setup/fuzz RUNS`.

Each input is a file that the reading may meet: a migration, an `apps.py`, a settings module, what pins Django, a wheel;
its first byte says which. The inputs grow from real migrations. Whatever it is, the reading gives a value or a named
refusal, within a second; what does not is written to `.fuzz/found` with what happened, and the run goes on.
"""

import hashlib
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / ".fuzz"
sys.path[:0] = [str(CHECKOUT), str(FOLDER / "packages")]

import atheris  # noqa: E402 - from .fuzz/packages

with atheris.instrument_imports(include=["app.sources"]):
    from app.sources import ReadingOptions, SourceError
    from app.sources.errors import UnreadableSource
    from app.sources.files.roots import open_roots
    from app.sources.migration import file as module
    from app.sources.project import app_label as apps
    from app.sources.project import reading as tree

from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.manifest import freeze, thaw  # noqa: E402
from app.domain.release import Release, Unreadable  # noqa: E402
from tests.sources.folder import migration  # noqa: E402

KEY = MigrationKey("orders", "0001_initial")
SLOW = 1.0
PLAIN = migration(
    "dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), *BEFORE]",
    before="from shop.order import BEFORE",
).encode()
CONFIG = b"from django.apps import AppConfig\nclass OrdersConfig(AppConfig):\n    name = 'orders'\n    label = 'o'\n"
SETTINGS = (
    b"from .base import *\nDEBUG = False\nINSTALLED_APPS = ['orders', *MORE]\nINSTALLED_APPS += ['users']\n"
    b"if DEBUG:\n    INSTALLED_APPS.append('toolbar')\nAUTH_USER_MODEL = 'users.User'\n"
    b"MIGRATION_MODULES = {'a': None}\n"
)
PINS = b"[project]\ndependencies = ['django>=5.2,<5.3']\n[[package]]\nname = 'django'\nversion = '5.2.8'\ndjango==5.2\n"


class Mapped:
    """Files that are given as a mapping."""

    name = "shop"
    unreadable: tuple[Unreadable, ...] = ()

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.paths = tuple(sorted(files))

    def read(self, path: str) -> bytes:
        return self.files[path]

    def id_of(self, path: str) -> None:
        """Nothing is remembered from one input to the next."""


def of_migration(data: bytes) -> None:
    found = module.read(KEY, data)
    assert found.migration or found.unclear
    if found.migration:
        release = Release.of([found.migration])
        assert thaw(freeze(release)) == release


def of_apps(data: bytes) -> None:
    with suppress(UnreadableSource):
        assert apps.label("orders", data).isidentifier()


def in_tree(path: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        files = {
            "orders/migrations/__init__.py": b"",
            "orders/migrations/0001_initial.py": PLAIN,
            "orders/apps.py": CONFIG,
            "shop/settings.py": SETTINGS,
            "shop/base.py": b"MORE = ['a']\n",
            "shop/order.py": b"BEFORE = [('users', '0001_initial')]\n",
            path: data,
        }
        try:
            release = tree.read_files(
                Mapped(files), ReadingOptions(django="5.2" if path.endswith(".py") else None)
            )
        except SourceError:
            return
        assert thaw(freeze(release)) == release

    return read


def of_wheel(data: bytes) -> None:
    WHEEL.write_bytes(data)
    (place,) = open_roots([WHEEL])
    place.modules("far.billing")
    for folder in place.folders("far"):
        for path in place.listing(folder):
            with suppress(UnreadableSource):
                place.read(path)


KINDS: tuple[Callable[[bytes], None], ...] = (
    *(of_migration,) * 8,
    of_apps,
    in_tree("orders/apps.py"),
    in_tree("shop/settings.py"),
    in_tree("shop/settings.py"),
    in_tree("shop/order.py"),
    in_tree("pyproject.toml"),
    in_tree("uv.lock"),
    of_wheel,
)
WHEEL = Path(tempfile.mkdtemp()) / "far-1.0-py3-none-any.whl"


@dataclass
class Run:
    """What has happened so far: inputs, and the slowest of them."""

    count: int = 0
    slowest: float = 0.0
    which: str = ""

    def one(self, data: bytes) -> None:
        """One input; what goes wrong is kept, and the next one follows."""
        self.count += 1
        if not data:
            return
        start = time.process_time()
        wrong = ""
        try:
            KINDS[data[0] % len(KINDS)](data[1:])
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            wrong = traceback.format_exc()
        spent = time.process_time() - start
        if spent > self.slowest:
            self.slowest, self.which = spent, kept(data, "slowest")
        if wrong or spent > SLOW:
            kept(data, "found", wrong or f"{spent:.2f} s")
        if self.count % 20_000 == 0:
            print(f"{self.count} inputs, slowest {self.slowest:.2f} s", flush=True)


def kept(data: bytes, folder: str, what: str = "") -> str:
    name = hashlib.sha256(what.encode() or data).hexdigest()[:12]
    place = FOLDER / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)
    if what:
        (place / f"{name}.txt").write_text(what)
    return name


def seeds() -> Iterator[bytes]:
    """Real migrations that are small, and a file of each other kind."""
    real = sorted((CHECKOUT / ".judges").glob("**/migrations/0*.py"))
    small = [path for path in real if path.stat().st_size < 2_500]
    for path in small[:: max(1, len(small) // 600)]:
        yield b"\0" + path.read_bytes()
    for kind, text in ((8, CONFIG), (9, CONFIG), (10, SETTINGS), (12, PLAIN), (13, PINS), (14, PINS)):
        yield bytes([kind]) + text
    for path in sorted((CHECKOUT / ".judges").glob("5.2/django/contrib/*/apps.py")):
        yield b"\x08" + path.read_bytes()


def main() -> None:
    corpus = FOLDER / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds():
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = FOLDER / "words"
    texts = "dependencies replaces run_before operations initial atomic INSTALLED_APPS swappable_dependency settings. "
    texts += (
        "import from class def if for lambda yield await except append extend label name default migrations."
    )
    words.write_text("".join(f'"{word}"\n' for word in texts.split()))
    started = time.monotonic()
    run = Run()
    runs = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    atheris.Setup(
        [sys.argv[0], f"-atheris_runs={runs}", "-max_len=4000", f"-dict={words}", "-timeout=60", "-print_final_stats=1",
         str(corpus)],
        run.one,
    )  # fmt: skip
    try:
        atheris.Fuzz()
    finally:
        spent = time.monotonic() - started
        found = len(list((FOLDER / "found").glob("*.txt"))) if (FOLDER / "found").is_dir() else 0
        print(
            f"{run.count} inputs in {spent:.0f} s, slowest {run.slowest:.2f} s ({run.which}), found {found}",
            flush=True,
        )


if __name__ == "__main__":
    main()
