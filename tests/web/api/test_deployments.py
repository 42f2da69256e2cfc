"""What a deploy job tells: which release runs in an environment from now on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.store.pushed import deployments, tokens
from tests.web.api.test_releases import LABELLED
from tests.web.conftest import NOW

ADDRESS = "/api/projects/shop/environments/sandbox-3/deployments"
COMMIT = "3f2c1a4" + "0" * 33


@pytest.fixture
def shop(site):
    site.environments("sandbox-3", "edge-1")
    return site


@pytest.fixture
def token(shop) -> str:
    return made(shop)


def made(site, **facts) -> str:
    with site.store.writing() as session:
        return tokens.create(session, "shop", **{"at": NOW, **facts})[1].reveal()


def push(site, token: str, content: Any, address: str = ADDRESS):
    body = content if isinstance(content, bytes) else json.dumps(content)
    answer = site.client.post(address, content=body, headers={"Authorization": f"Bearer {token}"})
    assert token not in answer.text
    return answer


def kept(site) -> list[tuple[str | None, str | None]]:
    with site.store.reading() as session:
        return [
            (each.label, each.commit) for each in deployments.of_environment(session, "shop", "sandbox-3")
        ]


def test_a_deployment_is_kept_and_says_which_release_it_names(shop, token):
    shop.release(LABELLED, label=LABELLED.label)
    told = {"release": LABELLED.label, "deployed_at": "2026-06-19T11:10:00+02:00"}
    answer = push(shop, token, told)

    assert answer.status_code == 201
    assert answer.json() == {
        "environment": "sandbox-3",
        "release": LABELLED.label,
        "commit": None,
        "deployed_at": "2026-06-19T09:10:00Z",
        "received_at": "2026-06-19T09:14:20Z",
        "fingerprint": LABELLED.fingerprint,
        "page": "/shop/environments/sandbox-3",
    }
    assert push(shop, token, told).status_code == 200
    assert kept(shop) == [(LABELLED.label, None)]


def test_a_commit_is_enough_and_may_be_unknown(shop, token):
    answer = push(shop, token, {"commit": COMMIT.upper(), "release": None})

    assert (answer.status_code, answer.json()["fingerprint"]) == (201, None)
    assert kept(shop) == [(None, COMMIT)]
    assert push(shop, token, {"commit": COMMIT, "release": "v2"}).status_code == 201


def test_a_token_of_the_environment_is_enough(shop):
    assert push(shop, made(shop, environment="sandbox-3"), {"release": "v1"}).status_code == 201
    assert push(shop, made(shop, environment="edge-1"), {"release": "v2"}).status_code == 403
    assert push(shop, "wrong", {"release": "v2"}).status_code == 401
    assert kept(shop) == [("v1", None)]


WRONG = {
    "no JSON": (b"v1.2", "", "not JSON"),
    "no UTF-8": (b"\xff", "", "not UTF-8"),
    "no object": (["v1.2"], "", "must be an object"),
    "nothing": ({}, "release", "say what was deployed"),
    "another key": ({"release": "v1", "label": "v1"}, "label", "is not a key"),
    "an empty label": ({"release": " "}, "release", "must be a name"),
    "a number": ({"release": 1.2}, "release", "must be a string"),
    "a label of two lines": ({"release": "v1\n"}, "release", "must be a name"),
    "a short commit": ({"commit": "3f2c1a"}, "commit", "7 hex digits"),
    "a time without an offset": (
        {"release": "v1", "deployed_at": "2026-06-19T09:10:00"},
        "deployed_at",
        "must be a time with its offset",
    ),
    "no time": ({"release": "v1", "deployed_at": "now"}, "deployed_at", "must be a time with its offset"),
}


@pytest.mark.parametrize(("content", "path", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place(shop, token, content, path, words):
    answer = push(shop, token, content)
    problem = answer.json()

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, problem.get("path", "")) == (422, path)
    assert words in problem["detail"]
    assert kept(shop) == []


def test_an_environment_or_a_project_that_is_not_configured_is_told(shop, token):
    for address in (ADDRESS.replace("sandbox-3", "nope"), ADDRESS.replace("shop", "nope")):
        assert push(shop, token, {"release": "v1"}, address).status_code == 404
    assert push(shop, token, {"release": "x" * 20_000}).status_code == 413


def test_the_request_of_the_documents_is_taken(shop, token):
    text = (Path(__file__).parents[3] / "docs" / "deployments.md").read_text(encoding="utf-8")
    ((content, address),) = re.findall(
        r"--data '(.*)' \\\n    https://driftboard\.example(/\S+)$", text, re.MULTILINE
    )

    assert push(shop, token, json.loads(content), address).status_code == 201
    assert kept(shop) == [("v1.2", "3f2c1a4")]
