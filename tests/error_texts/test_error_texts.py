"""Every stored text leads to its finding, among all the other environments; a few are made anew and compared."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import Database, Environment, Secret
from app.domain.error_text import printed_errors
from app.domain.failure import Cause
from app.store import failures, snapshots
from app.store.engine import open_store
from tests.error_texts import stored
from tests.error_texts.make import printed
from tests.error_texts.situations import SITUATIONS
from tests.web.conftest import Site

MADE_ANEW = ("02-kubernetes", "08-colours", "14-mail")
"""A text of the oldest Django, of the newest one, and one between."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A dashboard that knows every project: an environment for each, held against its own release, and one in step."""
    file = tmp_path_factory.mktemp("texts") / "store.db"
    open_store(f"sqlite:///{file}").close()
    made = Site(Path(shutil.copy(file, file.with_name("copy.db"))))
    for name in stored.names():
        text = stored.read(name)
        for number, release in enumerate(text.releases, 1):
            made.release(release, label=f"{name}/v{number}")
        slug, label = f"env-{name}", f"{name}/v{len(text.releases)}"
        made.add(Environment(slug, (Database(Secret("postgresql://db.example/shop")),), release=label))
        with made.store.writing() as session:
            if text.history is None:
                failures.add(session, "shop", slug, Cause.NO_SCHEMA, at=made.now)
            else:
                snapshots.add(session, "shop", slug, text.history, at=made.now)
    yield made
    made.store.close()


def test_there_is_a_text_of_each_situation_and_of_each_django():
    texts = [stored.read(name) for name in stored.names()]

    assert [text.name for text in texts] == list(SITUATIONS)
    assert len(texts) >= 20
    assert {text.django for text in texts} == {"3.2", "4.2", "5.2", "6.0", "6.1"}


@pytest.mark.parametrize("name", stored.names())
def test_a_text_leads_to_the_finding_of_the_environment_that_shows_it(site: Site, name: str):
    text = stored.read(name)
    answer = site.client.post("/shop/go", data={"q": text.text})

    assert answer.status_code == 303, answer.text[:3000]
    page = f"/shop/environments/env-{name}"
    assert answer.headers["location"] == (
        f"{page}/findings/{text.lands}" if "/" in text.lands else page + text.lands
    )
    site.get(answer.headers["location"])


@pytest.mark.parametrize("name", stored.names())
def test_a_text_names_nothing_of_the_machine_on_which_it_was_made(name: str):
    text = stored.read(name).text

    assert "/work/" not in text
    assert ".judges" not in text
    assert "/tmp/" not in text  # noqa: S108 - that is what must not be there
    assert "/root/" not in text


@pytest.mark.parametrize("name", MADE_ANEW)
def test_django_prints_it_still(tmp_path: Path, name: str):
    text = stored.read(name)
    output, project = printed(SITUATIONS[name], tmp_path)

    assert printed_errors(output) == printed_errors(text.text)
    assert [release.fingerprint for release in text.releases][-1] == project.read().fingerprint
    assert [row.key for row in text.history.rows] == [row.key for row in project.history().rows]
