"""Fill the last column of docs/acceptance.md: the tests that show what the pages promise, from their marks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BOOK = CHECKOUT / "docs" / "acceptance.md"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*) \|$", re.MULTILINE)
NONE = "—"


def marked() -> dict[int, list[str]]:
    """The tests with `@pytest.mark.acceptance(7, …)` by each number, as `e2e/test_pages.py::test_…`, sorted."""
    tests: dict[int, list[str]] = {}
    for path in sorted((CHECKOUT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.acceptance(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                name = f"{path.relative_to(CHECKOUT / 'tests').as_posix()}::{node.name}"
                for number in _numbers(node):
                    tests.setdefault(number, []).append(name)
    return tests


def _numbers(test: ast.FunctionDef) -> Iterator[int]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.acceptance":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def book() -> str:
    """The file with the tests as they are marked now; what is promised is written by hand."""
    tests = marked()

    def row(it: re.Match[str]) -> str:
        shown = "<br>".join(f"`{test}`" for test in tests.get(int(it[1]), ()))
        return f"| {it[1]} | {it[2]} | {shown or NONE} |"

    return ROW.sub(row, BOOK.read_text(encoding="utf-8"))


if __name__ == "__main__":
    BOOK.write_text(book(), encoding="utf-8")
    lacking = [number for number, _, shown in ROW.findall(book()) if shown == NONE]
    print(f"No test yet for {lacking}." if lacking else "Each has a test.")
