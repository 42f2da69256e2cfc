"""What is kept between two requests never shows: a page is to the letter the one that a new process would make."""

from dataclasses import replace
from datetime import timedelta

import pytest
from jinja2 import UndefinedError

from app.assets import TEMPLATES
from app.cache import WeightedCache
from app.domain.failure import Cause
from app.web.facts import comparisons, running
from app.web.fleet import rows
from app.web.server import rendering
from app.web.server.fragments import Fragments
from app.web.wording import environment as row_wording
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, environment

ADDRESSES = ("/shop", "/shop?q=qa&group=tier", "/shop?release=v2")

V2 = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration < 0011_more",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
)


def forget(site) -> None:
    """Drop what is kept, as a new process would begin."""
    jinja = site.client.app.state.dashboard.jinja
    jinja.globals["kept"] = Fragments(jinja).html
    for module in (comparisons, running, rows, row_wording):
        for value in vars(module).values():
            if isinstance(value, WeightedCache):
                value.clear()


def pages(site) -> list[str]:
    return [site.get(address).text for address in ADDRESSES]


def of_a_new_process(site) -> list[str]:
    forget(site)
    return pages(site)


def test_whatever_happens_between_two_requests_the_second_page_is_that_of_a_new_process(site):
    site.release(SHOP, label="v1")
    site.release(V2, label="v2")
    site.project = replace(site.project, release="v1")
    site.add(
        environment("prod", tier="production"), environment("qa-1", tier="qa"), environment("qa-2", tier="qa")
    )
    site.seen("prod", *IN_STEP)
    site.seen("qa-1", *BLOCKED)
    site.seen("qa-2", *BEHIND)
    before = pages(site)

    def told_of_a_failure() -> None:
        site.failed("qa-2", Cause.UNREACHABLE)

    def told_another_tier() -> None:
        first, *others = site.project.environments
        site.project = replace(site.project, environments=(replace(first, tier="canary"), *others))
        current = site.client.app.state.dashboard.current
        settings = replace(current.settings, projects=(site.project,))
        current.state = replace(current.state, settings=settings)

    for happens in (
        lambda: site.later(seconds=7),
        lambda: site.later(minutes=1),
        lambda: site.seen("qa-1", *IN_STEP),
        lambda: site.seen("prod", *DRIFTED),
        told_of_a_failure,
        lambda: site.release(V2, label="v1", ago=timedelta(0)),
        told_another_tier,
        lambda: site.later(minutes=20),
    ):
        happens()
        now = pages(site)

        assert now != before, happens
        assert now == of_a_new_process(site)
        before = now


def test_a_kept_fragment_sees_nothing_but_what_it_is_kept_under():
    jinja = rendering.environment(TEMPLATES, static="/static/x", files=())

    with pytest.raises(UndefinedError, match="cells"):
        jinja.from_string("{{ kept('fleet/cells.html') }}").render(cells=())


def test_a_page_that_the_browser_has_is_not_sent_again_and_a_changed_one_is(site):
    site.release(SHOP)
    site.seen("qa", *IN_STEP)
    address = "/shop/environments/qa"
    tag = site.get(address).headers["ETag"]

    again = site.get(address, status=304, If_None_Match=f'"other", {tag}')
    assert (again.content, again.headers["ETag"]) == (b"", tag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert again.headers["Content-Security-Policy"]
    assert "2 min ago" in site.get(address).text

    site.later(minutes=1)
    assert "3 min ago" in site.get(address, If_None_Match=tag).text
    tag = site.get(address).headers["ETag"]
    site.seen("qa", *BLOCKED)
    assert "qa is blocked" in site.get(address, If_None_Match=tag).text
