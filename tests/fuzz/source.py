"""
The static reading before inputs that it may meet: `setup/fuzz RUNS source`.

Each is a migration, an `apps.py`, a settings module, what pins Django, or a wheel. They grow from real migrations.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

from tests.ending import folder_until_the_end
from tests.fuzz.driver import CHECKOUT, atheris, fuzz

with atheris.instrument_imports(include=["app.sources"]):
    from app.sources import ReadingOptions, SourceError
    from app.sources.errors import UnreadableSource
    from app.sources.files.roots import open_roots
    from app.sources.migration import file as module
    from app.sources.project import app_label as apps
    from app.sources.project import reading as tree

from app.domain.keys import MigrationKey
from app.domain.manifest import freeze, thaw
from app.domain.release import Release, Unreadable
from tests.sources.folder import migration

KEY = MigrationKey("orders", "0001_initial")
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
WHEEL = folder_until_the_end() / "far-1.0-py3-none-any.whl"


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


WORDS = (
    "dependencies replaces run_before operations initial atomic INSTALLED_APPS swappable_dependency settings. "
    "import from class def if for lambda yield await except append extend label name default migrations."
)

if __name__ == "__main__":
    fuzz("source", KINDS, seeds(), WORDS)
