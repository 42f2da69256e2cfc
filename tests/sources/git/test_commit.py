"""The files of one commit: which are read, which are named, and which are not read again."""

from pathlib import Path

import pytest

from app.sources import ReadingOptions, read
from app.sources.git import Repository
from tests.build import key
from tests.sources.folder import written
from tests.sources.git.repositories import Made, needing
from tests.sources.git.shop import GIVEN, error, release, tagged


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return tagged(tmp_path / "shop")


def test_unusual_names_are_read_or_named(made: Made):
    made.commit(
        "Names",
        {
            "users/migrations/0002_é ü.py": needing("users.0001_initial"),
            "users/migrations/0003_line\nend.py": needing("users.0001_initial"),
            ".hidden/migrations/0001.py": needing(),
            "venv/pyvenv.cfg": "",
            "venv/lib/migrations/0001.py": needing(),
        },
    )
    blob = made.git("hash-object", "-w", "--stdin", stdin=b"x")
    made.git(
        "update-index",
        "-z",
        "--index-info",
        stdin=f"100644 {blob}\t".encode() + b"users/migrations/\xff.py\0",
    )
    made.git("commit", "--quiet", "-m", "A name that is no text")

    found = release(made)

    assert key("users.0002_é ü") in found.migrations
    assert key("users.0003_line\nend") in found.migrations
    assert [(one.path, one.reason) for one in found.unreadable] == [
        ("users/migrations/\\xff.py", "a name that is not UTF-8")
    ]
    assert {one.app_label for one in found.migrations} == {"users", "shop_orders"}


def test_a_folder_whose_name_is_not_utf8_is_named_and_its_release_is_written_and_read_again(made: Made):
    blob = made.git("hash-object", "-w", "--stdin", stdin=needing().encode())
    entry = f"100644 {blob}\t".encode() + b"caf\xe9/orders/migrations/0001.py\0"
    made.git("update-index", "-z", "--index-info", stdin=entry)
    made.git("commit", "--quiet", "-m", "A folder that is no text")

    found = release(made)

    assert [(one.path, one.reason) for one in found.unreadable] == [(r"caf\xe9", "a name that is not UTF-8")]
    assert {one.app_label for one in found.migrations} == {"users", "shop_orders"}


def test_a_repository_whose_own_name_is_not_utf8_has_a_release_with_a_name(tmp_path: Path):
    with Repository(tagged(tmp_path / "caf\udce9").root) as repository:
        assert repository.name == r"caf\xe9"
        assert repository.release("main", GIVEN).project == r"caf\xe9"


def test_links_and_submodules_are_not_followed(made: Made):
    (made.root / "linked").mkdir()
    (made.root / "linked" / "migrations").symlink_to("../users/migrations")
    (made.root / "users" / "migrations" / "0002_link.py").symlink_to("/etc/passwd")
    made.git("add", "--all")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{made.head},theirs")
    made.git("commit", "--quiet", "-m", "Links")

    assert [(one.path, one.reason.partition("; please")[0]) for one in release(made).unreadable] == [
        ("linked/migrations", "a link; in a repository links are not followed"),
        ("users/migrations/0002_link.py", "a link; in a repository links are not followed"),
    ]


def test_a_file_that_is_too_long_is_named_and_the_next_is_read(made: Made):
    made.commit(
        "Long",
        {
            "users/migrations/0002_long.py": b"#" * 1_000_001,
            "users/migrations/0003_short.py": needing("users.0001_initial"),
        },
    )

    found = release(made)

    assert key("users.0003_short") in found.migrations
    assert [str(one).partition("; please")[0] for one in found.unreadable] == [
        "users/migrations/0002_long.py: 1000001 bytes long; no file over 1000000 bytes is read"
    ]


def test_too_many_files_are_refused(made: Made, monkeypatch: pytest.MonkeyPatch):
    """A tree that holds one tree again and again is small on disk, and without end to whom lists it."""
    tree = made.git("rev-parse", "HEAD^{tree}")
    for _ in range(12):
        listing = "".join(f"040000 tree {tree}\tf{number}\n" for number in range(10))
        tree = made.git("mktree", stdin=listing.encode())
    bomb = made.git("commit-tree", tree, "-m", "bomb")

    assert error(made.root, bomb).startswith("more than 50 000 Python files")


