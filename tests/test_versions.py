"""Versions in labels."""

import pytest

from app.versions import version_of


@pytest.mark.parametrize(
    "label",
    ["main", "fix-3", "2026", "v", "sandbox-3", "v1.2-what ever", "nightly/2026", "vNext", "v" + "9" * 5_000],
)
def test_what_names_no_version(label):
    assert version_of(label) is None


def test_versions_are_compared_by_their_numbers():
    labels = ["v1", "release/1.9", "shop-1.10.0", "V2.0rc1", "2.0", "v2.0.post1"]

    assert sorted(labels, key=version_of) == labels
