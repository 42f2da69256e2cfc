"""What people paste of a finding: the preview of its link, the texts, the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.collect.json_file import read
from app.domain import manifest
from app.domain.findings import Severity
from app.store import snapshots
from app.web.urls.pages import below
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, Site
from tests.web.pictures.png import size_of

HOST = "http://testserver"
LIVE = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial"
CASES = Path(__file__).parents[3] / "cases"
FOLDERS = sorted(path.parent.name for path in CASES.glob("*/release.json"))


@pytest.fixture
def blocked(site: Site) -> Site:
    site.release()
    site.seen("sandbox-3", *BLOCKED)
    site.seen("sandbox-7", *BLOCKED)
    return site


def pinned(site: Site, live: str = LIVE) -> str:
    return site.page(live).one("link", rel="canonical").href.removeprefix(HOST)


def content(page, name: str) -> str:
    return page.one("meta", property=name).attributes["content"]


@pytest.mark.acceptance(32)
def test_the_title_names_environment_verdict_and_both_migrations(blocked: Site):
    for address in (LIVE, pinned(blocked)):
        page = blocked.page(address)

        assert content(page, "og:title") == "sandbox-3 is blocked: orders.0001_initial needs users.0010"
        assert content(page, "og:image:alt") == page.one("h1").text


def test_the_text_of_a_live_link_says_where_else_and_as_of_when(blocked: Site):
    assert content(blocked.page(LIVE), "og:description") == (
        "users.0010_add_unique_id_migration is not applied. Since 19 Jun 2026, 09:12 UTC or before."
        " 2 environments, 3 ways out. As of 09:14 UTC."
    )


def test_the_text_of_a_pinned_link_says_only_what_stays(blocked: Site):
    text = content(blocked.page(pinned(blocked)), "og:description")

    assert "environments" not in text
    assert "As of" not in text
    assert text.endswith("3 ways out.")


def test_a_live_link_shows_the_picture_of_that_moment(blocked: Site):
    page = blocked.page(LIVE)
    image = content(page, "og:image")

    assert image == HOST + pinned(blocked) + "/preview.png"
    answer = blocked.client.get(image)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert size_of(answer.content) == (1200, 630)


def test_the_box_has_the_texts_that_are_copied_and_the_file_has_the_same(blocked: Site):
    address = pinned(blocked)
    box = blocked.page(address).one("section", id="share")
    shown = ["".join(code.children) for code in box.all("code")]

    assert shown[0].startswith(
        "**sandbox-3 is blocked on v1.2** (received 19 Jun 2026, 09:12 UTC)\n`orders.0001_"
    )
    assert shown[1].startswith(
        "*sandbox-3 is blocked on v1.2* (received 19 Jun 2026, 09:12 UTC)\n`orders.0001_"
    )
    for text, ending in zip(shown, (".md", ".slack.txt"), strict=True):
        file = blocked.get(address + ending)
        assert [line for line in file.text.splitlines() if "Since:" not in line] == [
            line for line in text.splitlines() if "Since:" not in line
        ]
        assert file.headers["Cache-Control"] == "private, no-cache"
    assert box.link("the page").href == address + "/download.html"


def test_the_text_has_django_s_words_and_the_ways_out(blocked: Site):
    text = blocked.get(pinned(blocked) + ".md").text

    assert (
        "- Django: `InconsistentMigrationHistory: Migration orders.0001_initial is applied before its dependency "
        "users.0010_add_unique_id_migration on database 'default'.`\n"
    ) in text
    assert "- Ways out: Record the row · " in text
    assert "also: sandbox-7\n" in text.replace("Also", "also")
    assert text.endswith(f"[Open in Driftboard]({HOST}{pinned(blocked)})\n")


def test_texts_and_previews_name_the_public_address_where_it_is_known(blocked: Site):
    address = pinned(blocked)
    current = blocked.client.app.state.dashboard.current
    current.state = replace(
        current.state, settings=replace(current.settings, public_url="https://drift.example")
    )

    assert f"(https://drift.example{address})" in blocked.get(address + ".md").text
    assert content(blocked.page(address), "og:image") == f"https://drift.example{address}/preview.png"


def test_an_old_address_of_a_picture_leads_to_the_present_one(blocked: Site):
    old = pinned(blocked).replace("/v1.2~", "/older~") + "/preview.png"
    answer = blocked.get(old, status=308)

    assert answer.headers["Location"] == pinned(blocked) + "/preview.png"


def test_the_pictures_of_the_other_pages(blocked: Site):
    blocked.seen("sandbox-4", *DRIFTED)
    blocked.seen("sandbox-5", *IN_STEP)
    blocked.seen("sandbox-6", *BEHIND)
    pages = ["/shop", "/shop/releases/v1.2", "/shop/releases/v1.2/diff/v1.2"]
    pages += [f"/shop/environments/sandbox-{number}" for number in (3, 4, 5, 6)]
    for address in pages:
        image = content(blocked.page(address), "og:image").removeprefix(HOST)
        answer = blocked.get(image)

        assert size_of(answer.content) == (1200, 630), address
        assert len(answer.content) < 100_000
        assert "immutable" in answer.headers["Cache-Control"] or "/fleet/" in image


def test_every_situation_has_a_preview_that_fits(site: Site):
    """A finding of each code that a comparison alone gives: title and text of its preview, and its message."""
    for name in FOLDERS:
        site.release(manifest.loads((CASES / name / "release.json").read_text()), label=name)
    site.environments(*FOLDERS)
    with site.store.writing() as session:
        for name in FOLDERS:
            snapshots.add(session, "shop", name, read(CASES / name / "history.json"), at=site.now)
    done: set[str] = set()
    for name in FOLDERS:
        document = site.get(f"/shop/environments/{name}.json?release={name}").json()
        for found in document["findings"]:
            if found["code"] in done:
                continue
            done.add(found["code"])
            address = f"/shop/environments/{name}/findings/{found['name']}/{found['subject']}?release={name}"
            live = site.page(address)
            title, text = content(live, "og:title"), content(live, "og:description")

            assert len(title) <= 70
            assert len(text) <= 180
            assert title.startswith(name)
            assert (" is blocked: " in title) == (found["code"][1] == str(Severity.BLOCKING.value))
            assert found["subject"].split("_")[0] in title
            for link in live.all("link", rel="canonical") if len(done) % 4 == 1 else ():
                file = below(link.href.removeprefix(HOST), ".md")
                assert found["subject"] in site.get(file).text
    assert len(done) > 20
