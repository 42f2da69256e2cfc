"""The line of the bar of pinned squashes: what is so now of that release, and whether its label still means it."""

from datetime import datetime

from app.store import releases
from app.store.sessions import ReadSession
from app.web.layout.views import NowLine
from app.web.squashes.facts import SquashFacts, live_squashes
from app.web.squashes.page import live_page


def now_line(session: ReadSession, pinned: SquashFacts, *, now: datetime) -> NowLine:
    """What is true now of the release that a pinned page shows: of its files, wherever the label points by now."""
    fingerprint = "" if pinned.release is None else pinned.release.fingerprint
    present = live_squashes(session, pinned.project, now=now, release_text=fingerprint)
    words = present.sentence.removesuffix(".")
    label = pinned.chosen.label
    pointer = next(
        (each for each in releases.labels(session, pinned.project.slug) if each.label == label), None
    )
    if pointer is None:
        return NowLine(f"{words}; no label {label} is known")
    if pointer.fingerprint == fingerprint:
        return NowLine(words, link=live_page(pinned))
    moved = f"{label} points to another release, {pointer.fingerprint[:8]}"
    return NowLine(f"{moved}; of this one: {words}", link=live_page(pinned))
