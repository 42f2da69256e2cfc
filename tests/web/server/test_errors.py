"""Errors, headers and static files."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.assets import STATIC
from app.domain.drift import compare
from app.store.errors import StoreError
from app.web.facts import comparisons
from app.web.server import static_files
from tests.web.conftest import BLOCKED, SECRETS

ADDRESSES = (
    "/",
    "/shop",
    "/shop.json",
    "/shop/environments/sandbox-1",
    "/healthz",
    "/nowhere/at/all",
    "/static/x/none.css",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_policy(story, address):
    headers = story.client.get(address).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    files = [entry["url"] for _, entry in sorted(json.loads((STATIC / "cdn.json").read_text()).items())]
    assert policy == {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *files]),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_page_names_the_files_of_the_cdn_with_their_hashes(story):
    files = json.loads((STATIC / "cdn.json").read_text())
    named = story.page("/shop").all("meta", name="browser-file")

    assert {one.attributes["data-name"]: one.attributes["data-integrity"] for one in named} == {
        name: entry["integrity"] for name, entry in files.items()
    }
    for one in named:
        assert story.get(one.attributes["data-local"]).content


def test_htmx_is_told_to_add_no_style_and_to_eval_nothing(story):
    config = json.loads(story.page("/shop").one("meta", name="htmx-config").attributes["content"])

    assert config["includeIndicatorStyles"] is False
    assert config["allowEval"] is False
    assert config["responseHandling"][-1] == {"code": "[45]..", "swap": False, "error": True}


@pytest.mark.parametrize(
    "address", ["/nowhere", "/shop/environments/none", "/shop/no/such/page", "/nope/nope"]
)
def test_what_is_not_there_is_a_page_with_a_sentence(story, address):
    answer = story.get(address, status=404)
    page = story.page(address, status=404)

    assert page.one("h1").text.endswith(".")
    assert page.title.endswith("Driftboard")
    assert answer.headers["Vary"] == "HX-Request"


def test_htmx_gets_the_notice_alone(story):
    answer = story.get("/shop/environments/none", status=404, HX_Request="true")

    assert "<html" not in answer.text
    assert "There is no environment none in shop." in answer.text
    assert answer.headers["Vary"] == "HX-Request"
    assert answer.headers["HX-Retarget"] == "#notice"
    assert answer.headers["HX-Push-Url"] == "false"


def test_a_twin_that_is_not_there_answers_json(story):
    content = story.get("/shop/environments/none.json", status=404).json()

    assert content["sentence"] == "There is no environment none in shop."


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_sent_to_driftboard(story, method):
    assert story.client.request(method, "/shop").status_code == 405


@pytest.mark.parametrize(
    "error",
    [
        OperationalError(
            "SELECT hunter2", {}, Exception("connection to db.internal failed for user driver-user")
        ),
        StoreError("The store cannot be opened."),
    ],
)
@pytest.mark.parametrize("address", ["/shop", "/shop.json", "/shop/environments/sandbox-1"])
def test_a_store_that_cannot_be_read_is_said_without_the_drivers_words(story, caplog, error, address):
    class Broken:
        def reading(self):
            raise error

    state = story.client.app.state
    state.dashboard = replace(state.dashboard, store=Broken())

    with capture_logs() as logs:
        answer = story.get(address, status=503)

    assert "Driftboard cannot read its own store now." in answer.text
    assert [entry["event"].partition(":")[0] for entry in logs] == ["the store could not be read"]
    assert not any(secret in caplog.text + repr(logs) for secret in SECRETS)


def test_our_own_mistake_shows_no_trace(story):
    def broken():
        raise RuntimeError("hunter2")

    state = story.client.app.state
    state.dashboard = replace(state.dashboard, now=broken)

    answer = story.get("/shop", status=500)

    assert "Driftboard could not make this page." in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_getting_changes_nothing(story):
    """Preview bots fetch every posted link; the store refuses to write in a reading session anyway."""

    def content() -> list[str]:
        with closing(sqlite3.connect(story.file)) as connection:
            return list(connection.iterdump())

    before = content()

    for address in (*ADDRESSES[:4], "/shop?q=a", "/shop/environments/sandbox-1?rows=all"):
        story.client.get(address)

    assert content() == before


def test_static_files_are_kept_for_ever_under_their_build(story):
    sheet = next(
        link.href for link in story.page("/shop").all("link", rel="stylesheet") if "tokens" in link.href
    )

    assert re.fullmatch(r"/static/[0-9a-f]{10}/css/tokens.css", sheet)
    assert story.get(sheet).headers["cache-control"] == "public, max-age=31536000, immutable"
    other = re.sub("[0-9a-f]{10}", "0123456789", sheet)
    assert story.get(other).headers["cache-control"] == "no-cache"
    assert story.get(other).content == story.get(sheet).content


def test_a_static_file_is_the_same_out_of_memory_and_anew_when_it_changes(tmp_path):
    (tmp_path / "a.css").write_text("a { top: 0 }")
    app = FastAPI()
    address = static_files.mount(app, tmp_path) + "/a.css"
    client = TestClient(app)
    first, again = client.get(address), client.get(address)
    tag = first.headers["etag"]

    assert first.text == again.text == "a { top: 0 }"
    assert dict(first.headers) == dict(again.headers)
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"Range": "bytes=0-2"}).text == "a {"
    assert (client.head(address).text, client.post(address).status_code) == ("", 405)
    (tmp_path / "a.css").write_text("a { top: 1px }")
    assert client.get(address).text == "a { top: 1px }"
    (tmp_path / "a.css").unlink()
    assert client.get(address).status_code == 404


def test_nothing_outside_the_static_folder_is_served(story):
    for address in (
        "/static/x/../../pyproject.toml",
        "/static/x/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/pyproject.toml",
    ):
        assert story.client.get(address).status_code == 404


def test_a_page_that_is_asked_for_again_compares_nothing(site, monkeypatch):
    """A page of a fleet is made from what is remembered; the first one compares."""
    compared = []
    monkeypatch.setattr(comparisons, "compare", lambda *of, **kw: compared.append(of) or compare(*of, **kw))
    site.release()
    for number in range(30):
        site.seen(f"e-{number}", *BLOCKED)
    site.get("/shop")
    once = len(compared)
    site.get("/shop")

    assert len(compared) == once <= 1