def test_what_did_not_change_is_not_read_again(made: Made, monkeypatch: pytest.MonkeyPatch):
    """The next commit asks for its own objects alone."""
    from app.sources.git.objects import Objects

    with Repository(made.root) as repository:
        repository.release("main", GIVEN)
    made.commit("Next", {"users/migrations/0002_next.py": needing("users.0001_initial")})
    asked: list[str] = []
    get_many = Objects.get_many

    def counted(self: Objects, names):
        names = list(names)
        asked.extend(names)
        return get_many(self, names)

    monkeypatch.setattr(Objects, "get_many", counted)
    with Repository(made.root) as repository:
        found = repository.release("main", GIVEN)

    assert len(found.migrations) == 3
    # The commit, its tree, the root, users, users/migrations, and the new file.
    assert len(asked) == 6, asked


def test_a_file_whose_meaning_hangs_on_another_is_read_again(made: Made):
    """What stands in a module beside a migration may change while the migration does not."""
    made.commit(
        "Beside",
        {
            "users/order.py": "BEFORE = [('users', '0001_initial')]\n",
            "users/migrations/0002_next.py": (
                "from django.db import migrations\nfrom users.order import BEFORE\n"
                "class Migration(migrations.Migration):\n    dependencies = BEFORE\n    operations = []\n"
            ),
            "users/__init__.py": "",
        },
    )
    first = release(made).migrations[key("users.0002_next")]
    made.commit("Changed", {"users/order.py": "BEFORE = [('users', '0001_other')]\n"})
    second = release(made).migrations[key("users.0002_next")]

    assert (first.dependencies, second.dependencies) == (
        (key("users.0001_initial"),),
        (key("users.0001_other"),),
    )


def test_settings_are_worked_out_again_where_anything_that_they_hang_on_has_changed(made: Made):
    """A remembered answer is never an old one."""
    plain = {
        "shop/__init__.py": "",
        "shop/settings.py": "from shop.base import *\nINSTALLED_APPS = OURS\n",
        "shop/base.py": "OURS = ['users']\n",
        "users/__init__.py": "",
        "orders/__init__.py": "",
        "orders/apps.py": None,
    }

    def apps(subject: str, files: dict[str, str | None]) -> tuple[set[str], bool]:
        made.commit(subject, files)
        found = release(made)
        assert found.fingerprint == read(made.root, GIVEN).fingerprint
        return {one.app_label for one in found.migrations}, found.complete

    assert apps("Settings", plain) == ({"users"}, True)
    assert apps("Elsewhere", {"users/migrations/0002.py": needing("users.0001_initial")}) == ({"users"}, True)
    assert apps("Base", {"shop/base.py": "OURS = ['users', 'orders']\n"}) == ({"users", "orders"}, True)
    assert apps("Shadow", {"shop/base/__init__.py": "OURS = ['orders']\n"}) == ({"orders"}, True)
    assert apps("No shadow", {"shop/base/__init__.py": None}) == ({"users", "orders"}, True)
    assert apps("Gone", {"shop/base.py": None})[1] is False
    assert apps("Again", {"shop/base.py": "OURS = ['users']\n"}) == ({"users"}, True)


def test_settings_that_did_not_change_are_not_worked_out_again(made: Made, monkeypatch: pytest.MonkeyPatch):
    from app.sources.settings.statements.execution import Execution

    made.commit("Settings", {"shop/settings.py": "INSTALLED_APPS = ['users']\n", "users/__init__.py": ""})
    release(made)
    made.commit("Elsewhere", {"users/migrations/0002.py": needing("users.0001_initial")})
    followed = []
    block = Execution.block
    monkeypatch.setattr(Execution, "block", lambda *words: followed.append(words) or block(*words))

    assert len(release(made).migrations) == 2
    assert followed == []


def test_an_app_in_a_root_is_read_again_when_its_file_has_changed(made: Made, tmp_path: Path):
    """A root has no ids, but a file that was changed has another time."""
    root = written(tmp_path / "site-packages", {"blog/__init__.py": "", "blog/migrations/0001.py": needing()})
    given = ReadingOptions(django="5.2", installed_apps=("blog", "users"), roots=(root,))

    def needed() -> tuple[str, ...]:
        with Repository(made.root) as repository:
            found = repository.release("main", given).migrations[key("blog.0001")]
        return tuple(map(str, found.dependencies))

    assert needed() == ()
    assert needed() == ()
    (root / "blog/migrations/0001.py").write_text(needing("users.0001_initial"))
    assert needed() == ("users.0001_initial",)
