"""The readiness of a release as the view of its page."""

from app.domain import english
from app.domain.readiness import Answer
from app.domain.readiness.answer import ANSWER_ORDER
from app.web.layout.frame import frame
from app.web.layout.left_out import left_out
from app.web.layout.views import Empty, Fact, Frame, Head, Link, PinnedBar
from app.web.narrowing.views import Chip, Shown
from app.web.readiness.answers import TONES, answer_view
from app.web.readiness.boxes import boxes
from app.web.readiness.command import EXIT_CODES, command
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.filters import ALL_ROWS
from app.web.readiness.form import filter_form, release_form
from app.web.readiness.rows import rows
from app.web.readiness.selection import ORDER_WORDS, Selection
from app.web.readiness.share.message import message
from app.web.readiness.views import BarPart, ReadinessPage
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.wording import messages
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint

MAX_ROWS = 30
"""Further rows are shown on demand."""

MOST_ROWS = 1000
"""Rows beyond these are in the JSON and the CSV alone."""

SHARES = 10
"""The bar has so many equal shares; each answer has at least one."""

MAX_NAMED = 4
"""The preview of a link names so many environments that cannot take it, and counts the others."""


def page(selection: Selection, public: str) -> ReadinessPage:
    """The page; `public` is the address of the dashboard, which the Markdown names."""
    facts, matches = selection.facts, selection.matches
    most = MOST_ROWS if selection.filters.shows_all else MAX_ROWS
    number = len(matches) if len(matches) <= most + 1 else most
    return ReadinessPage(
        frame=readiness_frame(facts),
        head=Head(
            text.plain(facts.outlook.sentence),
            _facts_line(facts),
            crumbs=(_release_link(facts),),
            copy_link=facts.pinned.page(selection.filters.query()),
            markdown=messages.markdown(message(selection), public),
        ),
        newer=_changes(facts),
        bar=_bar(selection),
        boxes=boxes(facts),
        releases=release_form(facts),
        form=filter_form(selection),
        shown=_shown(selection),
        rows=rows(selection, matches[:number]),
        show_more=_show_more(selection, number),
        left_out=left_out(
            len(matches) - number if selection.filters.shows_all else 0,
            "environment",
            facts.address.form(".json"),
        ),
        order=ORDER_WORDS,
        command=command(facts.project.slug, facts.reference.label) if facts.at is None else "",
        exit_codes=EXIT_CODES,
        files=_files(selection),
        empty=_empty(selection),
    )


def readiness_frame(facts: ReadinessFacts) -> Frame:
    """The frame of every page of this readiness."""
    counts = facts.outlook.counts
    worst = next((answer for answer in Answer if counts[answer]), None)
    return frame(
        facts.project,
        facts.outlook.sentence,
        current="Readiness",
        tone=TONES[worst] if worst else "",
        share=preview_title(facts),
        description=_preview_text(facts),
        times=facts.times,
        twin=facts.address.form(".json"),
        canonical=facts.pinned.page(),
        pinned=_pinned_bar(facts),
    )


def preview_title(facts: ReadinessFacts) -> str:
    """`34 of 40 can take v2.5 · Shop`, for the preview of a link."""
    counts, total = facts.outlook.counts, len(facts.outlook.environments)
    if not total:
        return f"Readiness of {facts.outlook.label} · {facts.project.name}"
    can = counts[Answer.MIND] + counts[Answer.YES]
    return f"{can:,} of {total:,} can take {facts.outlook.label} · {facts.project.name}"


def _preview_text(facts: ReadinessFacts) -> str:
    """Who cannot take it, and what cannot be taken back, for the preview of a link."""
    outlook = facts.outlook
    refused = [each.environment for each in outlook.refused]
    said = []
    if refused:
        said.append(f"{len(refused):,} cannot: {english.listed(refused, MAX_NAMED)}.")
    if outlook.counts[Answer.UNKNOWN]:
        unknown = outlook.counts[Answer.UNKNOWN]
        said.append(f"{unknown:,} {english.plural(unknown, 'is', 'are')} unknown.")
    if outlook.one_way:
        said.append(f"One way: {english.listed([key for key, _ in outlook.one_way], 1)}.")
    return " ".join(said) or outlook.sentence


