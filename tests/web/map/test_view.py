"""The map in JSON and on a page: marks, legend, texts, links."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.assets import STATIC, TEMPLATES
from app.domain.drift import Drift, compare
from app.domain.map import View
from app.domain.map.panels import MAX_ELEMENTS
from app.domain.release import Migration, Operation, Release
from app.domain.status import Status
from app.web.map import words as map_words
from app.web.map.view import MapView, map_view
from tests.build import history, key, release
from tests.domain.map.maps import made_up

USERS = "users.0010_add_unique_id_migration"
ORDERS = "orders.0001_initial"


def story() -> Drift:
    irreversible = (Operation("RunPython", reversible=False),)
    first = Migration(key("users.0001_initial"))
    shop = Release.of(
        (
            first,
            Migration(key(USERS), (first.key,), operations=irreversible),
            Migration(key(ORDERS), (key(USERS),)),
        )
    )
    return compare(shop, history("users.0001_initial", ORDERS))


def map_of(drift: Drift, **arguments: object) -> MapView:
    return map_view(
        drift, link=lambda key: f"/shop/environments/s3?focus={key}", panel="/panel/{key}", **arguments
    )


def rendered(view: MapView) -> str:
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True
    )
    jinja.globals["static"] = "/static"
    return jinja.get_template("map/section.html").render(
        view=SimpleNamespace(map=view, map_src="/shop/environments/s3/map.json", tools=None)
    )


def texts(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup))


@pytest.mark.acceptance(14)
def test_two_loads_are_byte_for_byte_the_same():
    first, second = (
        json.dumps(map_of(made_up(7, 300), view=view).as_json()) for view in ("differs", "differs")
    )

    assert first == second


def test_exactly_one_edge_is_violated_and_has_its_words():
    edges = [edge for edge in map_of(story()).as_json()["edges"] if edge.get("violated")]

    assert [(edge["source"], edge["target"]) for edge in edges] == [(ORDERS, USERS)]
    assert edges[0]["label"]


@pytest.mark.acceptance(15)
@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("seed", range(6))
def test_the_legend_has_what_is_drawn_and_nothing_else(seed: int, view: str):
    view_ = map_of(made_up(seed, 300), view=view)
    drawn = {node.status for node in view_.nodes if node.kind != "more"}
    marks = {mark for node in view_.nodes for mark in node.marks}

    assert {sign.name for sign in view_.legend if sign.kind == "status"} == drawn
    assert {sign.name for sign in view_.legend if sign.kind == "mark"} == marks
    assert [sign.name for sign in view_.legend if sign.kind == "line"] == ["violated"] * any(
        edge.violated for edge in view_.edges
    )


def test_a_dot_has_no_room_for_the_mark_of_a_one_way_step():
    signs = {view: {sign.name for sign in map_of(story(), view=view).legend} for view in ("window", "all")}

    assert "irreversible" in signs["window"]
    assert "irreversible" not in signs["all"]


def test_the_legend_is_in_the_order_of_the_statuses():
    names = [sign.name for sign in map_of(story()).legend]

    assert names == ["applied", "missing-dependency", "missing", "irreversible", "violated"]


def test_the_words_of_the_legend_are_those_of_the_statuses():
    words = [sign.word for sign in map_of(story()).legend]

    assert words == ["applied", "missing dependency", "missing", "irreversible", "needs, no row"]


def test_a_migration_without_a_way_back_is_marked():
    (node,) = (node for node in map_of(story()).as_json()["nodes"] if node["id"] == USERS)

    assert node["marks"] == ["irreversible"]


@pytest.mark.acceptance(16)
def test_counts_of_the_json_add_up():
    for view in View:
        drift = made_up(11, 800)
        counts = map_of(drift, view=view).as_json()["counts"]

        assert (
            counts["shown"] + counts["capsuled"] + counts["folded"] == counts["total"] == len(drift.statuses)
        )


def test_ids_are_unique_and_every_edge_joins_two_of_them():
    for seed in range(20):
        answer = map_of(made_up(seed, 300)).as_json()
        ids = [node["id"] for node in answer["nodes"]]

        assert len(set(ids)) == len(ids)
        assert {end for edge in answer["edges"] for end in (edge["source"], edge["target"])} <= set(ids)
        assert len(ids) + len(answer["edges"]) <= MAX_ELEMENTS


def test_bands_align_on_their_first_card():
    shop = release("a: 1 < 2 < 3", "b: 1 @a.3", "c: 1", "d: 1 @c.1")
    view_ = map_of(compare(shop, history("a.1", "a.2", "b.1", "d.1")))
    left = {node.key: node.x - node.w // 2 for node in view_.nodes}

    assert left["a.3"] == left["c.1"]


def test_everything_is_about_310_bytes_a_migration():
    size = len(json.dumps(map_of(made_up(3, 3000), view="all").as_json(), separators=(",", ":")))

    assert size / 3000 < 400


def test_a_capsule_leads_to_its_last_migration():
    shop = release("users: " + " < ".join(f"{n:02}" for n in range(1, 10)), "orders: 1 @users.09")
    view_ = map_of(compare(shop, history(*(f"users.{n:02}" for n in range(1, 9)), "orders.1")))
    (capsule,) = (node for node in view_.nodes if node.kind == "capsule")

    assert (capsule.number, capsule.href) == ("7 applied", "/shop/environments/s3?focus=users.07")


def test_a_key_is_short_up_to_its_number():
    assert map_words.short(key(USERS)) == "users.0010"
    assert map_words.short(key("users.initial")) == "users.initial"


def hiding() -> Drift:
    quiet = [f"app{n:02}: 1" for n in range(14)]
    rows = [f"app{n:02}.1" for n in range(13)]
    return compare(
        release("users: 1 < 2", "orders: 1 @users.2", *quiet), history("users.1", "orders.1", *rows)
    )


def test_what_is_hidden_is_said_with_every_name():
    view_ = map_of(hiding())

    assert [(bar.heading, bar.differs, bar.href, bar.word) for bar in view_.bars] == [
        ("13 apps without differences", False, "?lanes=quiet", "Show them"),
        ("1 more app with pending migrations", True, "?lanes=differing", "Show them"),
    ]
    assert view_.bars[0].text.startswith("13 migrations, all applied: app00, app01")
    assert view_.bars[0].text.endswith("app12")
    assert view_.summary == "3 of 17 migrations shown, 14 apps hidden"
    assert texts(rendered(view_)).count("Show them") == 2


def test_hidden_apps_have_lanes_on_demand_and_can_be_hidden_again():
    view_ = map_of(hiding(), opened="differing")

    assert [(bar.heading, bar.href, bar.word) for bar in view_.bars][1] == (
        "1 more app with pending migrations",
        "?lanes=",
        "Hide them",
    )
    assert [lane.app for lane in view_.lanes] == ["users", "orders", "app13"]
    assert "1 pending" in [node.number for node in view_.nodes]
    assert map_of(hiding(), opened="sideways") == map_of(hiding())


def test_very_many_hidden_apps_are_named_in_part_and_counted():
    code = release(*(f"app{n:03}: 1" for n in range(70)), "users: 1 < 2")
    text = map_of(compare(code, history(*(f"app{n:03}.1" for n in range(70))))).bars[0].text

    assert text.endswith("app059 and 10 more")


def test_an_unknown_view_is_the_window():
    assert map_of(story(), view="sideways").view == "window"


def test_the_page_holds_the_map_as_an_svg_with_the_same_links():
    view = map_of(story())
    markup = rendered(view)

    assert markup.count("data-violated") == 2
    for node in view.nodes:
        assert f'href="{node.href}"' in markup
    assert "needs, no row" in texts(markup)


def test_a_narrow_screen_has_the_diagram_of_each_finding_which_leads_to_its_migration():
    pairs = rendered(map_of(story())).split('class="map-pairs"')[1].split("</ol>")[0]
    words = texts(pairs)

    # The label is drawn last, above the line.
    assert words.index("users. 0010_add") < words.index("orders. 0001_initial") < words.index("needs, no row")
    assert "no row · RunPython without reverse" in words
    assert 'href="/shop/environments/s3?focus=orders.0001_initial"' in pairs


def test_a_band_says_what_is_so_in_some_runs_only():
    code = release("a: s = 1", "a: t = old.1+t+s", django="5.2")
    drift = compare(code, history("a.1", "a.t"))
    pairs = texts(rendered(map_of(drift)))

    assert "Only makemigrations refuses, by chance: a.s" in pairs


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("a.1", "a.2"), "Nothing to run. No problems on this map."),
        (("a.1",), "1 migration to run."),
        ((), "2 migrations to run."),
    ],
)
def test_a_map_without_findings_says_what_would_run(rows: tuple[str, ...], says: str):
    drift = compare(release("a: 1 < 2"), history(*rows))

    assert f"{says} The table lists every migration." in texts(rendered(map_of(drift)))
    assert ("migration-map" in rendered(map_of(drift))) == bool(drift.outcome.plan)


def test_no_style_stands_in_the_markup():
    markup = rendered(map_of(story()))

    assert " style=" not in markup
    assert "<style" not in markup


def test_what_a_row_says_is_escaped():
    markup = rendered(map_of(compare(release("users: 1"), history("users.1", 'users.<script>"'))))

    assert "<script>" not in markup


def test_a_large_map_is_not_in_the_page_twice():
    markup = rendered(map_of(made_up(3, 800), view="all"))

    assert 'class="map-svg' not in markup
    assert "needs JavaScript" in markup


def test_every_status_has_its_colour_on_the_map():
    sheet = (Path(STATIC) / "css" / "map.css").read_text(encoding="utf-8")

    assert set(re.findall(r"--status: var\(--status-([a-z-]+)\)", sheet)) == set(Status)
