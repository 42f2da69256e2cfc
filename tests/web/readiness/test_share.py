"""What is taken along from the page of readiness: JSON, CSV, Markdown."""

import csv
import io
import json
from pathlib import Path

from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, Site, environment
from tests.web.readiness.test_page import PAGE, one_way

WHY = (
    "`orders.0001_initial` is applied, but `users.0010_add_unique_id_migration`, which it depends on, is not."
)


def table(site: Site, address: str = f"{PAGE}.csv"):
    return list(csv.DictReader(io.StringIO(site.get(address).text)))


def test_the_csv_has_the_rows_of_the_page_in_its_order(story: Site):
    answer = story.get(f"{PAGE}.csv")
    rows = table(story)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="readiness-v1.2.csv"'
    assert [row["environment"] for row in rows][:3] == ["sandbox-1", "sandbox-2", "sandbox-6"]
    assert {row["answer"] for row in rows} == {"no", "unknown", "mind", "yes"}
    assert [row["environment"] for row in table(story, f"{PAGE}.csv?answer=mind")] == ["sandbox-4"]


def test_the_csv_counts_the_steps(site: Site):
    site.release(one_way("orders_0001_initial", "orders_0002_status"))
    site.seen("a", *BEHIND)
    (row,) = table(site)

    assert (row["steps"], row["one_way"], row["first_one_way_step"]) == ("2", "2", "1")
    assert row["first_one_way"] == "orders.0001_initial"


def test_no_cell_of_the_csv_is_a_formula(site: Site):
    site.release()
    site.add(*(environment(f"e{number}", tier=sign + "1+1") for number, sign in enumerate("=+-@\t\r")))
    site.environments("e9", tier="-")
    tiers = [row["tier"] for row in table(site)]

    assert all(tier.startswith("'") for tier in tiers)
    assert "'=1+1" in tiers


def test_a_row_from_a_database_is_no_formula_either(site: Site):
    site.release()
    site.seen("a", *IN_STEP, *["=cmd|' /C calc'!A0.0001_x"] * 2)
    (row,) = table(site)

    assert row["first_thing"].startswith("'=cmd")


def test_the_markdown_has_the_sentence_who_cannot_and_the_numbers(story: Site):
    said = story.get(f"{PAGE}.md").text

    assert said.splitlines()[:3] == [
        "**Readiness of v1.2** (as of 19 Jun 2026, 09:14 UTC)",
        "3 of 6 environments can take v1.2. 2 cannot, 1 is unknown.",
        f"- sandbox-1: {WHY}",
    ]
    assert "- Counts: No 2 · Unknown 1 · Yes, mind 1 · Yes 2" in said
    assert "/readiness/at/2026-06-19T091420Z)" in said
    assert said.strip() in story.main(PAGE).one("copy-command", data_key="C").one("code").children[0]


def test_the_markdown_names_a_few_of_many(site: Site):
    site.release(one_way("orders_0002_status"))
    for number in range(15):
        site.seen(f"e{number:02}", *BLOCKED[:2])
    site.seen("f", *BEHIND)
    said = site.get(f"{PAGE}.md").text

    assert "- And: 3 more environments that cannot take it" in said
    assert "- No way back after: `orders.0002_status` (RunPython without reverse)" in said


def test_the_json_says_the_plan_and_what_of_it_is_one_way(site: Site):
    site.release(one_way("orders_0002_status"))
    site.seen("a", *BEHIND)
    document = site.get(f"{PAGE}.json").json()
    (each,) = document["environments"]

    assert document["format"] == "driftboard-readiness/1"
    assert each["plan"]["steps"] == ["orders.0001_initial", "orders.0002_status"]
    assert (each["plan"]["one_way"], each["plan"]["first_one_way"]) == (["orders.0002_status"], 2)
    assert each["plan"]["apps"] == {"orders": 2}
    assert document["one_way"] == [
        {"migration": "orders.0002_status", "why": "RunPython without reverse", "plans": 1}
    ]
    assert site.page(each["links"]["readiness"]).one("section", id="plan-and-way-back")


def test_the_document_in_the_manual_is_of_the_form_of_the_real_one(site: Site):
    site.release(one_way("orders_0002_status"))
    site.seen("a", *BEHIND)
    text = (Path(__file__).resolve().parents[3] / "docs" / "readiness.md").read_text(encoding="utf-8")
    written, real = json.loads(text.split("```json\n")[1].split("```")[0]), site.get(f"{PAGE}.json").json()
    (of_manual,), (of_page,) = written["environments"], real["environments"]

    assert written["format"] == real["format"]
    assert written.keys() <= real.keys()
    assert of_manual.keys() <= of_page.keys()
    assert of_manual["plan"].keys() <= of_page["plan"].keys()
    assert sum(written["counts"].values()) == 40
