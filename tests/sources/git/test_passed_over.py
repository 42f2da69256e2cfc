"""A commit's files that Django passes over, and its byte code; and where a row of such a file comes from."""

from pathlib import Path

from app.domain.provenance.origin import OriginKind, origin
from app.sources.git import Repository
from app.sources.git import history as code_history
from tests.build import key
from tests.sources.git.repositories import needing
from tests.sources.git.shop import GIVEN, release, tagged


def test_files_of_a_commit_that_django_passes_over_are_named_and_no_row_of_them_was_never_anywhere(
    tmp_path: Path,
):
    made = tagged(tmp_path / "shop")
    made.commit(
        "A dot, and leftovers",
        {
            "users/migrations/0001.5_fix.py": needing("users.0001_initial"),
            "orders/migrations/0002_old.pyc": b"\0byte code",
            "orders/migrations/__pycache__/0003_cached.cpython-312.pyc": b"\0byte code",
            "orders/migrations/0001_initial.pyc": b"\0beside its source",
        },
    )

    commit = release(made)
    with Repository(made.root) as repository:
        code = code_history.read(repository, repository.refs(), options=GIVEN)
    row_origin = origin(code, key("users.0001.5_fix"), commit)

    assert [file.path for file in commit.passed_over] == ["users/migrations/0001.5_fix.py"]
    assert [unread.path for unread in commit.unreadable] == ["orders/migrations/0002_old.pyc"]
    assert (row_origin.kind, row_origin.sentence) == (
        OriginKind.PASSED_OVER,
        "users/migrations/0001.5_fix.py is there, but Django passes over it: a dot in its name.",
    )


def test_an_older_commit_has_its_own(tmp_path: Path):
    made = tagged(tmp_path / "shop")
    made.commit("A dot", {"users/migrations/0001.5_fix.py": needing("users.0001_initial")})
    made.git("tag", "v1.1")
    made.commit("Named anew", {"users/migrations/0001.5_fix.py": None})

    assert [file.path for file in release(made, "v1.1").passed_over] == ["users/migrations/0001.5_fix.py"]
    assert release(made).passed_over == ()
    assert release(made).fingerprint == release(made, "v1").fingerprint
