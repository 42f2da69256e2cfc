"""The matrix as rows of one app, JSON, CSV, Markdown, and pinned."""

import csv
import io

from app.web.matrix.facts import live_matrix
from app.web.matrix.preview import picture
from tests import build
from tests.web.conftest import IN_STEP, Site
from tests.web.matrix.fleet import SITES
from tests.web.matrix.test_page import PAGE

HTMX = {"HX_Request": "true"}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def pinned(site: Site, query: str = "") -> str:
    return site.main(f"{PAGE}{query}").link("Copy pinned link").href


def test_htmx_gets_the_rows_of_one_app_and_the_address(full: Site):
    answer = full.get(f"{PAGE}/apps/tags", HX_Current_URL=f"http://x{PAGE}?open=orders", **HTMX)

    assert answer.headers["HX-Push-Url"] == f"{PAGE}?open=orders%2Ctags"
    assert answer.text.count("<tbody") == 1
    assert 'data-key="tags.0006_step"' in answer.text
    assert 'value="orders,tags"' in answer.text
    folded = full.get(f"{PAGE}/apps/tags?fold=1", HX_Current_URL=f"http://x{PAGE}?open=orders,tags", **HTMX)
    assert folded.headers["HX-Push-Url"] == f"{PAGE}?open=orders"
    assert "data-key" not in folded.text


def test_who_is_not_htmx_gets_the_page(full: Site):
    answer = full.get(f"{PAGE}/apps/tags?open=orders")

    assert "HX-Request" in answer.headers["Vary"]
    assert 'data-key="tags.0006_step"' in answer.text
    assert 'data-key="orders.0001_initial"' in answer.text
    full.get(f"{PAGE}/apps/nothing", status=404)
    full.get(f"{PAGE}/apps/=ZZ", status=404)
    full.get(f"{PAGE}/apps/sites", status=404, **HTMX)


def test_the_json_has_everything(full: Site):
    document = full.get(f"{PAGE}.json").json()

    assert document["format"] == "driftboard-matrix/1"
    assert document["sentence"].startswith("3 of 4 apps differ")
    assert [app["app"] for app in document["apps"]] == ["orders", "users", "tags", "sites"]
    blocked, *_ = document["columns"]
    assert blocked["environments"] == ["qa-eu", "sandbox-3"]
    assert {"migration": "orders.0001_initial", "status": "missing-dependency"} in blocked["cells"]
    two = next(each for each in document["columns"] if each["environments"] == ["two"])
    assert two["several"] == "database"
    assert {"migration": "orders.0002_status", "status": "pending", "tables": 1, "of": 2} in two["cells"]
    away = next(each for each in document["columns"] if each["environments"] == ["away"])
    assert (away["blank"], away["cells"]) == ("unseen", [])
    assert full.get("/shop/matrix.json?release=v1.2").json()["links"]["page"] == f"{PAGE}?release=v1.2"


def test_the_csv_has_a_column_for_each_environment(full: Site):
    answer = full.get(f"{PAGE}.csv?verdict=blocked&verdict=behind")
    rows = table(answer.text)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="matrix-shop.csv"'
    assert list(rows[0]) == ["app", "migration", "one_way", "qa-eu", "sandbox-3", "production-eu", "two"]
    assert rows[0] == {
        "app": "orders",
        "migration": "",
        "one_way": "",
        "qa-eu": "missing dependency",
        "sandbox-3": "missing dependency",
        "production-eu": "1 pending",
        "two": "1 pending in 1 of 2 databases",
    }
    unique = next(row for row in rows if row["migration"].startswith("0010"))
    assert (unique["one_way"], unique["qa-eu"], unique["two"]) == ("yes", "missing", "applied")
    everything = table(full.get(f"{PAGE}.csv?show=all").text)
    assert {row["app"] for row in everything} == {"orders", "users", "tags", "sites"}
    assert next(row for row in everything if row["migration"] == "0001_initial")["away"] == "no fresh data"


def test_no_cell_of_the_csv_is_a_formula(full: Site):
    full.release(build.release("=cmd|x: -1 < +2 < @3"))
    rows = list(csv.reader(io.StringIO(full.get(f"{PAGE}.csv?show=all").text)))

    assert any(row[0] == "'=cmd|x" for row in rows)
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]


