"""Branches and tags with any name that Git takes: a line ends where Git ends it."""

import pytest

from app.sources.git import Repository, history
from tests.sources.git.repositories import Made
from tests.sources.git.shop import GIVEN, tagged

ODD = (
    "feature\u2028x",
    "feature\u2029x",
    "feature\x85x",
    "\u202egnirts",
    "a\xa0b",
    "日本語",
    "release/3",
    "release-3",
    "x" * 200,
    "v" + "9" * 200,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    made = tagged(tmp_path_factory.mktemp("odd") / "shop")
    for name in ODD:
        made.git("branch", name)
    packed = made.root / ".git" / "packed-refs"
    packed.write_bytes(
        b"".join(made.head.encode() + b" refs/heads/caf" + byte + b"\n" for byte in (b"\xe8", b"\xe9"))
    )
    return made


def test_each_is_a_label_of_its_own_and_has_its_release(made: Made):
    with Repository(made.root) as repository:
        labels = [ref.label for ref in repository.refs()]

        assert set(labels) == {*ODD, "main", "v1", r"caf\xe8", r"caf\xe9"}
        assert {ref.commit for ref in repository.refs()} == {made.head}
        assert len(repository.release(ODD[0], GIVEN).migrations) == 2
        assert [ref.label for ref in history.read(repository, repository.refs()).refs] == labels
        "".join(labels).encode()


def test_the_branch_that_is_checked_out_keeps_its_name(made: Made):
    made.git("switch", "--quiet", ODD[0])

    with Repository(made.root) as repository:
        assert repository.branch == ODD[0]
