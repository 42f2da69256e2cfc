"""The fleet as the view of its page."""

from collections import Counter
from collections.abc import Iterable

from app.domain import english
from app.domain.failure import Cause
from app.domain.findings import VERDICT_MEANINGS, Verdict
from app.domain.fleet.sighting import is_untried
from app.web.facts.chosen import ChosenRelease
from app.web.fleet.address import live_page
from app.web.fleet.form import form
from app.web.fleet.lists.groups import groups, has_releases
from app.web.fleet.lists.views import Group
from app.web.fleet.selection import FleetSelection
from app.web.fleet.share.message import message
from app.web.fleet.share.preview import preview_text, preview_title
from app.web.fleet.strip import strip
from app.web.fleet.views import Count, FleetPage
from app.web.layout.first_steps import add_environment
from app.web.layout.frame import frame
from app.web.layout.views import Empty, Fact, Frame, Head, Link, PinnedBar, VerdictView
from app.web.narrowing.views import Chip, Shown
from app.web.urls import readiness as readiness_addresses
from app.web.urls import releases as release_addresses
from app.web.urls.events.address import EventsAddress
from app.web.urls.matrix import matrix
from app.web.urls.pages import below
from app.web.urls.readiness import ReadinessAddress
from app.web.wording import rich_text as text
from app.web.wording.messages import markdown
from app.web.wording.moments import Times
from app.web.wording.vocabulary import with_fingerprint

MAX_RELEASES = 4
"""Further releases are counted in the line under the sentence."""


def page(fleet: FleetSelection, public: str = "") -> FleetPage:
    """
    The page of a fleet against a release, or of one without a release.

    `public` is the address of the dashboard, for the link in the text to copy.
    """
    facts, address = fleet.facts, fleet.address
    has_release = facts.has_release
    sentence, shown = fleet.facts.sentence, groups(fleet)
    return FleetPage(
        frame=fleet_frame(fleet),
        head=Head(
            text.plain(sentence),
            _facts_line(fleet),
            copy_link=address.pinned,
            markdown=markdown(message(fleet), public) if has_release and fleet.sightings else "",
        ),
        newer=address.changes,
        follow=address.page if facts.at is None and facts.is_first_reading else None,
        warning=_warning(fleet),
        strip=strip(fleet) if has_release else (),
        counts=_counts(fleet) if has_release else (),
        form=form(facts, fleet.filters, address),
        shown=_shown(fleet),
        groups=shown,
        why=_why_address(fleet, shown),
        empty=_empty(fleet),
        apps_head=_apps_head(fleet),
        has_releases=has_releases(fleet),
        seen_head="Received" if facts.at else "Seen",
        files=_files(fleet),
    )


def _files(fleet: FleetSelection) -> tuple[Link, ...]:
    """The list as files: what the filters let through as CSV and Markdown, all of it as JSON."""
    if not fleet.facts.has_release or not fleet.matches:
        return ()
    address = fleet.address
    return (
        Link("CSV", address.below(".csv")),
        Link("Markdown", address.below(".md")),
        Link("JSON", address.twin),
    )


def _why_address(fleet: FleetSelection, shown: Iterable[Group]) -> str | None:
    """Where a pinned page asks for the reasons of its causes: what is known of the code grows, and the page may not."""
    has_cause = any(block.cause for group in shown for block in group.blocks)
    return below(fleet.address.page, "/why") if has_cause and fleet.facts.at is not None else None


def _apps_head(fleet: FleetSelection) -> str:
    """The heading of the bars of the apps: their number, where all environments have the same release."""
    if not fleet.facts.has_release:
        return ""
    number = len(fleet.app_labels(fleet.facts.chosen.release))
    return "Apps" if fleet.facts.has_several_releases else f"{number} apps"


def fleet_frame(fleet: FleetSelection) -> Frame:
    """The frame of every page of this fleet."""
    worst = next((verdict for verdict, number in fleet.facts.counts.items() if number), None)
    return frame(
        fleet.facts.project,
        fleet.facts.sentence,
        current="Fleet",
        tone=worst.value if worst and fleet.facts.has_release else "",
        share=preview_title(fleet),
        description=preview_text(fleet),
        times=fleet.times,
        twin=fleet.address.twin,
        canonical=fleet.address.pinned,
        pinned=_pinned_bar(fleet),
    )


def _warning(fleet: FleetSelection) -> str:
    """Why nothing is seen now and what to do next, where no environment of a live page is: the most frequent cause."""
    sightings = fleet.sightings
    if len(sightings) < 2 or any(sighting.verdict is not Verdict.UNSEEN for sighting in sightings):
        return ""
    if not fleet.facts.has_release or fleet.facts.at is not None or all(map(is_untried, sightings)):
        return ""
    causes = Counter(each.failure.cause if each.failure else Cause.NOT_COLLECTED for each in sightings)
    cause, number = causes.most_common(1)[0]
    return f"{english.capital(cause.sentence)} ({number:,} of {len(sightings):,}). {cause.next_step}"


