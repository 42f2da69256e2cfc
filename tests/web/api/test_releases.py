"""A manifest that a CI job hands over: who may, what is taken, and what is said of the rest."""

import json
from dataclasses import replace

import pytest

from app.config import Project, Secret
from app.domain.manifest import dumps
from app.store import releases
from app.web.api import body
from app.web.api import releases as pushes
from tests.web.conftest import SHOP

TOKEN = "a-token-of-the-shop-hunter2"
ADDRESS = "/api/projects/shop/releases"
LABELLED = replace(SHOP, label="v1.3", commit="3f2c1a", project="shop")


@pytest.fixture
def open_site(site):
    site.project = replace(site.project, push_token=Secret(TOKEN))
    site.more = (Project("shut", "Shut"),)
    return site


def push(site, content: bytes | str, *, address: str = ADDRESS, **headers: str):
    headers = {"Authorization": f"Bearer {TOKEN}", **headers}
    answer = site.client.post(address, content=content, headers=headers)
    assert TOKEN not in answer.text
    return answer


def changed(**facts) -> str:
    return json.dumps({**json.loads(dumps(LABELLED)), **facts})


def test_a_release_is_kept_under_its_label_and_its_page_is_named(open_site):
    answer = push(open_site, dumps(LABELLED))

    assert answer.status_code == 201
    assert answer.json() == {
        "label": "v1.3",
        "fingerprint": SHOP.fingerprint,
        "migrations": 4,
        "page": "/shop/releases/v1.3",
    }
    with open_site.store.reading() as session:
        kept = releases.with_label(session, "shop", "v1.3")
    assert (kept, kept.commit) == (LABELLED, "3f2c1a")
    assert open_site.get(answer.json()["page"])


def test_the_same_again_adds_nothing(open_site):
    push(open_site, dumps(LABELLED))
    again = push(open_site, dumps(LABELLED))
    moved = push(open_site, dumps(replace(LABELLED, commit="4a3b2c")))

    assert (again.status_code, moved.status_code) == (200, 201)
    with open_site.store.reading() as session:
        assert [one.commit for one in releases.all_labels(session, "shop")] == ["4a3b2c", "3f2c1a"]


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ("", "The request shows no token."),
        ("Bearer", "The request shows no token."),
        (f"Basic {TOKEN}", "The request shows no token."),
        ("Bearer another", "The token is not that of the project."),
        (f"Bearer {TOKEN}x", "The token is not that of the project."),
        (f"Bearer {TOKEN[:-1]}", "The token is not that of the project."),
        ("Bearer \u00e9", "The token is not that of the project."),
    ],
)
def test_who_does_not_show_the_token_is_told_and_nothing_is_kept(open_site, shown, sentence):
    answer = push(open_site, dumps(LABELLED), Authorization=shown.encode("latin-1"))

    assert answer.status_code == 401
    assert answer.json()["sentence"].startswith(sentence)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    with open_site.store.reading() as session:
        assert releases.all_labels(session, "shop") == ()


def test_the_word_bearer_is_taken_in_any_case(open_site):
    assert push(open_site, dumps(LABELLED), Authorization=f"bearer  {TOKEN}").status_code == 201


def test_a_project_without_a_token_takes_nothing_and_says_what_to_set(open_site):
    answer = push(open_site, dumps(LABELLED), address="/api/projects/shut/releases")

    assert answer.status_code == 403
    assert answer.json()["sentence"] == (
        "Nothing can be pushed to shut, as it has no token: make one with `driftboard tokens create shut`."
    )


def test_a_project_that_is_not_there_is_said_in_json(open_site):
    answer = push(open_site, dumps(LABELLED), address="/api/projects/none/releases")

    assert answer.status_code == 404
    assert answer.json()["sentence"] == "There is no project none here."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "not JSON"),
        ("[]", "must be an object"),
        (b"\xff\xfe", "is not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        (changed(django="five"), 'format 1. django: must be a Django version like "5.2"'),
        (changed(colour=1), "colour: is not a key of this format"),
        (changed(migrations=[{}]), "migrations[0].app: is missing"),
        (changed(label=None), "label: a release that is pushed needs a name"),
        (changed(label=" "), "label: "),
        (changed(label="v1\n"), "label: "),
        (changed(label="v" * 201), "at most 200 characters"),
    ],
)
def test_what_is_no_manifest_is_refused_by_the_path_to_what_is_wrong(open_site, content, sentence):
    answer = push(open_site, content)

    assert answer.status_code == 422
    assert sentence in answer.json()["sentence"]
    with open_site.store.reading() as session:
        assert releases.all_labels(session, "shop") == ()


@pytest.mark.parametrize("pieces", [False, True])
def test_too_much_is_refused_before_it_is_read(open_site, monkeypatch, pieces):
    monkeypatch.setattr(pushes, "MAX_BYTES", 1000)
    content = dumps(LABELLED) + " " * 1000
    answer = push(open_site, iter([content.encode()] * 3) if pieces else content)

    assert answer.status_code == 413
    assert answer.json()["sentence"] == "A manifest that is pushed has at most 1,000 bytes."


def test_of_what_a_stranger_sends_nothing_is_kept_in_memory(open_site, monkeypatch):
    kept = []
    original = body._read

    async def watched(request, **facts):
        kept.append(await original(request, **facts))
        return kept[-1]

    monkeypatch.setattr(body, "_read", watched)
    push(open_site, dumps(LABELLED), Authorization="Bearer none")

    assert kept == [b""]


def test_a_store_that_cannot_be_written_is_said_in_json(open_site):
    open_site.client.app.state.dashboard.store.close()
    open_site.file.unlink()
    open_site.file.mkdir()

    answer = push(open_site, dumps(LABELLED))

    assert answer.status_code == 503
    assert answer.json()["sentence"] == "Driftboard cannot read its own store now."


def test_asking_there_says_what_is_done_there(open_site):
    answer = open_site.get(ADDRESS, status=405)

    assert answer.json()["sentence"].endswith("what programs push is sent with POST.")
