"""A table without rows, beside tables and other schemas: never taken for a new database in silence."""

import pytest

from app.domain.drift import Drift, compare
from app.domain.drift.headline import headline, row_headline
from app.domain.findings import Code, Finding, Verdict
from app.domain.history import History, Surroundings
from app.domain.release import Migration, Operation, Release
from app.domain.reports.drift import plain, report
from app.domain.runbook import entry_of
from tests.build import history, key, release


def shop(*, unread_names: bool = False) -> Release:
    """An app with two models, and one whose models name their tables themselves."""
    models = ("Order", "Line")
    return Release.of(
        [
            Migration(
                key("orders.0001"),
                operations=tuple(Operation("CreateModel", None if unread_names else name) for name in models),
            ),
            Migration(key("orders.0002"), (key("orders.0001"),), operations=(Operation("RunPython"),)),
            Migration(
                key("users.0001"), (key("orders.0001"),), operations=(Operation("CreateModel", "User"),)
            ),
        ]
    )


def drift_of(*, has_table: bool = True, code: Release | None = None, **facts) -> Drift:
    if has_table:
        facts = {"table_schema": facts.get("schema", ""), **facts}
    return compare(code or shop(), History(has_table=has_table, surroundings=Surroundings(**facts)))


def texts(drift: Drift) -> tuple[str, str]:
    return str(headline(drift, environment="shop-1", label="v2")), str(row_headline(drift, label="v2"))


@pytest.mark.parametrize("has_table", [True, False])
def test_tables_of_the_apps_without_a_row_are_trouble(has_table: bool):
    tables = ("audit_log", "orders_line", "orders_line_tags", "orders_order", "users_user")
    drift = drift_of(has_table=has_table, tables=tables)
    finding = Finding(Code.TABLES_WITHOUT_ROWS, key("orders.0001"), names=tables[1:])

    assert drift.findings == (finding,)
    assert drift.verdict is Verdict.DRIFTED
    told = "No row is recorded here, but 4 tables of this release's apps are there: orders_line, orders_line_tags, "
    told += "orders_order and 1 more."
    assert texts(drift) == (f"{told} Django would run everything anew, and meet them.", told)
    assert plain(drift).startswith(f"Drifted. {told}")
    assert report(drift)["findings"][0]["names"] == list(tables[1:])


def test_one_table_is_told_as_one():
    assert (
        "1 table of this release's apps is there: users_user." in texts(drift_of(tables=("users_user",)))[0]
    )


def test_tables_that_no_migration_is_known_to_create_are_named_and_no_finding():
    """They may be of another program, with a name that begins like the app's label."""
    told = (
        "This database has no django_migrations table: nothing is applied. Django would run all 3 migrations."
    )
    for tables, end in (
        (("users_seen",), "A table named like those of its apps is there: users_seen."),
        (
            ("a", "orders_x", "users_seen"),
            "Tables named like those of its apps are there: orders_x and users_seen.",
        ),
    ):
        drift = drift_of(has_table=False, tables=tables)

        assert drift.findings == ()
        assert texts(drift) == (f"{told} {end}", f"{told} {end}")


def test_models_whose_names_could_not_be_read_tell_nothing_of_their_tables():
    assert drift_of(tables=("orders_order",), code=shop(unread_names=True)).findings == ()


def test_tables_of_none_of_the_apps_ask_whether_it_is_the_right_database():
    drift = drift_of(has_table=False, tables=("customers", "invoices"))

    assert drift.verdict is Verdict.BEHIND
    assert texts(drift)[0].endswith(
        "None of the 2 tables there is named after an app of v2: is this the right database?"
    )
    one = drift_of(tables=("customers",))
    assert texts(one)[0].endswith(
        "The one table there is not named after an app of v2: is this the right database?"
    )


def test_names_that_a_database_takes_for_one_are_told():
    code = release("shop: 1_first < 2")
    rows = history("shop.1_First", "shop.1_first").rows
    blind = compare(code, History(rows, surroundings=Surroundings(table_schema="", is_case_blind=True)))

    assert texts(blind)[0].endswith(
        "The names of shop.1_First and shop.1_first differ only by case, at which this database does not look: "
        "a statement for one of these rows takes the other with it, so name rows by their id."
    )
    assert "differ only by case" not in "".join(texts(compare(code, History(rows))))


