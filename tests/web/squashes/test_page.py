"""The page of the squashes of a release."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

from app.config import Project
from app.domain.release import Unreadable
from tests import build
from tests.web.conftest import NOW, Site
from tests.web.dom import Element
from tests.web.squashes import shop
from tests.web.squashes.shop import SQUASH


def card(main: Element, name: str = SQUASH) -> Element:
    return next(each for each in main.all("article") if each.one("h2").text == name)


def gates(main: Element, name: str = SQUASH) -> list[str]:
    return [gate.text for gate in card(main, name).all("ol")[0].all("li") if gate.all("h3")]


def test_the_sentence_says_who_holds_what(squashed: Site):
    main = squashed.main("/shop/squashes")

    assert main.one("h1").text == "production-apac holds 1 of 2 squashes."
    assert "Against v2.0" in main.text
    assert "2 squashes, 7 environments" in main.text
    assert [each.one("h2").text for each in main.all("article")] == [SQUASH, "cms.0001_squashed_0002"]


def test_a_card_says_how_far_each_environment_is(squashed: Site):
    held = card(squashed.main("/shop/squashes"))

    assert "production-apac holds it: half applied." in held.text
    phases = [line.text for line in held.one("ul").all("li")]
    assert phases == [
        "1 half applied production-apac",
        "1 own row to come sandbox-1",
        "3 recorded",
        "1 untouched",
        "1 not seen away",
    ]
    assert held.link("sandbox-1").href == "/shop/environments/sandbox-1"


def test_each_gate_says_whether_it_is_open_and_what_to_do(squashed: Site):
    files, replaces, rows = gates(squashed.main("/shop/squashes"))

    assert files.startswith("Delete the replaced files shut production-apac is half applied.")
    assert "python manage.py migrate orders" in files
    assert "D302" in files
    assert replaces.startswith("Take replaces out shut production-apac is half applied; sandbox-1 has not")
    assert "python manage.py migrate orders" not in replaces
    assert "python manage.py migrate" in replaces
    assert "Django refuses to prune" in rows


def test_an_open_gate_has_its_commands(squashed: Site):
    squashed.remove("away")
    squashed.seen("production-apac", *shop.RECORDED)

    files, replaces, _ = gates(squashed.main("/shop/squashes"))
    assert files.startswith("Delete the replaced files open Every environment has run all of it, or nothing.")
    assert (
        "git rm -- orders/migrations/0001_initial.py orders/migrations/0002_status.py "
        "orders/migrations/0003_total.py"
    ) in files
    assert "billing.0001_initial and orders.0004_note need what it replaces" in files
    assert replaces.startswith("Take replaces out shut sandbox-1 has not recorded it yet.")


def test_of_a_later_release_it_says_whom_it_hurt(squashed: Site):
    main = squashed.main("/shop/squashes?release=v3.0")

    sentence = "Both squashes were taken apart too early for production-apac and sandbox-1."
    assert main.one("h1").text == sentence
    files, *_ = gates(main)
    assert files.startswith("Delete the replaced files too early None of the files is in this release.")
    assert "Django skips it in silence" in files
    assert "python manage.py migrate orders" not in card(main).text, "nothing would run what has no file"
    _, replaces, rows = gates(main, "cms.0001_squashed_0002")
    assert "Too early: sandbox-1 has no row of it" in replaces
    assert "sandbox-1 has no row of it" in rows


def test_rows_can_be_pruned_at_the_end(squashed: Site):
    for slug in ("away", "production-apac", "sandbox-1"):
        squashed.remove(slug)

    _, _, rows = gates(squashed.main("/shop/squashes?release=v3.0"), "cms.0001_squashed_0002")
    assert "python manage.py migrate cms --prune" in rows
    assert "production-eu, production-us and staging have rows that nothing needs any more." in rows


def test_squashes_are_found_by_name_and_by_who_holds_them(squashed: Site):
    def names(query: str) -> list[str]:
        return [each.one("h2").text for each in squashed.main(f"/shop/squashes?{query}").all("article")]

    assert names("q=cms.0002_block") == ["cms.0001_squashed_0002"]
    assert names("q=APAC") == [SQUASH]
    assert names("show=not-known") == ["cms.0001_squashed_0002"]
    assert names("show=nonsense&q=") == [SQUASH, "cms.0001_squashed_0002"]
    assert "1 of 2 squashes shown" in squashed.main("/shop/squashes?show=shut").text
    empty = squashed.main("/shop/squashes?q=nothing")
    assert "No squash has “nothing” in its name" in empty.text
    assert empty.link("Show all").href == "/shop/squashes"
    assert "No squash is of that kind." in squashed.main("/shop/squashes?show=open").text


def test_a_release_without_squashes_says_so(site: Site):
    site.release()
    site.seen("sandbox-1")

    main = site.main("/shop/squashes")
    assert main.one("h1").text == "v1.2 has no squash."
    assert "No migration of v1.2 has replaces" in main.text
    assert site.get("/shop/squashes.json").json()["squashes"] == []


def test_without_a_release_it_says_what_to_do(site: Site):
    site.environments("sandbox-1")

    main = site.main("/shop/squashes")
    assert "No release is known for The shop." in main.text
    assert "driftboard releases add" in main.text
    assert site.get("/shop/squashes.json").json()["release"] is None
    assert "No release is known" in site.get("/shop/squashes.md").text


def test_an_unknown_release_is_named(squashed: Site):
    main = squashed.main("/shop/squashes?release=v9")

    assert "No release is called v9." in main.one("h1").text


def test_a_release_that_was_not_read_whole_opens_nothing(site: Site):
    doubt = (Unreadable("x.py", 1, "no Python"),)
    site.release(replace(shop.V2_0, unreadable=doubt), label="v2.0")
    site.seen("production-eu", *shop.RECORDED)

    files, replaces, _ = gates(site.main("/shop/squashes"))
    assert "not known This release could not be read whole." in files
    assert "not known This release could not be read whole." in replaces


def test_the_json_has_every_environment(squashed: Site):
    told = squashed.get("/shop/squashes.json").json()

    assert told["format"] == "driftboard-squashes/1"
    assert told["sentence"] == "production-apac holds 1 of 2 squashes."
    _, orders = told["squashes"]
    assert orders["phases"]["recorded"] == ["production-eu", "production-us", "staging"]
    assert orders["not_seen"] == ["away"]
    files = orders["gates"][0]
    assert files["answer"] == "shut"
    assert files["held"] == [
        {
            "reason": "half-applied",
            "environments": ["production-apac"],
            "commands": ["python manage.py migrate orders"],
        }
    ]


def test_the_csv_has_a_row_for_each_environment_that_holds_a_gate(squashed: Site):
    answer = squashed.get("/shop/squashes.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert "text/csv" in answer.headers["content-type"]
    held = [row["environment"] for row in rows if row["effect"] == "holds" and row["gate"] == "files"]
    assert held == ["production-apac"]


def test_a_name_that_is_a_formula_is_none_in_the_csv(site: Site):
    odd = build.release("=cmd: 1 < 2", "=cmd: s = 1+2")
    site.release(odd)
    site.seen("sandbox-1", "=cmd.1")

    rows = list(csv.DictReader(io.StringIO(site.get("/shop/squashes.csv").text)))
    assert {row["squash"] for row in rows} == {"'=cmd.s"}


def test_the_markdown_names_each_squash(squashed: Site):
    said = squashed.get("/shop/squashes.md").text

    assert said.startswith("**Squashes of v2.0**")
    assert "- Held: `orders.0001_squashed_0003`: production-apac holds it: half applied." in said


def test_many_squashes_and_environments_are_bounded(site: Site):
    number = 40
    many = build.release(*(line for n in range(number) for line in (f"a{n}: 1 < 2", f"a{n}: s = 1+2")))
    site.release(many)
    for n in range(20):
        site.seen(f"sandbox-{n}", *(f"a{each}.1" for each in range(number)))

    main = site.main("/shop/squashes")
    assert len(main.all("article")) == 24
    assert "16 more squashes not shown here:" in main.text
    assert "and 14 more" in main.all("article")[0].text
    assert len(site.get("/shop/squashes.json").json()["squashes"]) == number


def test_a_pinned_page_stays_as_it_was(squashed: Site):
    pinned = squashed.main("/shop/squashes").link("Copy pinned link").href
    squashed.later(hours=1)
    before = squashed.get(pinned).text
    assert "production-apac holds 1 of 2 squashes." in before
    squashed.seen("production-apac", *shop.RECORDED)
    squashed.release(shop.V3_0, label="v2.0", ago=timedelta(0))

    assert squashed.get(pinned).text == before
    assert "immutable" in squashed.get(pinned).headers["cache-control"]
    now = squashed.main(pinned.split("?")[0] + "/now")
    assert "V2.0 points to another release" in now.one("h1").text
    for ending in (".json", ".csv", ".md", "/now.json", "/preview.png", "/download.html"):
        squashed.get(pinned.split("?")[0] + ending)


def test_a_pinned_page_leads_to_pinned_pages(squashed: Site):
    pinned = squashed.main("/shop/squashes").link("Copy pinned link").href

    href = card(squashed.main(pinned)).link("production-apac").href
    assert "/at/" in href
    assert "/against/v2.0~" in href
    squashed.get(href)


def test_an_address_that_is_not_canonical_leads_to_the_one_that_is(squashed: Site):
    pinned = squashed.main("/shop/squashes").link("Copy pinned link").href
    other = pinned.replace("/v2.0~", "/old~")

    assert squashed.get(other, status=308).headers["location"] == pinned
    assert squashed.get(other + ".json", status=308).headers["location"] == pinned + ".json"
    squashed.get(pinned.replace("2026", "2036"), status=404)
    squashed.get(pinned.replace("/at/2026", "/at/x2026"), status=404)


def test_the_now_of_a_label_that_stays_leads_to_the_live_page(squashed: Site):
    pinned = squashed.main("/shop/squashes").link("Copy pinned link").href

    now = squashed.get(pinned + "/now.json").json()
    assert now["sentence"] == "Production-apac holds 1 of 2 squashes."
    assert now["page"] == "/shop/squashes?release=v2.0"


def test_what_leads_to_the_page(squashed: Site):
    release = squashed.main("/shop/releases/v2.0")
    assert release.link("How far each environment is").href == "/shop/squashes?release=v2.0"
    finding = "/shop/environments/production-apac/findings/partial-squash/orders.0001_squashed_0003"
    href = squashed.main(finding).link("This squash in every environment").href
    assert href == f"/shop/squashes?release=v2.0&q={SQUASH}"
    squashed.get(href)
    assert "/shop/squashes" in squashed.get("/shop/go?q=squash").text


def test_the_moment_of_the_page_is_that_of_the_request(squashed: Site):
    assert squashed.get("/shop/squashes.json").json()["moment"] == NOW.isoformat().replace("+00:00", "Z")


def test_from_another_project_one_comes_to_its_squashes(squashed: Site):
    squashed.more = (Project("other", "Another"),)

    for page in ("/shop/squashes", squashed.main("/shop/squashes").link("Copy pinned link").href):
        assert "/other/squashes" in squashed.get(page).text
