"""How an environment gets to a release, as the view of its page."""

from collections.abc import Iterator

from app.domain import runbook
from app.domain.english import absolute, count
from app.domain.upgrade import Reach, Upgrade
from app.domain.upgrade.answer import Attempt, Leg
from app.web.layout.comparing import compare_facts
from app.web.layout.frame import frame
from app.web.layout.views import Choice, Fact, Frame, Head, Link, PinnedBar, VerdictView
from app.web.upgrade.facts import PartUpgrade, UpgradeFacts
from app.web.upgrade.views import AttemptView, LegView, OtherView, UpgradePage
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.upgrade import UpgradeAddress, choice
from app.web.wording import rich_text as text
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text
from app.web.wording.vocabulary import with_fingerprint

ANSWERS = {
    Reach.THERE: VerdictView("in-step", "Already there"),
    Reach.DIRECT: VerdictView("in-step", "At once"),
    Reach.STONES: VerdictView("behind", "Over other releases"),
    Reach.UNKNOWN: VerdictView("not-judged", "Not known"),
    Reach.IMPOSSIBLE: VerdictView("blocked", "No path"),
}
"""The answer in a word, with the icon and the colour of a verdict."""

MAX_MIND = 6
"""Of the findings that stay so many are said, the others are counted."""


def page(facts: UpgradeFacts) -> UpgradePage:
    """The page: the answer of the part that speaks, and in brief those of the others."""
    found = facts.first.found
    return UpgradePage(
        _frame(facts),
        _head(facts),
        warning(facts),
        () if found is None else _rich(found, found.reason),
        () if found is None else tuple(_leg(leg) for leg in found.legs),
        () if found is None else tuple(_attempt(attempt) for attempt in found.attempts),
        () if found is None else tuple(_mind(found)),
        tuple(_other(facts, part) for part in facts.parts[1:]),
        f"{count(facts.left_out, 'more database or schema', 'more databases or schemas')} not looked at."
        if facts.left_out
        else "",
        "" if facts.now is None else choice(facts.project.slug, facts.slug),
        tuple(Choice(label, label, label == facts.label) for label in facts.labels),
    )


def headline(facts: UpgradeFacts) -> str:
    """The answer in one sentence; of what is not seen now it says so first."""
    first = facts.first
    if first.found is None:
        return f"Nobody can tell how {facts.slug} gets to {facts.label}: its history was never seen."
    if facts.now is not None and not first.is_seen:
        return f"Nobody can tell how {facts.slug} gets to {facts.label}: it is not seen now."
    return first.found.headline


def warning(facts: UpgradeFacts) -> str:
    """What was the answer when the database was last seen; empty where it is seen now, or never was."""
    first = facts.first
    if facts.now is None or first.is_seen or first.found is None or first.sighting.seen_at is None:
        return ""
    return f"When it was last seen, {absolute(first.sighting.seen_at)}: {first.found.headline}"


def _answer(facts: UpgradeFacts, part: PartUpgrade) -> VerdictView:
    if facts.now is not None and not part.is_seen:
        return VerdictView("unseen", "Not seen")
    return ANSWERS[part.found.reach if part.found else Reach.UNKNOWN]


def _frame(facts: UpgradeFacts) -> Frame:
    said = headline(facts)
    title = f"{facts.slug} to {facts.label}"
    return frame(
        facts.project,
        title,
        current="Fleet",
        tone=_answer(facts, facts.first).value,
        share=f"{title} · {facts.project.name}",
        description=said,
        times=Times(facts.now),
        twin=facts.address.page(".json"),
        canonical=None if facts.pinned is None else UpgradeAddress.pinned(facts.pinned).page(),
        pinned=_pinned_bar(facts),
    )


def _pinned_bar(facts: UpgradeFacts) -> PinnedBar | None:
    if facts.now is not None or facts.received_at is None:
        return None
    history = facts.first.situation.history.fingerprint[:8] if facts.first.situation else ""
    release = with_fingerprint(facts.label, facts.release.fingerprint)
    sentence = (
        f"This page always shows how history {history} of {facts.slug} "
        f"({absolute(facts.received_at)}) gets to {release}."
    )
    segment = release_addresses.live_segment(facts.label)
    live = UpgradeAddress.live(facts.project.slug, facts.slug, segment, facts.first.sighting.location)
    return PinnedBar(text.plain(sentence), Link(f"See {facts.slug} now", live.page()))


def _head(facts: UpgradeFacts) -> Head:
    project, first = facts.project.slug, facts.first
    segment = release_addresses.pinned_segment(facts.label, facts.release.fingerprint)
    if facts.now is not None:
        segment = release_addresses.live_segment(facts.label)
    line = [
        Fact(
            "to release",
            facts.label,
            facts.release.fingerprint[:8],
            href=release_addresses.release(project, segment),
        )
    ]
    if facts.has_parts:
        location = first.sighting.location
        line.append(Fact("schema" if location.schema else "database", location.schema or location.alias))
    if first.situation is not None:
        line.append(Fact(count(len(first.situation.history.rows), "row")))
    if facts.now is not None and first.sighting.seen_at is not None:
        line.append(Fact("seen", moment=Times(facts.now).of(first.sighting.seen_at)))
    line += compare_facts(facts.project, facts.slug, live_page=facts.now is not None)
    environment = EnvironmentAddress.live(project, facts.slug).page()
    if facts.now is None and facts.pinned is not None:
        environment = facts.pinned.page()
    return Head(
        text.plain(headline(facts)),
        tuple(line),
        _answer(facts, first),
        facts.slug,
        (Link("Fleet", addresses.home(project)), Link(facts.slug, environment)),
        copy_link=None if facts.pinned is None else UpgradeAddress.pinned(facts.pinned).page(),
    )


def _rich(found: Upgrade, sentence: str) -> Text:
    """A sentence with the keys in it as keys."""
    obstacles = [each.obstacle for each in (found.direct, found.because, *found.attempts) if each]
    keys = [
        key
        for each in obstacles
        if each is not None
        for key in (*each.keys, *(key for f in each.findings for key in (f.subject, *f.related)))
    ]
    return text.with_keys(sentence, keys)


def _leg(leg: Leg) -> LegView:
    return LegView(leg.name, leg.step.text, f"On {leg.name}:", text.with_keys(leg.step.expect, leg.plan))


def _attempt(attempt: Attempt) -> AttemptView:
    findings = attempt.obstacle.findings if attempt.obstacle else ()
    keys = [key for finding in findings for key in (finding.subject, *finding.related)]
    keys += attempt.obstacle.keys if attempt.obstacle else ()
    return AttemptView(attempt.name, text.with_keys(attempt.sentence, keys), attempt.obstacle is None)


def _mind(found: Upgrade) -> Iterator[Text]:
    for finding in found.mind[:MAX_MIND]:
        yield text.of(finding, runbook.sentence(finding))
    left = len(found.mind) - MAX_MIND
    if left > 0:
        yield text.plain(f"And {count(left, 'more finding')}.")


def _other(facts: UpgradeFacts, part: PartUpgrade) -> OtherView:
    location = part.sighting.location
    name = location.schema or location.alias
    if len(part.sighting.schemas) > 1:
        name = f"{name} and {len(part.sighting.schemas) - 1:,} more"
    segment = release_addresses.live_segment(facts.label)
    address = UpgradeAddress.live(facts.project.slug, facts.slug, segment, location)
    sentence = "Its history was never seen." if part.found is None else part.found.headline
    return OtherView(Link(name, address.page()), sentence, _answer(facts, part))
