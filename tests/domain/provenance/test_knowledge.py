import pytest

from app.domain.provenance.knowledge import release_name
from tests.build import release


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"label": "v1"}, "v1"),
        ({"commit": "3f2c1a4" + "0" * 33}, "commit 3f2c1a4"),
        ({}, f"release {release('a: 1').fingerprint[:8]}"),
    ],
)
def test_what_a_release_is_called(facts: dict, name: str):
    assert release_name(release("a: 1", **facts)) == name
