"""Which requests come in: the host that they name, and the proxy that signs people in."""

from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from app import config
from app.assets import TEMPLATES
from app.config import Secret, Settings
from app.config.access import Access
from app.main import create_app
from app.web.server.door import Listening
from tests.web.conftest import Site
from tests.web.odd.asking import Answered, Asked, answers
from tests.web.odd.right_values import right_values

PROXY = Access(trusted_proxies=(ip_network("127.0.0.0/8"),), user_header="X-Forwarded-User")
OTHERS = Access(trusted_proxies=(ip_network("10.0.0.0/24"),), user_header="X-Forwarded-User")
ANYWHERE = Listening("0.0.0.0")  # noqa: S104 - what is tested
OPEN = replace(ANYWHERE, without_sign_in=True)
USER = ("X-Forwarded-User", "ann")


def asked(  # noqa: PLR0913 - a request, and how it is served
    site: Site,
    target: str,
    *headers: tuple[str, str],
    access: Access | None = None,
    listening: Listening = Listening(),  # noqa: B008 - frozen
    public_url: str = "",
    method: str = "GET",
) -> Answered:
    settings = Settings(
        Secret("sqlite:///not-used.db"), (site.project,), public_url=public_url, access=access or Access()
    )
    app = create_app(settings, site.store, now=lambda: site.now, listening=listening)
    named = headers if any(name == "Host" for name, _ in headers) else (("Host", "localhost"), *headers)
    (answer,) = answers(app, [Asked(target, method, headers=named)])
    return answer


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST", "drift.example:443", "a.b.example"]
)
def test_a_host_of_ours_is_served(story: Site, host: str):
    access = Access(allowed_hosts=("*.b.example",))

    assert (
        asked(story, "/shop", ("Host", host), access=access, public_url="https://drift.example").status == 200
    )


@pytest.mark.parametrize(
    "address", ["/shop", "/shop/", "/shop.json", "/static/x/css/base.css", "/api/projects/shop/releases"]
)
def test_another_host_is_told_what_to_write(story: Site, address: str):
    answer = asked(story, address, ("Host", "evil.example:80"))

    assert answer.status == 421
    assert "This dashboard is not known as evil.example." in answer.body.decode()
    assert "allowed_hosts = [" in answer.body.decode()
    assert b"sandbox" not in answer.body


@pytest.mark.parametrize("host", ["", "[", "a b", "<script>", "a" * 9 + ":x", "\xff"])
def test_a_host_that_is_none_is_not_repeated(story: Site, host: str):
    answer = asked(story, "/shop", ("Host", host))

    assert (answer.status, b"<script>" in answer.body) == (421, False)


@pytest.mark.parametrize(
    ("access", "headers", "status"),
    [
        (PROXY, (USER,), 200),
        (PROXY, (), 403),
        (PROXY, (("X-Forwarded-User", " "),), 403),
        (PROXY, (USER, USER), 403),
        (OTHERS, (USER,), 403),
        (Access(), (USER,), 403),
    ],
)
def test_a_user_counts_from_a_trusted_proxy_alone(
    story: Site, access: Access, headers: tuple[tuple[str, str], ...], status: int
):
    answer = asked(story, "/shop", *headers, access=access, listening=ANYWHERE)

    assert answer.status == status
    assert status == 200 or b"sandbox" not in answer.body


def test_whoever_is_refused_is_told_why(story: Site):
    assert b"not among trusted_proxies" in asked(story, "/shop", USER, access=OTHERS).body
    assert b"The proxy sent no X-Forwarded-User" in asked(story, "/shop", access=PROXY).body
    assert b"--insecure-no-sign-in" in asked(story, "/shop", listening=ANYWHERE).body


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [("/healthz", "GET", 200), ("/readyz", "GET", 200), ("/api/projects/shop/releases", "POST", 403)],
)
def test_probes_need_neither_and_a_push_needs_its_token(story: Site, address: str, method: str, status: int):
    answer = asked(story, address, access=OTHERS, listening=ANYWHERE, method=method)

    assert answer.status == status
    assert status == 200 or "has no token" in answer.body.decode()
    assert asked(story, "/healthz", ("Host", "10.1.2.3")).status == 200


def test_a_page_without_sign_in_says_so(story: Site):
    notice = b"Without sign-in: whoever reaches this address sees everything."

    assert notice in asked(story, "/shop", listening=OPEN).body
    assert notice in asked(story, "/runbook", listening=OPEN).body
    assert notice not in asked(story, "/shop").body
    right = right_values(story)
    pinned = f"/shop/environments/sandbox-1/at/{right['at']}/against/{right['against']}"
    file = asked(story, f"{pinned}/download.html", listening=OPEN)
    assert (file.status, notice in file.body) == (200, False)
    assert notice in asked(story, pinned, listening=OPEN).body
    assert asked(story, "/shop", access=PROXY, listening=OPEN).status == 403
    assert "is_open" in (TEMPLATES / "layout" / "base.html").read_text()


def test_the_scheme_of_links_is_that_of_a_trusted_proxy(story: Site):
    forwarded = (("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), USER)

    assert b"https://localhost" in asked(story, "/shop", *forwarded, access=PROXY).body
    assert b"https://localhost" not in asked(story, "/shop", *forwarded).body
    assert b"evil.example" not in asked(story, "/shop", *forwarded, access=PROXY).body


def test_the_configuration_behind_a_proxy_that_the_documents_print_is_read(tmp_path: Path):
    text = (Path(__file__).parents[3] / "docs" / "serving.md").read_text(encoding="utf-8")
    file = tmp_path / "driftboard.toml"
    file.write_text(text.partition("```toml\n")[2].partition("```")[0])
    access = config.load(file, {}).access

    assert (access.trusts("127.0.0.1"), access.trusts("10.0.0.9")) == (True, False)
    assert access.user_header == "X-Forwarded-User"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('allowed_hosts = ["a:80"]', "allowed_hosts"),
        ('allowed_hosts = ["*"]', "allowed_hosts"),
        ('trusted_proxies = ["10.0.0.1/8"]', "trusted_proxies"),
        ('user_header = "X-User"', "user_header"),
        ('trusted_proxies = ["10.0.0.1"]\nuser_header = "a b"', "user_header"),
    ],
)
def test_an_access_that_cannot_be_meant_is_refused(tmp_path: Path, line: str, key: str):
    file = tmp_path / "driftboard.toml"
    file.write_text(line)
    with pytest.raises(config.ConfigError) as raised:
        config.load(file, {})

    assert raised.value.key == key
