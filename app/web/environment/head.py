"""The frame and the head of the page of one environment: its headline, the facts under it, the links beside it."""

from dataclasses import replace

from app.domain import english
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.table_location import DEFAULT_ALIAS
from app.web.environment.query import ViewOptions
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.pinned.addresses import pinned_environment
from app.web.facts.target import missing_target
from app.web.layout.comparing import compare_facts
from app.web.layout.frame import frame as project_frame
from app.web.layout.views import Fact, Frame, Head, Link, PinnedBar, VerdictView
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.events.address import EventsAddress
from app.web.wording import rich_text as text
from app.web.wording.environment import also_said, headline, next_step
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text
from app.web.wording.vocabulary import with_fingerprint

ALL_SCHEMAS = "All schemas"
"""The first words of the link to the page of all schemas of a database."""


def pinned_address(facts: EnvironmentFacts) -> EnvironmentAddress | None:
    """The pinned address of what this page shows; None where there is no snapshot or no release to name."""
    if facts.snapshot is None or facts.chosen.release is None:
        return None
    snapshot = facts.snapshot
    return pinned_environment(facts, facts.chosen.release, snapshot.received_at, snapshot.history.fingerprint)


def frame(facts: EnvironmentFacts, address: EnvironmentAddress) -> Frame:
    """The frame of every page of this environment."""
    project, slug = facts.project, facts.environment.slug
    pinned = pinned_address(facts)
    description = text.flat(_headline(facts)).removeprefix("Django refuses every migrate: ")
    verdict = facts.sighting.verdict
    on_label = f" on {facts.chosen.label}" if facts.chosen.label else ""
    word = VerdictView.of(verdict).word.lower()
    title = f"{slug} is {word}{on_label}" if facts.drift else slug
    return project_frame(
        project,
        title,
        current="Fleet",
        tone=verdict.value,
        share=title,
        description=description,
        times=Times(facts.now),
        twin=address.json(),
        canonical=None if pinned is None else pinned.page(),
        pinned=_pinned_bar(facts),
    )


def _headline(facts: EnvironmentFacts) -> Text:
    sighting, times = facts.sighting, Times(facts.now)
    if facts.chosen.release is None and not sighting.failure and not sighting.stale:
        missing = missing_target(facts.project, facts.chosen.label, facts.chosen.labels)
        return text.plain(missing.sentence)
    said = headline(facts.name, sighting, label=facts.chosen.word, times=times)
    return also_said(said, facts.mismatch)


def _pinned_bar(facts: EnvironmentFacts) -> PinnedBar | None:
    """The bar that says what a pinned page shows; None on live pages."""
    snapshot, release = facts.snapshot, facts.chosen.release
    if facts.now is not None or snapshot is None or release is None:
        return None
    slug = facts.environment.slug
    against = with_fingerprint(facts.chosen.label, release.fingerprint)
    sentence = (
        f"This page always shows history {snapshot.history.fingerprint[:8]} of {slug} "
        f"({english.absolute(snapshot.received_at)}) against {against}."
    )
    configured = facts.project.environment(slug)
    place = (configured.tier, configured.region) if configured else ()
    return PinnedBar(text.plain(sentence), live_page(facts), tuple(filter(None, place)))


def live_page(facts: EnvironmentFacts) -> Link:
    """The link from a pinned page to the live one of the same table."""
    slug, parameters = facts.environment.slug, location_parameters(facts.location)
    return Link(f"See {slug} now", EnvironmentAddress.live(facts.project.slug, slug, **parameters).page())


