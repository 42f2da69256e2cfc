"""What stands around the map: words that select, the other environment, the pickers, the pictures; hostile names."""

from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.map.query import written
from app.store import snapshots
from app.web.environment.map.picture import MAX_PIXELS, png_of
from app.web.map.view import map_view
from tests import build
from tests.domain.map.maps import made_up
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP
from tests.web.pictures.png import size_of

PAGE = "/shop/environments/bad"
SVG = "{http://www.w3.org/2000/svg}"
ODD = (
    "\N{RIGHT-TO-LEFT OVERRIDE}gnol",
    "x" * 255,
    "\"quoted\" 'too'",
    "<img src=/odd onerror=odd()>]]>&amp;",
    "..",
    "a+b..c app:d",
    "bell\x07\ttab\nline",
    "\N{PILE OF POO}\N{ZERO WIDTH JOINER}",
)


def test_words_select_on_page_map_table_and_picture(site):
    site.release()
    site.seen("bad", *BLOCKED)
    query = "?q=users.0010..orders.0001"
    section = site.main(f"{PAGE}{query}").by_id("map-section")
    drawing = section.one("svg", **{"class": "map-svg"})

    assert "2 selected by users.0010..orders.0001. Show all" in section.text
    assert drawing.all("a")[0].href.startswith(f"{PAGE}?focus=")
    twin = site.get(f"{PAGE}/map.json{query}").json()
    assert [node["id"] for node in twin["nodes"] if node.get("lit")] == [
        "users.0010_add_unique_id_migration",
        "orders.0001_initial",
    ]
    counts = twin["counts"]
    assert counts["shown"] + counts["capsuled"] + counts["folded"] == counts["total"]
    assert "0002_status" not in site.get(f"{PAGE}/map.svg{query}").text
    refused = site.main(f"{PAGE}?q=status:odd").by_id("map-section")
    assert "There is no status odd. The statuses are applied," in refused.text
    assert "None selected by status:odd. Show all" in refused.text


def test_the_examples_select_what_they_say(site):
    site.release()
    site.seen("bad", *BLOCKED)
    examples = site.main(PAGE).one("details", **{"class": "map-examples"}).all("a")

    assert [link.text for link in examples][3] == "+orders.0001_initial"
    assert examples[-1].text == "users.0010_add_unique_id_migration..orders.0001_initial"
    for link in examples:
        assert " selected by " in site.main(link.href).by_id("map-section").text


def test_another_environment_is_shown_besides_and_pinned(site):
    site.release()
    site.environments("old")
    history = site.seen("good", *IN_STEP)
    site.seen("bad", *BLOCKED)
    live = site.main(f"{PAGE}?with=good")

    assert "2 migrations differ in good." in live.by_id("map-section").text
    pinned = next(link for link in live.all("a") if link.text.strip() == "Copy pinned link").href
    assert parse_qs(urlsplit(pinned).query)["with"] == [f"good~{history.fingerprint[:10]}"]
    assert f"in good as of {history.fingerprint[:8]}." in site.main(pinned).by_id("map-section").text
    node = next(n for n in site.get(f"{PAGE}/map.json?with=good").json()["nodes"] if n.get("other"))
    assert (node["id"], node["other"]) == ("users.0010_add_unique_id_migration", "applied")
    bare = urlsplit(pinned).path
    for address, problem in (
        (f"{PAGE}?with=nobody", "There is no environment nobody to lay over the map."),
        (f"{PAGE}?with=good~00000000", "good has no histories that begin with 00000000."),
        (f"{PAGE}?with=old", "Nothing was ever seen of old, so there is nothing to lay over the map."),
        (f"{bare}?with=good", "This page is pinned, so with= must name a history too: good~7c1f0a9e41."),
    ):
        assert problem in site.main(address).by_id("map-section").text


def test_the_picker_of_snapshots_leads_to_the_pinned_page(site):
    site.release()
    site.seen("bad", *BEHIND)
    earlier = site.seen("bad", *BLOCKED)
    site.seen("bad", *IN_STEP)
    (option,) = [
        each for each in site.main(PAGE).all("option") if each.attributes["value"] == earlier.fingerprint[:10]
    ]
    response = site.get(f"{PAGE}?history={option.attributes['value']}&q=app:users", status=303)

    assert f"~{earlier.fingerprint[:10]}/against/" in response.headers["Location"]
    assert response.headers["Location"].endswith("q=app%3Ausers")
    assert site.get(f"{PAGE}?history=00000000").status_code == 200


def test_hostile_names_are_drawn_and_selected(site):
    keys = [MigrationKey("users", text) for text in ODD]
    rows = [Row(each, "2026-05-01 11:58:07", number) for number, each in enumerate(keys, 1)]
    site.release()
    site.seen("bad", *BLOCKED)
    site.later(minutes=1)
    with site.store.writing() as session:
        history = History((*build.history(*BLOCKED).rows, *rows))
        snapshots.add(session, "shop", "bad", history, at=site.now)
    for view in ("window", "differs", "all"):
        address = f"view={view}&lanes=differing"
        root = ET.fromstring(site.get(f"{PAGE}/map.svg?{address}").content)  # noqa: S314 - our own
        assert root.tag == f"{SVG}svg"
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
            "svg", "title", "defs", "symbol", "rect", "text", "g", "path", "circle", "use", "polygon", "line", "ellipse"
        }  # fmt: skip
        assert size_of(site.get(f"{PAGE}/map.png?{address}").content)[0] >= 640
        for node in site.get(f"{PAGE}/map.json?{address}").json()["nodes"]:
            assert site.get(node["href"]).status_code == 200 if "href" in node else True
    for text in map(str, keys):
        twin = site.get(f"{PAGE}/map.json?view=all&q={quote(written(text))}").json()
        assert twin["selected"] == "1 selected", text


def test_a_png_of_a_large_map_is_bounded():
    drawing = map_view(made_up(7, 2500), link=lambda _: "", view="all")
    png = png_of(drawing, "large " + "\N{RIGHT-TO-LEFT OVERRIDE}" + "x" * 500)
    width, height = size_of(png)

    assert width * height <= MAX_PIXELS
