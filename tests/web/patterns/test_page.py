"""Every part of every page is on the page of patterns, in both themes, and nobody finds that page by chance."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.assets import TEMPLATES
from app.web.patterns.marks import CLOSES, NAMED, OPENS, names_in
from tests.web import dom
from tests.web.conftest import Site
from tests.web.patterns.corpus import CASES, PROJECT, corpus

PARTS = {
    part
    for path in TEMPLATES.rglob("*.html")
    for part in names_in(path.relative_to(TEMPLATES).as_posix(), path.read_text())
}


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory, empty_store: Path):
    file = tmp_path_factory.mktemp("patterns") / "store.db"
    file.write_bytes(empty_store.read_bytes())
    site = Site(file)
    yield TestClient(corpus(site)).get("/patterns")
    site.store.close()


def test_no_part_of_the_pages_is_missing(answer):
    page = dom.read(answer.text)
    shown = {
        heading.text
        for heading in page.all("h3")
        if heading.parent.parent.attributes.get("class") == "patterns"
    }

    assert len(PARTS) > 90
    assert shown == PARTS


def test_each_part_stands_in_both_themes_and_its_case_is_named(answer):
    page = dom.read(answer.text)
    shown = page.all("div", **{"class": "pattern"})
    links = {link.href for link in page.all("a") if "/environments/" in link.href}

    assert [one.attributes["data-theme"] for one in shown[:4]] == ["light", "dark"] * 2
    assert any(f"/{PROJECT}/environments/{folder.name}" in links for folder in CASES)
    assert not any(mark in answer.text for mark in (OPENS, NAMED, CLOSES))


def test_every_id_is_there_once(answer):
    ids = [element.attributes["id"] for element in dom.read(answer.text).walk() if "id" in element.attributes]

    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_it_is_not_kept_and_not_found(answer):
    assert "immutable" not in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_dashboard_does_not_serve_it(site: Site):
    site.get("/patterns", status=404)


def test_marks_stand_in_no_page_that_is_served(answer, story: Site):
    assert answer.status_code == 200
    assert OPENS not in story.get("/shop").text
