"""Names made to break a page, in a real browser: no script of theirs runs, no element of theirs is there, all fits."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser
from starlette.testclient import TestClient

from app.main import create_app
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard
from tests.web.conftest import Site
from tests.web.odd.crawl import Crawl, written
from tests.web.odd.hostile import ODD, TEXTS, hostile

ODD_ELEMENTS = "[onerror], [onload], [onmouseover], img[src='/odd'], iframe, object, a[href^='javascript:' i]"


ALL = bool(os.environ.get("EVERY_PAGE"))
"""With it every kind of page is looked at that links lead to; without it the main ones."""

MAIN = (
    "/",
    "/hostile",
    "/hostile/matrix?open=all",
    f"/hostile/environments/{ODD}",
    f"/hostile/environments/{ODD}?as=table",
    "/hostile/environments/odd-3",
    "/hostile/environments/parts",
    "/hostile/releases",
    f"/hostile/compare/{ODD}/odd-3",
    "/hostile/squashes",
    f"/hostile/go?q={written(TEXTS[1])}",
)


def addresses(crawl: Crawl) -> Iterator[str]:
    """What is shown of every kind of page that links lead to; files are not."""
    crawl.walk(["/", "/hostile", *MAIN])
    for one in crawl.visited.values():
        if one.kind == "text/html" and one.status == 200 and ".html" not in one.route:
            yield one.address


def wrong_on(visit: Visit, path: str) -> Iterator[str]:
    visit.page.set_viewport_size({"width": 1440, "height": 900})
    visit.go(path)
    if visit.page.locator(ODD_ELEMENTS).count():
        yield f"{path}: an element of a name"
    for width in (1440, 390):
        visit.page.set_viewport_size({"width": width, "height": 900})
        if visit.excess_width():
            yield f"{path}: {visit.excess_width()} px too wide at {width}"


def test_no_name_runs_or_widens_a_page(browser: Browser, tmp_path: Path):
    file = tmp_path / "store.db"
    open_store(f"sqlite:///{file}").close()
    site = Site(Path(shutil.copy(file, tmp_path / "copy.db")))
    settings = hostile(site)
    inside = create_app(settings, site.store, now=lambda: site.now)
    client = TestClient(inside, follow_redirects=False)
    paths = [*addresses(Crawl(inside, client, most=1))] if ALL else MAIN
    wrong: list[str] = []
    app = create_app(settings, site.store, now=lambda: site.now, listening=Listening())
    with dashboard.serve(app) as address, visiting(browser, address, Cdn.ANSWERS, own=True) as visit:
        visit.page.expose_function("odd", lambda: wrong.append(f"{visit.path}: a script of a name ran"))
        visit.page.on("dialog", lambda dialog: wrong.append(f"{visit.path}: {dialog.message}"))
        for path in paths:
            wrong += wrong_on(visit, path)
        visit.go("/hostile")
        visit.page.locator(".cause-open a").first.click()
        wrong += wrong_on(visit, visit.path)
    site.store.close()

    assert wrong == []
