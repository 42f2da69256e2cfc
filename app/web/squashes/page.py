"""The squashes of a release as the view of their page."""

from app.domain import english
from app.domain.squashes.words import FRESH, NO_DRY_RUN, RESTORES
from app.web.facts.pinned.addresses import environment_page
from app.web.layout.frame import frame
from app.web.layout.left_out import left_out
from app.web.layout.views import Choice, Empty, Fact, Frame, Head, Link, Picker, PinnedBar
from app.web.narrowing.picker import choices
from app.web.narrowing.views import NarrowingForm
from app.web.squashes.cards import card
from app.web.squashes.facts import SquashFacts
from app.web.squashes.filters import SHOWN, Filters, standing
from app.web.squashes.views import SquashCard, SquashesPage
from app.web.urls import releases as release_addresses
from app.web.urls import squashes as squash_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint

MAX_CARDS = 24
"""So many squashes stand on the page; the JSON has all."""

MAX_LABELS = 200
"""So many releases can be picked."""

ORDER = ("hurt", "shut", "not-known", "open", "passed")
"""The order of the cards: what hurts first, what is over last."""


def page(facts: SquashFacts, filters: Filters) -> SquashesPage:
    """The page of the squashes that the filters leave."""
    matches = sorted(
        (life for life in facts.lives if filters.matches(life)),
        key=lambda life: (ORDER.index(standing(life)), life.squash.key),
    )
    release = facts.release
    cards: tuple[SquashCard, ...] = ()
    if release is not None:

        def environment(slug: str) -> str:
            return environment_page(facts.fleet, slug, facts.release_text)

        cards = tuple(card(release, life, environment) for life in matches[:MAX_CARDS])
    twin = facts.address.form(".json")
    return SquashesPage(
        frame=squashes_frame(facts),
        head=_head(facts),
        form=_form(facts, filters),
        shown="" if len(matches) == len(facts.lives) else _shown(len(matches), len(facts.lives)),
        cards=cards,
        left_out=left_out(len(matches) - len(cards), "squash", twin, many="squashes"),
        notes=(FRESH, RESTORES, NO_DRY_RUN) if cards else (),
        forms=_forms(facts) if facts.lives else (),
        empty=_empty(facts, filters, is_filtered=bool(facts.lives) and not matches),
    )


def squashes_frame(facts: SquashFacts) -> Frame:
    """The frame of every page of these squashes."""
    worst = min((standing(life) for life in facts.lives), key=ORDER.index, default="")
    return frame(
        facts.project,
        facts.sentence,
        current="Releases",
        tone="drifted" if worst == "hurt" else "",
        share=f"Squashes of {facts.chosen.word} · {facts.project.name}",
        description=facts.sentence,
        times=Times(None if facts.at else facts.fleet.now),
        twin=facts.address.form(".json"),
        canonical=None if facts.release is None else facts.pinned.page(),
        pinned=_pinned_bar(facts),
    )


def _pinned_bar(facts: SquashFacts) -> PinnedBar | None:
    if facts.at is None or facts.release is None:
        return None
    sentence = (
        f"This page always shows what had been received by {english.absolute(facts.at, seconds=True)}, "
        f"against {with_fingerprint(facts.chosen.label, facts.release.fingerprint)}."
    )
    return PinnedBar(text.plain(sentence), live_page(facts))


def live_page(facts: SquashFacts) -> Link:
    """The link from a pinned page to the live one."""
    label = facts.chosen.label
    return Link(f"See {label} now", squash_addresses.squashes(facts.project.slug, label))


def _head(facts: SquashFacts) -> Head:
    release = facts.release
    crumbs = [Link("Releases", release_addresses.releases(facts.project.slug))]
    if release is not None:
        href = release_addresses.chosen_release(
            facts.project.slug, facts.chosen.label, release.fingerprint, live_page=facts.at is None
        )
        crumbs.append(Link(facts.chosen.word, href))
    return Head(
        text.with_keys(facts.sentence, [life.squash.key for life in facts.lives]),
        tuple(_facts(facts)),
        name="Squashes",
        crumbs=tuple(crumbs),
        copy_link=None if release is None else facts.pinned.page(),
    )


def _facts(facts: SquashFacts) -> list[Fact]:
    if facts.release is None:
        return []
    squashes = english.count(len(facts.lives), "squash", "squashes")
    return [
        Fact("Against", strong=facts.chosen.label, code=facts.release.fingerprint[:8]),
        Fact(f"{squashes}, {english.count(len(facts.fleet.environments), 'environment')}"),
        Fact(facts.release.django_words),
    ]


def _form(facts: SquashFacts, filters: Filters) -> NarrowingForm | None:
    releases = _release_picker(facts)
    if not facts.lives and (releases is None or len(releases.choices) < 2):
        return None
    show = Picker("show", "Show", choices(SHOWN, filters.show, default="all"))
    hidden = () if facts.at is None else facts.address.parameters
    pickers = (show,) if releases is None else (releases, show)
    return NarrowingForm(facts.address.path, filters.q, pickers, hidden)


def _release_picker(facts: SquashFacts) -> Picker | None:
    """The newest labels of the project; None on a pinned page, and where there is nothing to choose."""
    if facts.at is not None:
        return None
    labels = facts.chosen.labels[:MAX_LABELS]
    offered = [
        Choice("" if label == facts.usual else label, label, chosen=label == facts.chosen.label)
        for label in labels
    ]
    if facts.chosen.word not in labels:
        offered.insert(0, Choice(facts.chosen.word, facts.chosen.word or "none", chosen=True))
    return Picker("release", "Release", tuple(offered))


def _shown(number: int, total: int) -> str:
    return f"{number:,} of {english.count(total, 'squash', 'squashes')} shown"


def _forms(facts: SquashFacts) -> tuple[Link, ...]:
    return tuple(
        Link(name, facts.address.form(ending))
        for name, ending in (("JSON", ".json"), ("CSV", ".csv"), ("Markdown", ".md"))
    )


def _empty(facts: SquashFacts, filters: Filters, *, is_filtered: bool) -> Empty | None:
    if facts.release is None:
        return Empty(facts.sentence, facts.fleet.missing_target.steps)
    if is_filtered:
        named = f" has “{filters.q}” in its name or holds an environment of that name" if filters.q else ""
        return Empty(f"No squash{named or ' is of that kind'}.", link=Link("Show all", facts.address.page()))
    if not facts.lives:
        releases = Link("All releases", release_addresses.releases(facts.project.slug))
        return Empty(
            f"No migration of {facts.chosen.word} has replaces, and none that it has was a squash in another known "
            "release.",
            link=releases,
        )
    return None