def _pinned_bar(fleet: FleetSelection) -> PinnedBar | None:
    moment, chosen = fleet.facts.at, fleet.facts.chosen
    if moment is None or chosen.release is None:
        return None
    against = with_fingerprint(chosen.label, chosen.release.fingerprint)
    if fleet.facts.has_several_releases:
        against = "the release that ran in each environment then"
    sentence = (
        f"This page always shows what had been received by {english.absolute(moment, seconds=True)}, "
        f"against {against}."
    )
    return PinnedBar(text.plain(sentence), live_page(fleet.facts))


def _facts_line(fleet: FleetSelection) -> tuple[Fact, ...]:
    """The line under the sentence: the release, its size, its commit, and the moment of the page."""
    facts, release = fleet.facts, fleet.facts.chosen.release
    line: list[Fact] = []
    if facts.has_several_releases:
        line += _several_releases(fleet)
    elif release is not None:
        line.append(_release_fact(fleet, facts.chosen, "Against release"))
        migrations, apps = len(release.migrations), len(release.apps)
        line.append(Fact(f"{english.count(migrations, 'migration')} in {english.count(apps, 'app')}"))
        if release.commit:
            line.append(Fact("commit", code=release.commit[:8]))
    if facts.at is None:
        line.append(Fact("as of", moment=Times.absolute(facts.now)))
        line += (*_readiness(fleet), *_matrix(fleet))
        line.append(Fact(strong="What happened", href=EventsAddress(facts.project.slug).page()))
    else:
        line.append(Fact("received by", moment=Times.absolute(facts.at, seconds=True)))
    return tuple(line)


def _readiness(fleet: FleetSelection) -> list[Fact]:
    """The way to the page that says which environments can take the release, or the newest one."""
    facts, chosen = fleet.facts, fleet.facts.chosen
    if not facts.environments or not facts.has_release:
        return []
    if facts.has_several_releases or chosen.label not in chosen.labels:
        return [
            Fact(
                strong="Can the newest release go there?", href=readiness_addresses.newest(facts.project.slug)
            )
        ]
    address = ReadinessAddress(facts.project.slug, release_addresses.live_segment(chosen.label))
    return [Fact(strong=f"Can {chosen.label} go there?", href=address.page())]


def _matrix(fleet: FleetSelection) -> list[Fact]:
    """The way to the same environments in the matrix, where there are two to hold against each other."""
    if len(fleet.matches) < 2 or not fleet.facts.has_release:
        return []
    # The search of the matrix has other words before its colons.
    query = [(name, value) for name, value in fleet.filters.pairs if name != "q" or ":" not in value]
    return [Fact(strong="Side by side", href=matrix(fleet.facts.project.slug, query))]


def _several_releases(fleet: FleetSelection) -> list[Fact]:
    """That each environment is held against its own release, and these, the one with the most environments first."""
    compared = fleet.facts.compared
    known = [each for each in compared if each.release is not None]
    line = [Fact("Each against the release that runs there:")]
    line += [_release_fact(fleet, each, "") for each in known[:MAX_RELEASES]]
    others = len(known) - MAX_RELEASES
    return [*line, Fact(f"and {others} more")] if others > 0 else line


def _release_fact(fleet: FleetSelection, chosen: ChosenRelease, before: str) -> Fact:
    release = chosen.release
    if release is None:
        return Fact(before, chosen.label)
    href = release_addresses.chosen_release(
        fleet.facts.project.slug, chosen.label, release.fingerprint, live_page=fleet.facts.at is None
    )
    return Fact(before, chosen.label, release.fingerprint[:8], href=href)


def _counts(fleet: FleetSelection) -> tuple[Count, ...]:
    """The number of environments with each verdict, worst first, also if there is none."""
    counts = []
    for verdict, number in fleet.facts.counts.items():
        current = verdict.value in fleet.filters.chosen.get("verdict", ())
        href = fleet.address.filtered(verdict=None if current else verdict.value)
        counts.append(Count(VerdictView.of(verdict), number, VERDICT_MEANINGS[verdict][0], href, current))
    return tuple(counts)


def _shown(fleet: FleetSelection) -> Shown | None:
    """How many environments the filters leave, and each filter with the address without it; None without a filter."""
    filters = fleet.filters
    if not filters.pairs or not fleet.facts.has_release or not fleet.matches:
        return None
    chips = tuple(
        Chip(name, value, fleet.address.with_filters(filters.without(name, value)))
        for name, value in filters.pairs
    )
    return Shown(f"{len(fleet.matches):,} of {len(fleet.sightings):,}", chips, fleet.address.unfiltered)


def _empty(fleet: FleetSelection) -> Empty | None:
    """What the page says if no environment is there, no release, or no match of the filters."""
    project = fleet.facts.project.slug
    if not fleet.sightings:
        return Empty("No environment yet.", add_environment(project))
    if not fleet.facts.has_release:
        return Empty("Add a release to hold the environments against.", fleet.facts.missing_target.steps)
    if not fleet.matches:
        clear = Link("Clear filters", fleet.address.unfiltered)
        return Empty(f"No environment matches {fleet.filters.text}.", link=clear)
    return None
