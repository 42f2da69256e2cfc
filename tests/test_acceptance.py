"""Every promise of docs/acceptance.md has a test, and every test that the table names is there."""

import re
import runpy
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BOOK = (CHECKOUT / "docs" / "acceptance.md").read_text(encoding="utf-8")
STATES = (CHECKOUT / "docs" / "states.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_promise_has_a_test():
    rows = ROW.findall(BOOK)

    assert [int(number) for number, _, _ in rows] == list(range(1, 47))
    assert {int(number) for number, _, tests in rows if not TEST.search(tests)} == set()


def test_every_test_of_the_table_is_marked_with_its_promise():
    marked = runpy.run_path(str(CHECKOUT / "setup" / "acceptance.py"))["marked"]()
    named = {
        (int(number), f"{file}::{test}")
        for number, _, tests in ROW.findall(BOOK)
        for file, test in TEST.findall(tests)
    }

    assert named <= {(number, test) for number, tests in marked.items() for test in tests}


def test_every_state_of_a_page_has_a_test_that_is_there():
    rows = [line for line in STATES.splitlines() if line.startswith("| ") and not line.endswith("| test |")]
    named = TEST.findall(STATES)

    assert [row for row in rows if not TEST.search(row)] == []
    assert [
        (file, test)
        for file, test in named
        if f"def {test}(" not in (CHECKOUT / "tests" / file).read_text(encoding="utf-8")
    ] == []