def _pinned_bar(facts: ReadinessFacts) -> PinnedBar | None:
    if facts.at is None:
        return None
    release = with_fingerprint(facts.reference.label, facts.release.fingerprint)
    sentence = (
        f"This page always shows what had been received by {english.absolute(facts.at, seconds=True)}, "
        f"before release {release}."
    )
    return PinnedBar(text.plain(sentence), Link("See the readiness now", facts.live.page()))


def _release_link(facts: ReadinessFacts) -> Link:
    segment = facts.address.segment
    return Link(f"Release {facts.reference.label}", release_addresses.release(facts.project.slug, segment))


def _facts_line(facts: ReadinessFacts) -> tuple[Fact, ...]:
    """The line under the sentence: the release, its size, what is new in it, and the moment of the page."""
    release, since = facts.release, facts.since
    migrations = english.count(len(release.migrations), "migration")
    new = "" if since is None else f", {len(since.steps.keys):,} new since {since.label}"
    line = [
        Fact("Release", facts.reference.label, release.fingerprint[:8], href=_release_link(facts).href),
        Fact(migrations + new),
    ]
    if since is not None and since.steps.irreversible:
        keys = since.steps.irreversible
        steps = (
            "one new irreversible step:" if len(keys) == 1 else f"{len(keys):,} new irreversible steps, first"
        )
        line.append(Fact(steps, code=str(keys[0])))
    if facts.at is None:
        line.append(Fact("as of", moment=Times.absolute(facts.fleet.now)))
    else:
        line.append(Fact("received by", moment=Times.absolute(facts.at, seconds=True)))
        line.append(Fact("without what the history of the code tells"))
    return tuple(line)


def _changes(facts: ReadinessFacts) -> str | None:
    """The address that tells a live page whether something changed since; None for a pinned page."""
    if facts.at is not None:
        return None
    home = addresses.home(facts.project.slug)
    return addresses.with_query(f"{home}/changes", [("since", facts.fleet.now.isoformat())])


def _bar(selection: Selection) -> tuple[BarPart, ...]:
    """The answers that environments have, worst first, each with its number and the link that filters by it."""
    chosen = selection.filters.chosen.get("answer", ())
    total = len(selection.facts.outlook.environments)
    parts = []
    for answer, number in selection.facts.outlook.counts.items():
        if number or answer.value in chosen:
            current = answer.value in chosen
            href = selection.address(answer=None if current else answer.value, rows=None)
            share = max(1, round(SHARES * number / max(1, total)))
            parts.append(BarPart(answer_view(answer), number, share, href, current))
    return tuple(parts)


def _shown(selection: Selection) -> Shown | None:
    """How many environments the filters leave, and each filter with the address without it; None without a filter."""
    filters, total = selection.filters, len(selection.facts.outlook.environments)
    if not filters.pairs or not selection.matches:
        return None
    chips = tuple(
        Chip(name, value, selection.with_filters(filters.without(name, value)))
        for name, value in filters.pairs
    )
    return Shown(f"{len(selection.matches):,} of {total:,}", chips, selection.facts.address.page())


def _show_more(selection: Selection, number: int) -> Link | None:
    """`Show 18 more that can take it`: the link to the rows that are left; None where all are there."""
    left = selection.matches[number:]
    if not left or selection.filters.shows_all:
        return None
    can = ANSWER_ORDER[left[0].answer] >= ANSWER_ORDER[Answer.MIND]  # the worst of them comes first
    words = f"Show {len(left):,} more{' that can take it' if can else ''}"
    return Link(words, selection.address(rows=ALL_ROWS))


def _files(selection: Selection) -> tuple[Link, ...]:
    """The same in other forms; the CSV has the rows that the filters leave."""
    address = selection.facts.address
    return (
        Link("JSON", address.form(".json")),
        Link("CSV", address.form(".csv", selection.filters.query(rows=None))),
        Link("Markdown", address.form(".md")),
    )


def _empty(selection: Selection) -> Empty | None:
    """What the page says if no environment is there, or no match of the filters."""
    if not selection.facts.outlook.environments:
        return Empty("Once an environment is configured, its plan stands here.")
    if not selection.matches:
        clear = Link("Clear filters", selection.facts.address.page())
        return Empty(f"No environment matches {selection.filters.text}.", link=clear)
    return None
