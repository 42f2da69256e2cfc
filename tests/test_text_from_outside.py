"""
A text from outside is not cut by Python's idea of a line or of a blank, which is that of Unicode.

`splitlines` takes U+2028, U+0085 and form feeds for the end of a line, `split` without a separator takes more than
spaces apart, and `isdigit` is true of what `int` refuses. Where one of them is right, the reason stands here.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
REFUSED = ("splitlines", "isspace", "isdigit")

ALLOWED = {
    # Texts that people paste or type: any end of a line, any blank.
    ("app/domain/error_text/plain_text.py", "splitlines"): 1,
    ("app/domain/error_text/letters.py", "isspace"): 1,
    ("app/domain/error_text/letters.py", "split"): 1,
    ("app/domain/error_text/cut_sentence.py", "split"): 1,
    ("app/web/go/question.py", "split"): 1,
    ("app/web/go/search.py", "split"): 1,
    ("app/domain/map/query.py", "isspace"): 1,
    ("app/web/fleet/search.py", "split"): 1,
    ("app/web/matrix/search.py", "split"): 1,
    ("app/web/readiness/filters.py", "split"): 1,
    # Words that are drawn into a picture, line by line.
    ("app/web/diagram/lettering.py", "split"): 1,
    ("app/web/pictures/composition.py", "split"): 1,
    # pip reads a file of requirements so.
    ("app/sources/project/pins.py", "splitlines"): 2,
    # What a process of ours printed, for a person; the message of an error in one line.
    ("app/jobs/demo/sandboxes.py", "splitlines"): 1,
    ("app/jobs/demo/shop.py", "splitlines"): 1,
    ("reporter/driftboard_reporter/project.py", "split"): 1,
    # Ids in hexadecimal digits that we wrote, with spaces between them.
    ("app/store/codehistory.py", "split"): 1,
    ("app/store/pushed/handovers.py", "split"): 2,
    # Tables of words in our own source.
    ("app/domain/rollback/kinds.py", "split"): 2,
    ("app/sources/migration/declarations.py", "split"): 1,
    ("app/sources/migration/operations.py", "split"): 1,
    # Digits of ASCII, which the same line asks for.
    ("app/web/environment/query.py", "isdigit"): 1,
    # The number of a migration, to be shown, not to be counted with.
    ("app/web/wording/short_keys.py", "isdigit"): 1,
}


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in REFUSED or (name == "split" and not node.args and not node.keywords):
                yield name


def test_only_the_named_places_cut_a_text_by_what_unicode_calls_a_line_or_a_blank():
    found = Counter(
        (path.relative_to(CHECKOUT).as_posix(), name)
        for folder in ("app", "reporter")
        for path in (CHECKOUT / folder).rglob("*.py")
        for name in calls(path)
    )

    assert found - Counter(ALLOWED) == Counter()
