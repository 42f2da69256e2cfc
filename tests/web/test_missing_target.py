"""The release that environments should run is not known: every page says why, and what to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.config import ReleaseSource
from tests import build
from tests.web.conftest import IN_STEP

PAGES = ("/shop", "/shop/environments/one", "/shop/releases")


def target(site, label: str, path: Path | None = None, *, ref: str | None = None):
    sources = () if path is None else (ReleaseSource(label, path, ref=ref),)
    site.project = replace(site.project, release=label, releases=sources)
    site.seen("one", *IN_STEP)
    return [site.main(page).text for page in PAGES]


def test_a_file_that_is_not_there_is_named_with_the_command_that_makes_it(site):
    for text in target(site, "v1.2", Path("releases/v1.2.json")):
        assert "v1.2 is set as the target release, but its file releases/v1.2.json does not exist." in text
        assert "python manage.py driftboard_release --label v1.2 -o v1.2.json" in text
        assert "driftboard releases add releases/v1.2.json --label v1.2 --project shop" in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("gone", "but its directory {} does not exist."), (".", "but it was not read from {}.")],
)
def test_a_directory_is_called_one_and_what_is_there_was_not_read(site, tmp_path, name, sentence):
    path = tmp_path / name

    for text in target(site, "v1.2", path):
        assert f"v1.2 is set as the target release, {sentence.format(path)}" in text
        assert "driftboard_release" not in text


def test_a_label_that_is_not_known_has_the_known_ones_and_the_nearest(site):
    site.release(build.release("a: 1"), label="v2.0")
    site.release(build.release("a: 1 < 2"), label="v1.9")

    for text in target(site, "v9"):
        assert "No release is called v9. Known are v1.9 and v2.0. Did you mean v1.9?" in text
    assert "Known are v1.9 and v2.0. Add" not in site.main("/shop?release=production").text
    assert "Did you mean" not in site.main("/shop?release=production").text


def test_a_label_of_the_repository_or_of_nothing_is_not_called_a_file(site):
    for text in target(site, "v9", Path("repository"), ref="v9"):
        assert "No release is called v9, and none is known yet." in text
    site.project = replace(site.project, release="v1", releases=(ReleaseSource("v2", Path("v2.json")),))
    site._client = None
    assert "v2 is in the settings, but its file v2.json does not exist." in site.main("/shop?release=v2").text
