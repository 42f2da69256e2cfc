"""The page of all parts, from the pages of a dashboard."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from fastapi import FastAPI
from jinja2.filters import do_mark_safe

from app.domain import english
from app.web.layout.frame import frame_in
from app.web.patterns.excerpts import Excerpt, excerpts, named_apart
from app.web.patterns.views import Example, Folder, Pattern, PatternsPage
from app.web.patterns.walk import pages

MOST_EXAMPLES = 4
"""Of one part. They differ in their elements or in what marks them."""

MAX_CHARACTERS = 12_000
"""A longer excerpt is only taken where there is no shorter one."""

Found = tuple[str, Excerpt]
"""An excerpt, and the address of its page."""


async def patterns_page(marked: FastAPI, first: Iterable[str]) -> PatternsPage:
    """`marked` prints its parts between marks; `first` are the addresses to begin with."""
    found: dict[str, list[Found]] = {}
    async for page in pages(marked, first):
        for excerpt in excerpts(page.html):
            _keep(found.setdefault(excerpt.part, []), (page.address, excerpt))
    folders = tuple(
        Folder(folder, tuple(_pattern(name, found[name]) for name in names))
        for folder, names in groupby(sorted(found), key=lambda name: name.partition("/")[0])
    )
    headline = f"{english.count(len(found), 'part')} of the pages, in both themes."
    return PatternsPage(frame_in(None, "Patterns"), headline, folders)


def _keep(known: list[Found], new: Found) -> None:
    """Keep what looks unlike the others, and the shortest of its like."""
    for at, (_, other) in enumerate(known):
        if other.shape == new[1].shape:
            if len(new[1].html) < len(other.html):
                known[at] = new
            return
    known.append(new)


def _pattern(name: str, known: list[Found]) -> Pattern:
    identity = re.sub(r"\W+", "-", name)
    by_length = sorted(known, key=lambda found: len(found[1].html))
    short = [found for found in by_length if len(found[1].html) <= MAX_CHARACTERS] or by_length[:1]
    chosen = short[:: -(-len(short) // MOST_EXAMPLES)]
    return Pattern(
        name,
        identity,
        tuple(_example(found, f"{identity}-{number}") for number, found in enumerate(chosen)),
    )


def _example(found: Found, prefix: str) -> Example:
    address, excerpt = found
    themes: Mapping[str, str] = {
        theme: named_apart(excerpt.html, f"{prefix}-{theme}") for theme in ("light", "dark")
    }
    return Example(address, do_mark_safe(themes["light"]), do_mark_safe(themes["dark"]))
