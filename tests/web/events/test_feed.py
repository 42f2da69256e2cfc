"""The time line as an Atom feed, held against the rules of RFC 4287 and RFC 5005."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.testclient import TestClient

from app.config import Secret, Settings
from app.main import create_app
from app.web.facts.events import timeline as facts
from tests.web.conftest import IN_STEP, Site

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/shop/events.atom"
TEXTS = ("title", "subtitle", "summary", "content", "rights")


def one(parent: Element, name: str) -> str:
    (found,) = parent.findall(ATOM + name)
    text = found.text or ""
    assert text.strip(), name
    return text


def checked(content: bytes) -> Element:
    """A feed, held against what the RFCs ask of it; the parser refuses what is no XML."""
    feed = fromstring(content)  # noqa: S314 - we wrote it
    assert feed.tag == ATOM + "feed"
    known = {"id", "title", "updated", "author", "link", "entry"}
    assert {child.tag.removeprefix(ATOM) for child in feed} <= known
    (author,) = feed.findall(ATOM + "author")
    assert one(author, "name")
    entries = feed.findall(ATOM + "entry")
    ids = [one(each, "id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("urn:uuid:") for each in ids)
    moments = [_moment(one(each, "updated")) for each in (feed, *entries)]
    assert moments[0] == max(moments)
    assert moments[1:] == sorted(moments[1:], reverse=True)
    for each in (feed, *entries):
        assert one(each, "title")
        links = each.findall(ATOM + "link")
        pairs = [
            (link.attrib["rel"], link.attrib["type"]) for link in links if link.attrib["rel"] != "related"
        ]
        assert len(set(pairs)) == len(pairs), "one alternate of each type"
        assert ("alternate", "text/html") in pairs
        for link in links:
            parts = urlsplit(link.attrib["href"])
            assert (parts.scheme, bool(parts.netloc), parts.path[:1]) == ("http", True, "/")
            assert link.attrib["href"].isascii()
    for entry in entries:
        (category,) = entry.findall(ATOM + "category")
        assert category.attrib["term"]
        (content_,) = entry.findall(ATOM + "content")
        assert content_.attrib == {"type": "text"}
        assert not list(content_)
        assert content_.text
    assert ("self", "application/atom+xml") in [
        (link.attrib["rel"], link.attrib["type"]) for link in feed.findall(ATOM + "link")
    ]
    return feed


def _moment(text: str) -> datetime:
    assert text.endswith("Z")
    assert "T" in text
    return datetime.fromisoformat(text)


def read(site: Site, address: str = FEED) -> Element:
    answer = site.get(address)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return checked(answer.content)


def ids(feed: Element) -> list[str]:
    return [one(entry, "id") for entry in feed.findall(ATOM + "entry")]


def href(feed: Element, rel: str) -> str | None:
    return next(
        (link.attrib["href"] for link in feed.findall(ATOM + "link") if link.attrib["rel"] == rel), None
    )


def test_the_feed_says_what_the_page_says(life):
    feed = read(life)

    assert len(ids(feed)) == len(life.get("/shop/events.json").json()["events"]) == 10
    titles = [one(entry, "title") for entry in feed.findall(ATOM + "entry")]
    assert "sandbox-1: The verdict changed from in step to blocked." in titles
    assert href(feed, "self") == f"http://testserver{FEED}"
    assert href(feed, "alternate") == "http://testserver/shop/events"
    of_one = read(life, "/shop/environments/sandbox-1/events.atom?kind=rewritten")
    assert len(ids(of_one)) == 1
    assert one(of_one.findall(ATOM + "entry")[0], "title").startswith("The rows of")


def test_ids_never_change(life):
    before = ids(read(life))
    life.later(days=3)
    life.seen("sandbox-1", *IN_STEP, ago=timedelta(0))
    life.remove("sandbox-1")

    assert set(before) <= set(ids(read(life)))


def test_what_is_older_is_the_next_part(life, monkeypatch):
    whole = ids(read(life))
    monkeypatch.setattr(facts.timeline, "__kwdefaults__", {"most": 4})
    found, address = [], FEED
    while address:
        feed = read(life, address)
        found += ids(feed)
        following = href(feed, "next")
        address = following and following.removeprefix("http://testserver")
    assert found == whole


def test_the_links_have_the_public_address(life):
    settings = Settings(Secret("sqlite:///no.db"), (life.project,), public_url="https://drift.example.com/x")
    client = TestClient(create_app(settings, life.store, now=lambda: life.now))
    text = client.get(FEED).text

    assert 'href="https://drift.example.com/x/shop/events.atom"' in text
    assert "testserver" not in text


@pytest.mark.parametrize("address", [FEED, "/shop/environments/sandbox-1/events.atom"])
def test_hostile_names_break_no_feed(hostile, address):
    feed = read(hostile, address)
    text = "".join(entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(ATOM + "entry"))

    assert "recorded" in text
    assert "\u202e" not in text
    for entry in feed.findall(ATOM + "entry"):
        for link in entry.findall(ATOM + "link"):
            hostile.get(link.attrib["href"].removeprefix("http://testserver"))


def test_a_title_of_the_project_that_is_markup(site):
    site.project = replace(site.project, title="<b>&]]>\x00")
    site.release()

    assert one(read(site), "title") == "What happened in <b>&]]>\\x00"


def test_an_empty_feed_is_a_feed(site):
    assert ids(read(site)) == []
