"""What a migration imports: constants, lists and bases are read in their own modules, or named as unreadable."""

from pathlib import Path

import pytest

from app.domain.release import Migration, Release
from app.sources import ReadingOptions, read
from tests.build import key
from tests.sources.folder import HEAD, migration, written

WANTED = (key("users.0001_initial"),)


def read_release(root: Path, text: str, options: ReadingOptions | None = None, **files: str) -> Release:
    """The release of a project with one migration, `orders.0002_next`. The keyword `shop__base` is `shop/base.py`."""
    more = {path.replace("__", "/") + ".py": text for path, text in files.items()}
    tree = {"shop/orders/migrations/0002_next.py": text, "shop/orders/models.py": "", **more}
    return read(written(root, tree), options or ReadingOptions(django="5.2"))


def only(release: Release) -> Migration:
    return release.migrations[key("orders.0002_next")]


PAIRS = 'BEFORE = [("users", "0001_initial")]\n'
FOLLOWED = {
    "a list of a module beside it": ("from shop.orders.order import BEFORE", "BEFORE", PAIRS),
    "a relative import": ("from ..order import BEFORE", "BEFORE", PAIRS),
    "under another name": ("from ..order import BEFORE as FIRST", "FIRST", PAIRS),
    "an attribute of a module": ("from .. import order", "order.BEFORE", PAIRS),
    "a dotted module": ("import shop.orders.order", "shop.orders.order.BEFORE", PAIRS),
    "a module by another name": ("import shop.orders.order as o", "o.BEFORE", PAIRS),
    "in a sum": ("from ..order import BEFORE", "[] + BEFORE", PAIRS),
    "unpacked": ("from ..order import BEFORE", "[*BEFORE]", PAIRS),
    "a pair": ("from ..order import FIRST", "[FIRST]", 'FIRST = ("users", "0001_initial")'),
    "a text": ("from ..order import APP", '[(APP, "0001_initial")]', 'APP = "users"'),
    "a text of a name there": (
        "from ..order import APP",
        '[(APP, "0001_initial")]',
        'NAME = "users"\nAPP = NAME',
    ),
}


@pytest.mark.parametrize(("before", "value", "there"), FOLLOWED.values(), ids=FOLLOWED.keys())
def test_a_constant_of_a_module_beside_it_is_read(tmp_path: Path, before: str, value: str, there: str):
    release = read_release(
        tmp_path, migration(f"dependencies = {value}", before=before), shop__orders__order=there
    )

    assert only(release).dependencies == WANTED
    assert release.unreadable == ()


def test_a_constant_is_followed_through_imports_and_stars(tmp_path: Path):
    release = read_release(
        tmp_path,
        migration("run_before = AFTER", before="from shop.orders.a import AFTER"),
        shop__orders__a="from .b import *",
        shop__orders__b="from shop.c import BEFORE as AFTER",
        shop__c=PAIRS,
    )

    assert only(release).run_before == WANTED
    assert release.unreadable == ()


NAMED = {
    "a module that is not here": ("from far import BEFORE", "BEFORE", "is imported (far.BEFORE)", 7),
    "a call there": (
        "from ..order import CALL",
        "CALL",
        "is a call; its value is known only when it runs (in",
        7,
    ),
    "bound twice there": (
        "from ..order import TWICE",
        "TWICE",
        "is not bound once, by a plain assignment, in",
        7,
    ),
    "nothing of that name": ("from ..order import NONE", "NONE", "is imported", 7),
    "an entry there": ("from ..order import SOME", "SOME", "is a call", 7),
    "a circle of modules": ("from ..one import A", "A", "is imported", 7),
    "rebound here": ("from ..order import BEFORE\nBEFORE = f()", "BEFORE", "is imported", 8),
}


@pytest.mark.parametrize(("before", "value", "says", "line"), NAMED.values(), ids=NAMED.keys())
def test_a_constant_that_is_not_plain_there_is_named_here(
    tmp_path: Path, before: str, value: str, says: str, line: int
):
    release = read_release(
        tmp_path,
        migration(f"dependencies = {value}", before=before),
        shop__orders__order=f'CALL = f()\nTWICE = []\nTWICE = [1]\nSOME = [("a", "b"), g()]\n{PAIRS}',
        shop__orders__one="from .two import A",
        shop__orders__two="from .one import A",
    )
    (unreadable,) = release.unreadable

    assert (unreadable.path, unreadable.line) == ("shop/orders/migrations/0002_next.py", line)
    assert says in unreadable.reason
    if says.startswith("is a call"):
        assert "(in shop/orders/order.py:" in unreadable.reason


CHECKED = HEAD + "class CheckedMigration(migrations.Migration):\n    atomic = False\n    checked = True\n"


@pytest.mark.parametrize(
    "base",
    [
        "from shop.base import CheckedMigration",
        "from shop import base\nCheckedMigration = base.CheckedMigration",
    ],
)
def test_a_base_in_another_module_hands_down(tmp_path: Path, base: str):
    name = "base.CheckedMigration" if "import base" in base else "CheckedMigration"
    text = migration(
        'dependencies = [("users", "0001_initial")]', base=name, before=base.partition("\nChecked")[0]
    )
    release = read_release(tmp_path, text, shop__base=CHECKED)

    assert (only(release).dependencies, only(release).atomic) == (WANTED, False)
    assert release.unreadable == ()


