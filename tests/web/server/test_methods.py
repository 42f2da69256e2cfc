"""Every address answers HEAD and OPTIONS, and says what it answers to."""

from collections.abc import Iterator

import pytest

from tests.web.conftest import Site
from tests.web.odd.asking import Answered, Asked, answers, routes
from tests.web.odd.right_values import right_values
from tests.web.odd.values import filled

OWN = ("date", "set-cookie")


@pytest.fixture
def addresses(site: Site) -> list[str]:
    right = right_values(site)
    static = [link.attributes["href"] for link in site.page("/shop").all("link", rel="stylesheet")][:1]
    file = next(
        filled(route.path, right)
        for route in routes(site.client.app)
        if route.path.endswith("/against/{against}")
    )
    return [
        *(filled(route.path, right) for route in routes(site.client.app) if "GET" in route.methods),
        *static,
        f"{file}/download.html",
        "/nowhere/at/all",
    ]


def pairs(site: Site, addresses: list[str]) -> Iterator[tuple[str, Answered, Answered]]:
    """Each address with the answers to its GET and its HEAD."""
    asked = [Asked(address, method) for address in addresses for method in ("GET", "HEAD")]
    found = answers(site.client.app, asked)
    yield from zip(addresses, found[::2], found[1::2], strict=True)


def test_a_head_has_the_status_and_the_headers_of_its_get_and_no_body(site: Site, addresses: list[str]):
    for address, get, head in pairs(site, addresses):
        assert (address, head.status, head.body) == (address, get.status, b"")
        assert [pair for pair in head.headers.items() if pair[0] not in OWN] == [
            pair for pair in get.headers.items() if pair[0] not in OWN
        ]


def test_an_address_says_what_it_answers_to(site: Site, addresses: list[str]):
    found = answers(site.client.app, [Asked(address, "OPTIONS") for address in addresses])

    assert {answer.status for answer in found[:-1]} == {204}
    assert {answer.headers["Allow"] for answer in found[:-1]} == {
        "GET, HEAD, OPTIONS",
        "GET, HEAD, OPTIONS, POST",
    }
    assert (found[-1].status, found[-1].headers.get("Allow")) == (404, None)


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/shop", "GET, HEAD, OPTIONS"),
        ("DELETE", "/go", "GET, HEAD, OPTIONS, POST"),
        ("BREW", "/healthz", "GET, HEAD, OPTIONS"),
        ("GET", "/api/projects/shop/releases", "OPTIONS, POST"),
        ("HEAD", "/api/projects/shop/releases", "OPTIONS, POST"),
        ("PUT", "/static/x/css/base.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_is_not_answered_gets_a_page_that_names_the_others(
    story: Site, method: str, address: str, allowed: str
):
    answer = story.client.request(method, address)

    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert method == "HEAD" or "This address does not answer to that" in answer.text


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/shop/", "/shop"),
        ("/shop/?sort=name", "/shop?sort=name"),
        ("//shop/releases//", "/shop/releases"),
        ("//evil.example/", "/evil.example"),
        ("/%5Cevil.example/", "/%5Cevil.example"),
    ],
)
def test_a_slash_too_much_leads_to_the_page_on_this_host(story: Site, address: str, location: str):
    (answer,) = answers(story.client.app, [Asked(address, headers=(("Host", "evil.example"),))])

    assert (answer.status, answer.headers["Location"]) == (307, location)
