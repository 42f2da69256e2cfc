"""Every download has a name that every system takes, whatever the labels and slugs in its address."""

import re
from pathlib import Path

import pytest

from app.web.server.attachment import attachment
from app.web.urls.labels import segment_of
from tests.web.conftest import Site

NAME = re.compile(r'attachment; filename="[A-Za-z0-9][A-Za-z0-9._-]*\.(html|csv)"')
LABELS = (
    'a"; filename="evil.exe',
    "a\r\nX-Odd: b",
    "release/3",
    "..",
    "日本語",
    "é" * 200,
    "x" * 200,
    "=2E",
    "con",
    "a\\b",
)
APP = Path(__file__).parents[3] / "app"


@pytest.mark.parametrize("words", [*LABELS, "", ".", "-", "x" * 119 + "-" * 9, "\x00", "../../etc/passwd"])
def test_a_name_is_made_of_plain_signs(words: str):
    (header,) = attachment(words, ".csv").values()

    assert NAME.fullmatch(header)
    assert len(header) < 160
    header.encode("latin-1")


@pytest.mark.parametrize("label", [label for label in LABELS if "\n" not in label])
def test_the_downloads_of_a_release_have_such_a_name(site: Site, label: str):
    site.release(label=label)
    site.seen("sandbox-1", "users.0001_initial")
    segment = segment_of(label)
    table = site.get(f"/shop/releases/{segment}/readiness.csv")
    pinned = site.page(f"/shop/releases/{segment}").one("link", rel="canonical").href
    page = site.get(pinned.partition("testserver")[2] + "/download.html")

    assert (table.status_code, page.status_code) == (200, 200)
    for answer in (table, page):
        assert NAME.fullmatch(answer.headers["Content-Disposition"])
        assert len(answer.headers["Content-Disposition"]) < 160


def test_no_other_place_names_a_download():
    named = [
        path.name for path in APP.rglob("*.py") if "Content-Disposition" in path.read_text(encoding="utf-8")
    ]

    assert named == ["attachment.py"]
