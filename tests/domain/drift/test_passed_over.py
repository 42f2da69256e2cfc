"""Rows and dependencies of files that Django passes over: the findings name the file and why."""

from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.passed_over import PassedOver, PassedOverReason
from app.domain.release import Release
from app.domain.reports.drift import plain, report
from app.domain.reports.release import plain as plain_release
from app.domain.reports.release import report as report_release
from app.domain.runbook import sentence
from tests.build import history, key, release


def passing(text: str, reason: PassedOverReason) -> PassedOver:
    one = key(text)
    return PassedOver(one, f"{one.app_label}/migrations/{one.name}.py", reason)


def shop(*lines: str) -> Release:
    return release(
        "orders: 1",
        *lines,
        unmigrated_apps=frozenset(["bare"]),
        passed_over=(
            passing("bare.1", PassedOverReason.NO_PACKAGE),
            passing("bare.2", PassedOverReason.NO_PACKAGE),
            passing("orders.2.5", PassedOverReason.DOT),
        ),
    )


def test_a_row_names_the_file():
    drift = compare(shop(), history("orders.1", "orders.2.5", "orders.9"))

    assert [sentence(finding) for finding in drift.findings] == [
        "orders.2.5 is recorded, but Django passes over its file: orders/migrations/2.5.py (a dot in its name).",
        "orders.9 is recorded, but this release has no such migration.",
    ]
    assert report(drift)["findings"][0]["names"] == ["orders/migrations/2.5.py (a dot in its name)"]


def test_a_dependency_names_the_file():
    drift = compare(shop("users: 1 @orders.2.5"), history())

    assert drift.findings[0].code is Code.MISSING_PARENT
    assert sentence(drift.findings[0]) == (
        "users.1 needs orders.2.5, and Django passes over its file: orders/migrations/2.5.py (a dot in its name)."
    )


def test_the_rows_of_an_app_name_its_files_and_other_apps_have_none():
    drift = compare(shop(), history("orders.1", "bare.1", "bare.2", "gone.1"))
    text = plain(drift)

    told = "Django passes over the files of 2 rows of app bare: bare/migrations/1.py (its folder has no __init__.py) "
    told += "and bare/migrations/2.py (its folder has no __init__.py)."
    assert [sentence(finding) for finding in drift.findings] == [
        told,
        "This release does not contain the app gone, which has 1 row here.",
    ]
    assert "passed over  bare: these apps have files, and Django passes over them" in text
    assert "not covered  gone: no files for these apps" in text
    assert "no files for these apps" not in plain(compare(shop(), history("orders.1", "bare.1")))


def test_the_page_of_a_release_lists_them():
    assert report_release(shop(), "v2")["passed_over"][2] == {
        "key": "orders.2.5",
        "file": "orders/migrations/2.5.py",
        "reason": "a dot in its name",
    }
    assert "passed over   orders/migrations/2.5.py (a dot in its name)" in plain_release(shop(), "v2")
    assert "passed_over" not in report_release(release("orders: 1"), "v2")
