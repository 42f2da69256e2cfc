"""What is true now of a pinned page: as a page of its own, from which the bar of the pinned page takes its line."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.domain import english
from app.web.layout.views import Frame, Head, Link, NowLine, NowPage
from app.web.urls.pages import below
from app.web.wording import rich_text as text

PINNED_PAGE = "The pinned page"
"""The words of the link back."""


def now_page(
    frame: Frame, line: NowLine, *, back: str, crumbs: Iterable[Link] = (), name: str = ""
) -> NowPage:
    """The page; `frame` is that of the pinned page at `back`."""
    head = Head(
        text.plain(sentence(line)), verdict=line.verdict, name=name, crumbs=(*crumbs, Link(PINNED_PAGE, back))
    )
    return NowPage(with_line(replace(frame, twin=below(back, "/now.json")), line), head)


def with_line(frame: Frame, line: NowLine) -> Frame:
    """The frame whose bar says what is true now."""
    return frame if frame.pinned is None else replace(frame, pinned=replace(frame.pinned, line=line))


def sentence(line: NowLine) -> str:
    """`Still blocked, seen 40 s ago.`"""
    seen = f", seen {line.seen.text}" if line.seen else ""
    return f"{english.capital(line.words)}{seen}."


def now_document(line: NowLine) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "sentence": sentence(line),
        "verdict": line.verdict.value if line.verdict else None,
        "seen_at": line.seen.iso if line.seen else None,
        "page": line.link.href if line.link else None,
    }
