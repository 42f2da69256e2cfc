"""The blast radius of a release as the view of its page."""

from app.domain import english
from app.domain.impact.headline import headline
from app.domain.impact.part import ImpactAnswer
from app.domain.reports.impact import Spots, moving_line
from app.web.impact import causes
from app.web.impact.facts import ImpactFacts
from app.web.impact.groups import groups
from app.web.impact.message import message
from app.web.impact.views import ImpactPage
from app.web.layout.frame import frame
from app.web.layout.left_out import left_out
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.wording import messages
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint

MAX_MOVING = 20
"""A page lists so many dependencies that moved; the JSON has all."""

TONES = {ImpactAnswer.NO: "blocked", ImpactAnswer.UNKNOWN: "unseen", ImpactAnswer.YES: "in-step"}
"""The verdict whose icon the tab has."""

EXIT_CODES = "It exits 0 where nobody is harmed, 1 where somebody is, and 2 where that cannot be told."


def page(facts: ImpactFacts, spots: Spots, public: str, *, why: bool = False) -> ImpactPage:
    """
    The page; `public` is the address of the dashboard, which the Markdown names.

    With `why` it is the one that a pinned page loads the commits from.
    """
    twin = facts.address.form(".json")
    shared, moving = facts.impact.shared, tuple(facts.impact.moving.items())
    return ImpactPage(
        frame=impact_frame(facts),
        head=Head(
            text.plain(headline(facts.impact)),
            _facts_line(facts),
            crumbs=(_release_link(facts),),
            copy_link=facts.pinned.page(),
            markdown=messages.markdown(message(facts, spots), public),
        ),
        newer=_changes(facts),
        causes=causes.cards(facts, spots),
        causes_left_out=left_out(len(shared) - causes.MAX_CAUSES, "cause", twin),
        why="" if facts.at is None or why else facts.address.form("/why"),
        groups=groups(facts),
        moving=tuple(
            text.with_keys(f"{moving_line(each, bases)}.", (each.child, each.entry, each.before, each.after))
            for each, bases in moving[:MAX_MOVING]
        ),
        moving_left_out=left_out(len(moving) - MAX_MOVING, "dependency", twin, many="dependencies"),
        command=f"driftboard check --release {facts.reference.label}",
        exit_codes=EXIT_CODES,
        files=(Link("JSON", twin), Link("Markdown", facts.address.form(".md"))),
    )


def impact_frame(facts: ImpactFacts) -> Frame:
    """The frame of every page of this blast radius."""
    said = headline(facts.impact)
    return frame(
        facts.project,
        said,
        current="Releases",
        tone=TONES[facts.impact.answer],
        share=preview_title(facts),
        description=said,
        times=facts.times,
        twin=facts.address.form(".json"),
        canonical=facts.pinned.page(),
        pinned=_pinned_bar(facts),
    )


def preview_title(facts: ImpactFacts) -> str:
    """`v1.2 would harm 2 of 3 · Shop`, for the preview of a link."""
    harmed, total = facts.impact.counts[ImpactAnswer.NO], len(facts.impact.environments)
    if not harmed:
        return f"Blast radius of {facts.impact.name} · {facts.project.name}"
    return f"{facts.impact.name} would harm {harmed:,} of {total:,} · {facts.project.name}"


def _pinned_bar(facts: ImpactFacts) -> PinnedBar | None:
    if facts.at is None:
        return None
    release = with_fingerprint(facts.reference.label, facts.release.fingerprint)
    sentence = (
        f"This page always shows what release {release} meant for what had been received by "
        f"{english.absolute(facts.at, seconds=True)}."
    )
    return PinnedBar(text.plain(sentence), Link("See the blast radius now", facts.live.page()))


def _release_link(facts: ImpactFacts) -> Link:
    segment = facts.address.segment
    return Link(f"Release {facts.reference.label}", release_addresses.release(facts.project.slug, segment))


def _facts_line(facts: ImpactFacts) -> tuple[Fact, ...]:
    """The line under the sentence: the release, its size, what it is held against, and the moment of the page."""
    release = facts.release
    if facts.at is None:
        moment = Fact("as of", moment=Times.absolute(facts.fleet.now))
    else:
        moment = Fact("received by", moment=Times.absolute(facts.at, seconds=True))
    return (
        Fact("Release", facts.reference.label, release.fingerprint[:8], href=_release_link(facts).href),
        Fact(english.count(len(release.migrations), "migration")),
        Fact("beside what each environment runs"),
        moment,
    )


def _changes(facts: ImpactFacts) -> str | None:
    """The address that tells a live page whether something changed since; None for a pinned page."""
    if facts.at is not None:
        return None
    home = addresses.home(facts.project.slug)
    return addresses.with_query(f"{home}/changes", [("since", facts.fleet.now.isoformat())])
