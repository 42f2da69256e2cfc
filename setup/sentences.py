"""Write docs/sentences.md: every sentence that pages, JSON and terminal can say, so that wording is read as a whole."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from app.collect.json_file import read  # noqa: E402
from app.domain import manifest  # noqa: E402
from app.domain.drift import compare  # noqa: E402
from app.domain.drift.headline import headline, row_headline  # noqa: E402
from app.domain.drift.order.inversion import InversionReason  # noqa: E402
from app.domain.failure import Cause  # noqa: E402
from app.domain.findings import VERDICT_MEANINGS, VERDICT_WORDS, Code, Finding, Verdict  # noqa: E402
from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.provenance import Knowledge, with_knowledge  # noqa: E402
from app.domain.runbook import ENTRIES, example_of, sentence  # noqa: E402
from app.domain.status import STATUS_WORDS  # noqa: E402

BOOK = CHECKOUT / "docs" / "sentences.md"
FOLDERS = ("domain", "collect", "config", "sources", "store", "jobs", "web", "cli")
SENTENCE = re.compile(r"[^\W\d_]{2,}\W* \W*[^\W\d_]{2,}")
"""At least two words."""

NOT_SAID = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|SHOW|SET|BEGIN|ATTACH)\b"
    r"|^-c |max-age|\(\?|\\[wdsb]|^\w+( \| \w+)+$"
)
"""SQL, options of a connection, headers, patterns, and types that are written as text."""

WHITE = re.compile(r"\s+")


def book() -> str:
    """The whole file."""
    return "\n".join([*_intro(), *_words(), *_findings(), *_headlines(), *_templates()]) + "\n"


def _intro() -> Iterator[str]:
    yield "# Every sentence"
    yield ""
    yield "Written by `make sentences`; a test holds it against the code. A change of wording shows here as a whole."
    yield "The first parts have real sentences, said of the situations in `tests/cases`. The last has the texts of each"
    yield "file as the code holds them, `{…}` where a value comes in."


def _words() -> Iterator[str]:
    yield from (
        "",
        "## Verdicts",
        "",
        "| verdict | word | in the strip | over a group |",
        "|---|---|---|---|",
    )
    for verdict in Verdict:
        short, long = VERDICT_MEANINGS[verdict]
        yield f"| {verdict.value} | {VERDICT_WORDS[verdict]} | {short} | {long} |"
    yield from ("", "## Statuses", "", ", ".join(STATUS_WORDS.values()))
    yield from (
        "",
        "## Why there is no history",
        "",
        *(f"- {cause.sentence}. *{cause.next_step}*" for cause in Cause),
    )
    yield from (
        "",
        "## Why a recorded order is odd",
        "",
        *(f"- {reason.sentence}" for reason in InversionReason),
    )


def _findings() -> Iterator[str]:
    yield from ("", "## Findings", "")
    orders, first, second = (
        MigrationKey(*key.split(".")) for key in ("orders.0007", "users.0010", "users.0011")
    )
    for code in Code:
        entry = ENTRIES[code]
        names = example_of(code).names
        one = sentence(Finding(code, orders, (first,), names[:1]))
        yield f"- **{code.value} {entry.title}.** {one} {entry.consequence}"
        yield f"  - several: {sentence(Finding(code, orders, (first, second), names * 2))}"
        if entry.sentence_of_files:
            file = "orders/migrations/0007.py (its folder has no __init__.py)"
            yield f"  - of a file: {sentence(Finding(code, orders, (first,), (file,)))}"
        if entry.blockers[0]:
            yield f"  - over a fleet: one {entry.blockers[0]}, 2 {entry.blockers[1]}"


def _headlines() -> Iterator[str]:
    yield from ("", "## One environment, in each situation")
    for folder in sorted(path.parent for path in (CHECKOUT / "tests" / "cases").glob("*/release.json")):
        release = manifest.loads((folder / "release.json").read_text(encoding="utf-8"))
        known = (
            manifest.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("known-*.json"))
        )
        drift = with_knowledge(
            compare(release, read(folder / "history.json")), Knowledge(releases=tuple(known))
        )
        yield from ("", f"### {folder.name}: {VERDICT_WORDS[drift.verdict].lower()}", "")
        yield f"- page: {headline(drift, environment='sandbox-3', label='v2')}"
        yield f"- row: {row_headline(drift, label='v2')}"


def _templates() -> Iterator[str]:
    yield from ("", "## The texts of each file")
    files = [*(CHECKOUT / "app").rglob("*.py"), *(CHECKOUT / "templates").rglob("*.html")]
    files += (CHECKOUT / "static" / "js").rglob("*.js")
    for file in sorted(files):
        texts = list(dict.fromkeys(_texts(file)))
        if texts:
            yield from (
                "",
                f"### {file.relative_to(CHECKOUT).as_posix()}",
                "",
                *(f"- {text}" for text in texts),
            )


def _texts(file: Path) -> Iterator[str]:
    source = file.read_text(encoding="utf-8")
    match file.suffix:
        case ".py":
            texts = _python_texts(ast.parse(source))
        case ".html":
            texts = _html_texts(source)
        case _:
            texts = (json.loads(text) for text in re.findall(r'"(?:[^"\\\n]|\\.)*"', source))
    for text in texts:
        plain = WHITE.sub(" ", text).strip()
        if SENTENCE.search(plain) and plain.isprintable() and not NOT_SAID.search(text):
            yield plain


def _python_texts(module: ast.Module) -> Iterator[str]:
    """Every text of a module in the order of its lines, but docstrings and what stands inside another text."""
    passed_over: set[ast.AST] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(node.value)
        if isinstance(node, ast.JoinedStr | ast.FormattedValue):
            passed_over.update(part for part in ast.walk(node) if part is not node)
    texts = [node for node in ast.walk(module) if _is_text(node) and node not in passed_over]
    for node in sorted(texts, key=lambda node: (node.lineno, node.col_offset)):
        yield _written(node)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _written(node: ast.AST) -> str:
    """A text as one reads it: `{names.after} edits {…}`."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)  # noqa: S101 - for the type checker
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
        for part in node.values
        if isinstance(part, ast.Constant | ast.FormattedValue)
    )


def _html_texts(source: str) -> Iterator[str]:
    """The words between tags, and those of the attributes that are read aloud."""
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", source, flags=re.DOTALL)
    bare = re.sub(r"\{\{-?\s*(.*?)\s*-?\}\}", r"{\1}", bare, flags=re.DOTALL)
    yield from re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"', bare)
    yield from re.split(r"<[^>]*>", bare)


if __name__ == "__main__":
    BOOK.write_text(book(), encoding="utf-8")
