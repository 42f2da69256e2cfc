"""Names that nobody should have given: in labels, keys, apps and environments, in every form of the matrix."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.table_location import TableLocation
from app.store import snapshots
from tests import build
from tests.web.conftest import Site
from tests.web.matrix.test_forms import HTMX
from tests.web.matrix.test_page import PAGE

NAMES = (
    "<script>alert(1)</script>",
    "a'b\"c`d",
    "=cmd|'/c calc'!A1",
    "\u202ertl",
    "x" * 255,
    "tab\there\nand\x07there",
    "🦆",
    "a/../b",
    "..",
    "a,b",
    "%2F?x#y&z",
    "",
    "half\ud800",
    "x.json",
)
APPS = frozenset(name for name in NAMES if name and "." not in name and "\ud800" not in name)
"""Those that a release may hold; rows may hold all of them."""

LABEL = "<b>'\"=v1/..,2"


@pytest.fixture
def hostile(site: Site) -> Site:
    keys = [MigrationKey(app, f"{number}{name}") for number, app in enumerate(NAMES) for name in NAMES[:4]]
    files = [key for key in keys if key.app_label in APPS]
    site.release(Release.of(Migration(key) for key in dict.fromkeys(files)), label=LABEL)
    for slug, rows in (("formula", keys[::2]), ("b", files)):
        site.environments(slug)
        made = (Row(key, str(build.NOON + timedelta(minutes=at)), at + 1) for at, key in enumerate(rows))
        with site.store.writing() as session:
            snapshots.add(
                session,
                "shop",
                slug,
                History(tuple(made)),
                at=site.now - timedelta(minutes=2),
                location=TableLocation(),
            )
    return site


def test_every_link_of_the_page_resolves_and_no_name_is_markup(hostile: Site):
    html = hostile.get(f"{PAGE}?show=all").text
    assert "<script>alert" not in html
    links = {unescape(link) for link in re.findall(r'(?:href|hx-get)="(/shop/matrix[^"]*)"', html)}
    rows = [link for link in links if "/matrix/apps/" in link]
    assert len(rows) == len(APPS)
    for link in links:
        hostile.get(link, **(HTMX if "/matrix/apps/" in link else {}))
    unfolded = [hostile.get(link, **HTMX) for link in rows]
    assert all('data-key="' in answer.text for answer in unfolded)
    assert all("<script>alert" not in answer.text for answer in unfolded)


def test_every_migration_of_a_row_has_its_environment(hostile: Site):
    html = hostile.get(f"{PAGE}?show=all&open=a=27b=22c=60d,=3Cscript=3Ealert=281=29=3C=2Fscript=3E").text
    keys = [unescape(key) for key in re.findall(r'<tr data-key="([^"]*)"', html)]
    assert len(keys) == 8
    for key in keys:
        page = hostile.client.get("/shop/environments/formula", params={"focus": key})
        assert page.status_code == 200


def test_every_form_has_every_name(hostile: Site):
    document = hostile.get(f"{PAGE}.json").json()
    assert {app["app"] for app in document["apps"]} == APPS
    rows = list(csv.reader(io.StringIO(hostile.get(f"{PAGE}.csv?show=all").text)))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\n"}]
    said = hostile.get(f"{PAGE}.md").text
    assert "<script>" not in re.sub(r"`+[^`]*`+", "", said)

    pinned = re.search(r'href="(/shop/matrix/at/[^"]+)"', hostile.get(PAGE).text)
    assert pinned
    path = unescape(pinned[1])
    for ending in ("", "/now", "/preview.png", ".csv", ".json", ".md"):
        hostile.get(path + ending)