def test_the_markdown_says_what_is_the_matter_and_where(full: Site):
    said = full.get(f"{PAGE}.md").text

    assert said.startswith("**Matrix of The shop**")
    assert "- Blocks: `orders`: missing dependency in qa-eu and sandbox-3; 1 pending" in said
    assert "- Differs: `tags`: unknown in staging" in said
    assert "/shop/matrix/at/" in said
    assert "verdict blocked" in full.get(f"{PAGE}.md?verdict=blocked").text


def test_a_pinned_matrix_stays_and_says_what_is_so_now(full: Site):
    address = pinned(full, "?open=orders")
    path, _, query = address.partition("?")
    assert query == "open=orders"
    full.later(minutes=5)
    before = full.get(address)
    assert "immutable" in before.headers["Cache-Control"]
    assert before.headers["HX-Push-Url"] == address
    assert "data-key" in before.text

    for slug in ("sandbox-3", "qa-eu"):
        full.seen(slug, "users.0010_add_unique_id_migration", *("users.0001_initial",), SITES)
    full.later(minutes=5)
    assert full.get(address).text == before.text
    now = full.get(f"{path}/now.json").json()
    assert now["page"] == PAGE
    assert now["sentence"].endswith(".")
    assert "See the matrix now" in full.get(f"{path}/now").text
    assert full.get(f"{path}/preview.png").content[:4] == b"\x89PNG"
    assert full.get(f"{path}.json").json()["links"]["pinned"] == path
    assert full.get(f"{path}.csv").text.startswith("app,migration")
    assert "Matrix of" in full.get(f"{path}.md").text
    assert "data-key" in full.get(f"{path}/apps/orders", **HTMX).text


def test_a_pinned_address_with_other_words_moves_and_an_unknown_one_is_none(full: Site):
    path = pinned(full)
    head, _, against = path.rpartition("/")
    wrong = f"{head}/other{against[against.index('~') :]}"

    for ending in ("", ".json", ".csv", ".md", "/now", "/now.json", "/preview.png", "/apps/orders"):
        moved = full.get(f"{wrong}{ending}?open=orders", status=308)
        assert moved.headers["Location"] == f"{path}{ending}?open=orders"
    full.get(f"{head}/v1.2~0123456789", status=404)
    full.get(f"{head}/v1.2", status=404)
    full.get("/shop/matrix/at/2099-01-01T0000Z/against/v1.2~0123456789", status=404)


def test_the_preview_of_a_link_says_it_in_brief(full: Site):
    html = full.get(pinned(full)).text

    assert 'property="og:title" content="3 of 4 apps differ somewhere · The shop"' in html
    assert (
        'property="og:description" content="Only orders and users block. 8 environments against v1.2.' in html
    )
    assert '/preview.png"' in html


def test_its_picture_is_the_top_left_of_the_table(full: Site):
    with full.store.reading() as session:
        made = picture(live_matrix(session, full.project, now=full.now, release_text=None))
    assert made.grid is not None

    heads = full.main(PAGE).one("table").all("tr")[1].all("th")
    assert [column.name for column in made.grid.columns] == [head.text for head in heads]
    rows = {name: [sign.status or sign.blank for sign in signs] for name, signs in made.grid.rows}
    assert rows["orders"][:4] == ["missing-dependency", "missing-dependency", "", "pending"]
    assert list(rows) == ["orders", "users", "tags"]
    assert "unseen" in rows["tags"]


def test_where_nothing_differs_its_picture_has_the_strip(site: Site):
    site.release()
    site.seen("edge-1", *IN_STEP)
    with site.store.reading() as session:
        made = picture(live_matrix(session, site.project, now=site.now, release_text=None))

    assert made.grid is None
    assert [bar.number for bar in made.strip if bar.number] == [1]


def test_the_top_bar_and_go_to_lead_here(full: Site):
    assert full.page("/shop").link("Matrix").href == PAGE
    assert full.get("/shop/go?q=matrix", status=303).headers["Location"] == PAGE
    assert full.main("/shop/compare").link("Three or more? The matrix has all of them").href == PAGE
