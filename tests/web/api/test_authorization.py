"""Which token is enough for what: of a project, of an environment, none, revoked, of something else."""

from datetime import timedelta

import pytest

from app.config import Project
from app.domain.manifest import dumps
from app.store import releases
from app.store.pushed import tokens
from tests.web.api.test_releases import ADDRESS, LABELLED
from tests.web.conftest import NOW


@pytest.fixture
def shop(site):
    """A project with an environment, beside another project; neither has a push_token."""
    site.environments("sandbox-3", "edge-1")
    site.more = (Project("depot", "Depot"),)
    return site


def made(site, project: str = "shop", environment: str | None = None) -> tuple[str, str]:
    """The id and the text of a new token."""
    with site.store.writing() as session:
        token, text = tokens.create(session, project, environment=environment, at=NOW)
    return token.id, text.reveal()


def push(site, token: str | None, address: str = ADDRESS):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    answer = site.client.post(address, content=dumps(LABELLED), headers=headers)
    assert token is None or token not in answer.text
    return answer


def refused(site, answer, status: int, sentence: str) -> None:
    """The answer is a problem document that says this, and nothing was stored."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert (answer.status_code, document["status"], document["detail"]) == (status, status, sentence)
    assert document["type"] == "about:blank"
    assert document["title"] == {401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}[status]
    assert answer.headers.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)
    with site.store.reading() as session:
        assert releases.all_labels(session, "shop") == ()


def test_a_token_of_the_project_is_enough_for_everything_of_it(shop):
    _, token = made(shop)

    assert push(shop, token).status_code == 201


def test_no_token_is_told_how_to_make_one(shop):
    made(shop)

    refused(
        shop,
        push(shop, None),
        401,
        "The request shows no token. A token is sent as `Authorization: Bearer …`; "
        "`driftboard tokens create shop` makes one.",
    )


def test_a_wrong_token_is_told_so(shop):
    _, token = made(shop)

    refused(
        shop,
        push(shop, token[:-1] + ("a" if token[-1] != "a" else "b")),
        401,
        "The token is not that of the project. A token is sent as `Authorization: Bearer …`; "
        "`driftboard tokens create shop` makes another.",
    )


def test_a_revoked_token_is_told_since_when(shop):
    id_, token = made(shop)
    with shop.store.writing() as session:
        tokens.revoke(session, id_, at=NOW - timedelta(days=1))

    refused(
        shop,
        push(shop, token),
        401,
        f"The token {id_} was revoked on 18 Jun 2026, 09:14 UTC: make another with `driftboard tokens create shop`.",
    )


def test_a_token_of_another_project_is_told_of_which(shop):
    id_, token = made(shop, "depot")

    refused(
        shop,
        push(shop, token),
        403,
        f"The token {id_} is that of the project depot: make one for shop with `driftboard tokens create shop`.",
    )


def test_a_token_of_an_environment_is_not_enough_for_the_project(shop):
    id_, token = made(shop, environment="sandbox-3")

    refused(
        shop,
        push(shop, token),
        403,
        f"The token {id_} hands over the histories and deployments of sandbox-3 alone: "
        "make one for the project with `driftboard tokens create shop`.",
    )


def test_a_project_whose_tokens_are_all_revoked_has_none(shop):
    id_, _ = made(shop)
    with shop.store.writing() as session:
        tokens.revoke(session, id_, at=NOW)

    refused(
        shop,
        push(shop, "another"),
        403,
        "Nothing can be pushed to shop, as it has no token: make one with `driftboard tokens create shop`.",
    )


def test_the_error_of_a_wrong_value_has_its_path(shop):
    _, token = made(shop)
    answer = shop.client.post(ADDRESS, content='{"format": 1}', headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()["path"]) == (422, "format")