def test_rows_of_none_of_the_apps_ask_the_same():
    asked = "No row is of an app of v2: is this the right database?"
    code = release("shop: 1 < 2", "more: s = old.1+old.2", unmigrated_apps=frozenset({"plain"}))
    other = compare(code, history("blog.8", "blog.9"))
    elsewhere = compare(
        code,
        History(history("blog.9").rows, surroundings=Surroundings("tenant", "public", is_schema_chosen=True)),
    )

    assert other.verdict is Verdict.BEHIND
    assert all(text.endswith(asked) for text in (*texts(other), *texts(elsewhere)))
    assert "schema tenant, which the search_path names first" in texts(elsewhere)[0]
    for row in ("shop.1", "plain.1", "old.1"):
        assert asked not in "".join(texts(compare(code, history("blog.9", row))))


def test_nothing_is_said_of_tables_where_nothing_would_run():
    refused = drift_of(tables=("a_b",), code=release("a: 1x", "a: 1y"))
    empty = drift_of(tables=("a_b",), code=release())

    assert [finding.code for finding in refused.findings] == [Code.FORKED]
    assert "a_b" not in "".join((*texts(refused), *texts(empty)))


def test_a_table_in_another_schema_is_trouble():
    drift = drift_of(has_table=False, schema="public", other_schemas=("acme",))

    assert drift.findings == (Finding(Code.TABLE_ELSEWHERE, key("orders.0001"), names=("acme",)),)
    assert drift.verdict is Verdict.DRIFTED
    told = "No row is recorded here, but a django_migrations table lies in schema acme, which the search_path of this "
    told += "role does not name."
    assert texts(drift) == (f"{told} With this search_path Django would run everything anew.", told)


def test_many_schemas_are_counted():
    drift = drift_of(schema="public", other_schemas=("a", "b", "c", "d", "e"))

    assert "tables lie in the schemas a, b, c and 2 more, which" in texts(drift)[0]


def test_a_new_schema_that_the_url_names_is_behind_and_the_others_are_named():
    drift = drift_of(
        has_table=False, schema="orphan", is_schema_chosen=True, other_schemas=("acme", "globex")
    )

    assert drift.verdict is Verdict.BEHIND
    assert texts(drift)[0] == (
        "Schema orphan has no django_migrations table: nothing is applied. Django would run all 3 migrations. "
        "Schemas acme and globex have one."
    )
    empty = drift_of(schema="orphan", is_schema_chosen=True, other_schemas=("acme",))
    assert texts(empty)[0].endswith("Schema acme has a django_migrations table too.")


def test_rows_of_a_later_schema_of_the_search_path_are_told_as_such():
    """Django reads them too, and most who name two schemas mean the first."""
    surroundings = Surroundings("orphan", "public", is_schema_chosen=True)
    drift = compare(release("a: 1"), History(history("a.1").rows, surroundings=surroundings))
    place = (
        "The table that was read is that of schema public; schema orphan, which the search_path names first, "
    )
    place += "has none."

    assert drift.verdict is Verdict.IN_STEP
    assert texts(drift) == (f"shop-1 has everything v2 has. {place}", f"Everything v2 has. {place}")
    assert report(drift)["history"]["surroundings"] == {
        "schema": "orphan",
        "table_schema": "public",
        "is_schema_chosen": True,
        "other_schemas": [],
        "tables": [],
        "is_case_blind": False,
        "sentence": place,
    }


def test_both_findings_are_told_the_tables_first():
    drift = drift_of(schema="public", other_schemas=("acme",), tables=("orders_order",))

    assert [finding.code for finding in drift.findings] == [Code.TABLES_WITHOUT_ROWS, Code.TABLE_ELSEWHERE]
    assert texts(drift)[1].endswith("orders_order. And 1 more.")


@pytest.mark.parametrize(
    ("schema", "option"),
    [
        ("acme", "acme"),
        ("Acme", "%22Acme%22"),
        ('my "own"', "%22my%5C%20%22%22own%22%22%22"),
        ("a\\b", "%22a%5C%5Cb%22"),
    ],
)
def test_the_way_out_names_the_schema_as_a_url_has_it(schema: str, option: str):
    entry = entry_of(Finding(Code.TABLE_ELSEWHERE, key("a.1"), names=(schema,)))

    assert f"?options=-csearch_path%3D{option} to the URL" in entry.ways[0].when
