"""No address, no parameter, no method and no body ends in an error of ours."""

from collections.abc import Iterator
from itertools import cycle, islice

import pytest

from tests.web.conftest import Site
from tests.web.odd.asking import METHODS, Asked, answers, routes
from tests.web.odd.right_values import pushing_token, right_values
from tests.web.odd.values import BODIES, NAMES, PARTS, TYPES, VALUES, filled


@pytest.fixture
def right(site: Site) -> dict[str, str]:
    return right_values(site)


def patterns(site: Site) -> list[tuple[str, list[str]]]:
    """Each pattern with the names in it."""
    return [
        (route.path, [part.split("}")[0].split(":")[0] for part in route.path.split("{")[1:]])
        for route in routes(site.client.app)
    ]


def odd_paths(site: Site, right: dict[str, str], *, most: int = 3) -> Iterator[str]:
    """Each part of each route with some odd values: together the routes are asked with each, many times."""
    values = cycle(PARTS)
    for path, names in patterns(site):
        for name in names:
            for value in islice(values, most):
                yield filled(
                    path, {**right, (name if path[:5] != "/api/" or name != "slug" else "project"): value}
                )


def odd_queries(site: Site, right: dict[str, str]) -> Iterator[str]:
    """Each route with a value for every parameter at once, one of them twice and one without a value."""
    values = cycle(VALUES)
    for path, _ in patterns(site):
        parameters = [f"{name}={next(values)}" for name in NAMES]
        yield f"{filled(path, right)}?{'&'.join([*parameters, parameters[0], NAMES[1]])}"


def refused(site: Site, asked: list[Asked]) -> list[tuple[str, str, int]]:
    """What was answered with an error of ours."""
    found = zip(asked, answers(site.client.app, asked), strict=True)
    return [(one.method, one.target[:300], answer.status) for one, answer in found if answer.status >= 500]


def test_the_walk_knows_a_right_value_for_every_part_of_an_address(site: Site, right: dict[str, str]):
    addresses = [filled(path, right) for path, _ in patterns(site)]

    assert len(addresses) > 50
    assert not [address for address in addresses if "{" in address]


def test_an_odd_part_of_an_address_is_no_error_of_ours(site: Site, right: dict[str, str]):
    assert refused(site, [Asked(target) for target in odd_paths(site, right)]) == []


def test_an_odd_parameter_is_no_error_of_ours(site: Site, right: dict[str, str]):
    assert refused(site, [Asked(target) for target in odd_queries(site, right)]) == []


def test_an_odd_method_is_no_error_of_ours(site: Site, right: dict[str, str]):
    methods = cycle(METHODS)
    asked = [
        Asked(filled(path, right), method) for path, _ in patterns(site) for method in islice(methods, 4)
    ]

    assert refused(site, asked) == []


def test_an_odd_body_is_no_error_of_ours(site: Site, right: dict[str, str]):
    token = ("Authorization", f"Bearer {pushing_token(site)}")
    asked = [
        Asked(filled(route.path, right), "POST", body, (token, ("Content-Type", kind)))
        for route in routes(site.client.app)
        if "POST" in route.methods
        for kind, body in zip(cycle(TYPES), (*BODIES, *BODIES[1:]), strict=False)
    ]

    assert refused(site, asked) == []


HEADERS = (
    ("Host", "["),
    ("Host", "]:x"),
    ("Host", "a b"),
    ("Host", "\xff"),
    ("Host", "evil.example:99999999"),
    ("If-None-Match", '"' * 999),
    ("Content-Length", "9" * 5_000),
    ("Content-Length", "\xb2"),
    ("Range", "bytes=99999999999999999999-"),
    ("If-Modified-Since", "Fri, 31 Dec 99999 23:59:59 GMT"),
    ("Cookie", "\x01=\xff"),
    ("Authorization", "Bearer \xff"),
    ("HX-Request", "true"),
    ("Accept-Language", "\xff"),
)


def test_an_odd_header_is_no_error_of_ours(site: Site, right: dict[str, str]):
    static = site.page("/shop").all("link", rel="stylesheet")[0].attributes["href"]
    push = "/api/projects/shop/environments/sandbox-1/deployments"
    asked = [
        Asked(address, method, b"q=a", (header,))
        for address, method in (
            (static, "GET"),
            ("/nope/", "GET"),
            ("/shop/", "GET"),
            ("/shop/nope", "GET"),
            ("/go?q=a", "GET"),
            ("/go", "POST"),
            (push, "POST"),
        )
        for header in HEADERS
    ]

    assert refused(site, asked) == []
