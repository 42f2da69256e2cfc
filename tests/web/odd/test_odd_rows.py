"""Rows, labels and files with any text: every link of every page leads somewhere, live and pinned."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.store import snapshots
from app.web.urls.finding import FORMATS
from tests.web import dom
from tests.web.conftest import SHOP, Site

TEXTS = (
    "",
    ".",
    "..",
    "a.b",
    "a\nb",
    "a\r\nX-Odd: b",
    "a/../b",
    "%2F%",
    "?x#y",
    "a\u2028b",
    "\x85",
    "\u202egnirts",
    "\x1b[31mred",
    "x.json",
    "x.png",
    " ",
    "<odd>&\"'",
    "日本語",
    "long" * 80,
    "=2E",
    "{key}",
    "a,b",
    "\ufeff",
)
LABELS = (
    "release/3",
    "release-3",
    "..",
    ".",
    "日本語",
    "v1.json",
    "a\u2028b",
    "x" * 200,
    "=2E",
    "<odd>&\"'",
    "a b?c#d",
)
LINKS = ("href", "src", "hx-get", "action")
FRAMEWORK = re.compile(r"^/static/|^/patterns")
FIRST_PAGES = (
    "/",
    "/shop",
    "/shop/environments/odd",
    "/shop/environments/blocked",
    "/shop/releases",
    "/shop/go",
    "/runbook",
)
USERS = MigrationKey("users", "0001_initial")
MOST = 90
PINNED_FINDING = "/shop/environments/*/at/*/against/*/unknown/*?"
MOST_OF_A_KIND = {
    "/shop/environments/*/findings/unknown/*?": 15,
    "/shop/releases/*?": 2 * len(LABELS),
    PINNED_FINDING: 5,
    "/shop/environments/*/at/*/against/*?": 2,
}
FEW = 2
RIGHT = (200, 204, 303, 307, 308)
"""Pages are asked until there are so many, and of pages that differ only by a text some."""


def released(label: str, number: int) -> Release:
    """A release of migrations with odd names: those that a manifest may hold."""
    names = [text for text in TEXTS if text]
    odd = [
        Migration(
            MigrationKey(text.replace(".", "") or "app", name),
            dependencies=(MigrationKey("users", "0001_initial"),),
        )
        for text, name in zip(names, names[number:] + names[:number], strict=True)
    ]
    keys = {migration.key: migration for migration in (*SHOP.migrations.values(), *odd)}
    return Release.of(keys.values(), django="5.2.8", project="shop", label=label)


@pytest.fixture
def odd(site: Site) -> Site:
    for number, label in enumerate(LABELS):
        site.release(released(label, number % 3), label=label, ago=timedelta(days=2, minutes=number))
    release = site.release(released("v1.2", 1))
    site.environments("odd", "blocked")
    keys = [key for text in TEXTS for key in (MigrationKey(text, "0001"), MigrationKey("a", text))]
    needing = [key for key in release.migrations if key.app_label not in ("users", "orders")]
    with site.store.writing() as session:
        for slug, found in (
            ("odd", [MigrationKey("users", "0001_initial"), *keys, keys[4]]),
            ("blocked", needing),
        ):
            rows = tuple(Row(key, "2026-01-05 12:00:00", number) for number, key in enumerate(found, 1))
            snapshots.add(session, "shop", slug, History(rows), at=site.now)
    return site


def links(page: str, address: str) -> Iterator[str]:
    """Every address of ours that a page names."""
    for element in dom.read(page).walk():
        for name in LINKS:
            found = urljoin(f"http://testserver{address}", element.attributes.get(name) or "")
            parts = urlsplit(found)
            if element.attributes.get(name) and parts.netloc == "testserver" and "{key}" not in found:
                yield parts.path + (f"?{parts.query}" if parts.query else "")


def kind(address: str) -> str:
    """What an address has in common with those of the same page of other texts."""
    path, _, query = address.partition("?")
    shape = re.sub(r"/(at|against|migrations|releases|diff|environments)/[^/]+", r"/\1/*", path)
    shape = re.sub(r"/(findings/|against/\*/)([a-z-]+)/[^/]+", r"/\1\2/*", shape)
    return shape + "?" + "&".join(sorted(pair.partition("=")[0] for pair in query.split("&")))


def test_every_link_leads_somewhere_and_no_text_reaches_a_header(odd: Site):
    asked: dict[str, int] = {}
    by_kind: Counter[str] = Counter()
    waiting = deque(FIRST_PAGES)
    while waiting and len(asked) < MOST:
        address = waiting.popleft()
        if address in asked or FRAMEWORK.search(address):
            continue
        by_kind[kind(address)] += 1
        if by_kind[kind(address)] > MOST_OF_A_KIND.get(kind(address), FEW):
            continue
        answer = odd.client.get(address)
        asked[address] = answer.status_code
        assert all(value.isprintable() and value.isascii() for value in answer.headers.values()), address
        assert "x-odd" not in answer.headers
        if "location" in answer.headers:
            waiting.append(urlsplit(answer.headers["location"])._replace(scheme="", netloc="").geturl())
        elif answer.headers.get("content-type", "").startswith("text/html"):
            assert "<odd>" not in answer.text, address
            for link in links(answer.text, address):
                (waiting.appendleft if kind(link) in MOST_OF_A_KIND else waiting.append)(link)

    assert {address: status for address, status in asked.items() if status not in RIGHT} == {}
    assert len(asked) == MOST

    found = [address for address in asked if kind(address) == PINNED_FINDING]
    pinned = [address for address in found if not urlsplit(address).path.endswith(FORMATS)]
    assert pinned
    for address in pinned:
        for ending in (".md", ".slack.txt"):
            path, mark, query = address.partition("?")
            text = odd.get(path + ending + mark + query).text
            assert all(line.isprintable() for line in text.split("\n")), address