def test_an_irreversible_migration_is_followed_through_its_own_base(tmp_path: Path):
    release = read_release(
        tmp_path,
        migration(
            "initial = True", base="IrreversibleMigration", before="from .._base import IrreversibleMigration"
        ),
        shop__orders___base=(
            "from shop.base import CheckedMigration\nfrom .order import BEFORE\n"
            "class IrreversibleMigration(CheckedMigration):\n    dependencies = BEFORE\n"
            "    def unapply(self, *a): raise NotImplementedError\n"
        ),
        shop__orders__order=PAIRS,
        shop__base=CHECKED,
    )

    assert (only(release).dependencies, only(release).atomic) == (WANTED, False)
    assert release.unreadable == ()


def test_of_several_bases_the_first_counts_and_what_stands_behind_djangos_own_does_not(tmp_path: Path):
    before = """
        class One(migrations.Migration):
            dependencies = [("users", "0001_initial")]
        class Two(migrations.Migration):
            dependencies = [("users", "0002_two")]
            atomic = False
        class Mixin:
            initial = True
    """
    release = read_release(tmp_path, migration("pass", base="One, Two, Mixin", before=before))

    assert (only(release).dependencies, only(release).atomic) == (WANTED, False)
    assert only(release).initial is None


@pytest.mark.parametrize(
    ("before", "base", "says"),
    [
        ("from far import CheckedMigration", "CheckedMigration", "the base far.CheckedMigration of"),
        ("from shop.base import Decorated", "Decorated", "has a decorator or keywords, which may change it (in"),
        ("from shop.base import Made", "Made", "has an __init__ of its own, which may change it (in shop/base.py:"),
        ("from shop.base import Bare", "Bare", "has no base of Django's"),
        ("from shop.base import Loop", "Loop", "lead in a circle"),
        ("", "made(migrations.Migration)", "the base another class of Migration is not here"),
        ("", "migrations.Migration, migrations.Migration", "one base twice"),
        (
            "class A(migrations.Migration): pass\nclass B(A): pass",
            "A, B",
            "the bases of a class contradict each other",
        ),
    ],
)  # fmt: skip
def test_a_base_that_cannot_be_followed_is_named(tmp_path: Path, before: str, base: str, says: str):
    base_module = f"""{HEAD}
@decorated
class Decorated(migrations.Migration):
    pass
class Made(migrations.Migration):
    def __init__(self, *a):
        self.x = 1
class Bare:
    pass
class Loop(Loop):
    pass
"""
    release = read_release(
        tmp_path,
        migration('dependencies = [("users", "0001_initial")]', base=base, before=before),
        shop__base=base_module,
    )

    assert any(says in unreadable.reason for unreadable in release.unreadable), release.unreadable


def test_migration_imported_from_elsewhere_is_read_where_it_stands(tmp_path: Path):
    release = read_release(
        tmp_path,
        "from shop.real import Migration\n",
        shop__real=migration('dependencies = [("users", "0001_initial")]'),
    )

    assert only(release).dependencies == WANTED
    assert release.unreadable == ()


def test_migration_imported_from_a_module_that_is_not_here_is_named(tmp_path: Path):
    (unreadable,) = read_release(tmp_path, "from far import Migration\n").unreadable

    reason = "Migration is imported (far.Migration) from a module that is not here"
    assert unreadable.reason.startswith(reason)


ODD = {
    "a conditional expression": (
        'dependencies = [("a", "b")] if settings.X else []',
        "depends on a condition",
    ),
    "if settings": ('if settings.X:\n    dependencies = [("a", "b")]', "depends on the statement `if`"),
    "a helper call": (
        'dependencies = [dependency(*split(settings.AUTH_USER_MODEL), version="1")]',
        "is a call; its value is known only when it runs",
    ),
    "swapper": ('dependencies = [swapper.dependency("shop", "Order")]', "is a call"),
    "a function that returns a list": ("dependencies = before()", "is a call"),
    "replaces by a helper": ("replaces = helper()", "replaces: helper() is a call"),
}


@pytest.mark.parametrize(("body", "says"), ODD.values(), ids=ODD.keys())
def test_what_is_known_only_when_it_runs_is_named_with_file_and_line(tmp_path: Path, body: str, says: str):
    (unreadable,) = read_release(tmp_path, migration(body)).unreadable

    assert (unreadable.path, unreadable.line) == ("shop/orders/migrations/0002_next.py", 7)
    assert says in unreadable.reason


def test_run_before_from_a_variable_is_read(tmp_path: Path):
    release = read_release(
        tmp_path, migration("run_before = AFTER", before='AFTER = [("users", "0001_initial")]')
    )

    assert only(release).run_before == WANTED


def test_subpackages_and_private_modules_under_migrations_are_none(tmp_path: Path):
    release = read_release(
        tmp_path,
        migration("dependencies = []"),
        shop__orders__migrations__old__0001_old=migration("dependencies = []"),
        shop__orders__migrations___tools="def tool(): ...",
    )

    assert list(map(str, release.migrations)) == ["orders.0002_next"]
    assert release.unreadable == ()


def test_a_module_of_a_root_is_followed_too(tmp_path: Path):
    root = written(tmp_path / "root", {"checks/base.py": CHECKED})
    text = migration(
        "dependencies = []", base="CheckedMigration", before="from checks.base import CheckedMigration"
    )
    release = read_release(
        tmp_path / "code", text, ReadingOptions(roots=(root,), installed_apps=("shop.orders",))
    )

    assert only(release).atomic is False
    assert release.complete