def head(facts: EnvironmentFacts, options: ViewOptions) -> Head:
    """The head; its crumbs lead to the fleet, to the tier and to the region of the environment."""
    home = addresses.home(facts.project.slug)
    crumbs = [Link("Fleet", home)]
    if facts.location.schema and facts.now is not None:
        all_schemas = EnvironmentAddress.live(facts.project.slug, facts.environment.slug)
        crumbs.append(
            Link(
                f"{ALL_SCHEMAS} of {facts.environment.slug}",
                all_schemas.with_parameters(database=facts.alias).page(),
            )
        )
    for name, value in (("tier", facts.environment.tier), ("region", facts.environment.region)):
        if value:
            crumbs.append(Link(value, addresses.with_query(home, [(name, value)])))
    pinned = pinned_address(facts)
    return Head(
        _headline(facts),
        _facts_line(facts),
        VerdictView.of(facts.sighting.verdict) if facts.chosen.release or facts.sighting.failure else None,
        facts.name.rstrip(","),
        tuple(crumbs),
        None if pinned is None else pinned.page(focus=options.focus_text, **options.link_query),
        next_step=next_step(facts.sighting) if facts.now else "",
    )


def newer(facts: EnvironmentFacts, address: EnvironmentAddress) -> str | None:
    """The address where a live page asks for a newer history; None on a pinned page."""
    if facts.now is None:
        return None
    return address.newer(None if facts.snapshot is None else facts.snapshot.history.fingerprint)


def dimmed(facts: EnvironmentFacts) -> str:
    """The warning above the findings of an environment that is not seen now."""
    if facts.now is None or facts.snapshot is None or not (facts.sighting.failure or facts.sighting.stale):
        return ""
    seen = english.absolute(facts.snapshot.seen_at)
    last = facts.sighting.last_verdict
    verdict = f" It was {VerdictView.of(last).word.lower()} then." if last else ""
    return f"Below is what was last seen, {seen}.{verdict}"


def last_known(facts: EnvironmentFacts) -> Text:
    """What the page of an environment shows that is not seen now: the sentence that it had when it was."""
    if not dimmed(facts):
        return ()
    below = "Below is what was last seen"
    if facts.drift is None:
        return text.plain(f"{below}.")
    seen = replace(facts.sighting, failure=None, stale=False)
    said = headline(facts.name, seen, label=facts.chosen.word, times=Times(facts.now))
    return (*text.plain(f"{below}: "), *said)


def _running(facts: EnvironmentFacts, times: Times) -> list[Fact]:
    """Who says that this release runs here, and where the rows stand; nothing where nobody says it."""
    line: list[Fact] = []
    running = facts.running
    if running is not None and running.basis is not ReleaseBasis.NEWEST:
        runs = f"runs {running.name}, " if facts.picked else ""
        if running.deployment is None:
            line.append(Fact(f"{runs}declared"))
        else:
            line.append(Fact(f"{runs}deployed", moment=times.of(running.deployment.received_at)))
    if facts.standing is not None:
        line.append(Fact(facts.standing.sentence))
    return line


def _facts_line(facts: EnvironmentFacts) -> tuple[Fact, ...]:
    """The release, the database, and when its history was seen."""
    times = Times(facts.now)
    release, snapshot = facts.chosen.release, facts.snapshot
    line: list[Fact] = []
    if release is not None:
        label, live = facts.chosen.label, facts.now is not None
        href = release_addresses.chosen_release(
            facts.project.slug, label, release.fingerprint, live_page=live
        )
        line.append(Fact("Against release", label, release.fingerprint[:8], href=href))
    line += _running(facts, times)
    if snapshot is not None:
        rows = english.count(len(snapshot.history.rows), "row")
        is_named = facts.alias != DEFAULT_ALIAS or facts.has_parts
        line.append(Fact(f"{rows}, database", facts.alias) if is_named else Fact(rows))
    others = len(facts.sighting.schemas) - 1
    if facts.location.schema and others > 0:
        line.append(Fact(f"shared by {english.count(others + 1, 'schema')}"))
    if release is not None:
        line.append(Fact(release.django_words))
    if snapshot is not None and facts.now is None:
        line.append(Fact("received", moment=times.of(snapshot.received_at)))
    elif snapshot is not None:
        line.append(Fact("seen", moment=times.of(snapshot.seen_at)))
        line.append(Fact("unchanged since", moment=Times.absolute(snapshot.received_at)))
        line += compare_facts(facts.project, facts.environment.slug, live_page=True)
        events = EventsAddress(facts.project.slug, facts.environment.slug).page()
        line.append(Fact(strong="What happened", href=events))
    return tuple(line)
