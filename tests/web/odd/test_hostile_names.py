"""Names made to break something, on every kind of page and file: nothing breaks, and every link resolves."""

import os
from collections import Counter

import pytest
from starlette.testclient import TestClient

from app.domain.keys import MigrationKey
from app.main import create_app
from app.web.go.question import Question
from app.web.urls.environment import EnvironmentAddress
from tests.web.conftest import Site
from tests.web.odd.crawl import Crawl, written
from tests.web.odd.hostile import HALVES, ODD, TEXTS, hostile

MOST = int(os.environ.get("HOSTILE_PAGES", "1"))
"""Of each route. Some fifty ask every page with every kind of name, in some minutes."""

STORED = EnvironmentAddress.live("hostile", "odd-3")
"""An environment with rows that hold halves of characters."""

FIRST = (
    "/",
    "/hostile",
    f"/hostile/environments/{ODD}",
    "/hostile/environments/odd-3",
    f"/hostile/compare/{ODD}/odd-2",
    f"/hostile/compare/{ODD}/odd-3",
    "/hostile/environments/parts",
    "/hostile/releases",
    "/hostile/squashes",
    *(STORED.panel(MigrationKey(*key)) for text in HALVES for key in ((text, "0001"), ("a", text))),
    *(STORED.picture(ending, view=view) for ending in ("svg", "png") for view in (None, "all")),
    *(STORED.page(view=view, **{"as": form}) for form in (None, "table") for view in ("differs", "all")),
    STORED.map(view="all"),
    STORED.json(),
    *(f"/hostile?q={written(text)}" for text in TEXTS[:: 1 if MOST > 1 else 6]),
    *(
        f"/hostile/go?q={written(text)}"
        for text in TEXTS[:: 1 if MOST > 1 else 6]
        if not Question(text).refusal
    ),
)

NOT_LINKED = {
    "/healthz",
    "/readyz",
    "/go.json",
    "/{project}/go.json",
    "/api/projects/{slug}/last-seen",
    "/api/projects/{slug}/histories/{fingerprint}",
    "/api/projects/{slug}/releases/{fingerprint}",
    "/api/projects/{slug}/labels/{label:path}",
    "/{project}/environments/{slug}/why",
    "/{project}/environments/{slug}/upgrade/{segment}.md",
    "/{project}/environments/{slug}/at/{at}/against/{against}/upgrade.md",
    "/{project}/environments/{slug}/at/{at}/against/{against}/migrations/{key:path}",
    "/{project}/rows",
    "/{project}/fleet/at/{moment}/against/{against}/rows",
    "/{project}/releases/{segment}/now",
    "/{project}/releases/{segment}/now.json",
    "/{project}/releases/{before}/diff/{after}/now",
    "/{project}/releases/{before}/diff/{after}/now.json",
}
"""What no page leads to by a link: programs and scripts ask it. test_odd_addresses.py asks every route."""


@pytest.fixture
def crawl(site: Site) -> Crawl:
    app = create_app(hostile(site), site.store, now=lambda: site.now)
    client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)
    return Crawl(app, client, most=MOST)


def test_every_page_and_file_stands_up_to_every_name_and_every_link_resolves(crawl: Crawl):
    crawl.walk(FIRST)
    kinds = Counter(visited.kind for visited in crawl.visited.values())
    reached = {visited.route for visited in crawl.visited.values()}
    asked = {path for path, _ in crawl.patterns}

    assert crawl.wrong == []
    assert {"text/html", "application/json", "image/png", "text/csv", "text/markdown"} <= set(kinds)
    assert asked - reached - NOT_LINKED == set()
