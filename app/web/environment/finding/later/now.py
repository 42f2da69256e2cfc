"""
What is true now of a pinned finding: still there, fixed, or not known any more.

It has an address of its own, which is never kept: the pinned page around it stays as it was.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain import english
from app.domain.findings import VERDICT_WORDS, Severity, Verdict
from app.store import snapshots
from app.store.sessions import ReadSession
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.now.line import not_seen
from app.web.environment.now.present import facts_now
from app.web.facts import comparisons
from app.web.facts.course.course import course_of, find
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.views import Link, NowLine, VerdictView
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress
from app.web.wording import environment as environment_words
from app.web.wording import rich_text as text
from app.web.wording.moments import Moment, Times
from app.web.wording.rich_text import Text

SAME_PAIR = "Same history, same release as pinned here."


@dataclass(frozen=True, slots=True)
class NowBox:
    """
    What is true now.

    `verdict` is the icon and the colour, `word` the answer in bold, `moment` when it was seen, `detail` what is
    particular. `link` leads to the live page. `fixed` is the answer once more where the finding is gone: it stands at
    the top of the page.
    """

    verdict: VerdictView
    word: str
    moment: Moment | None
    detail: Text
    link: Link | None
    fixed: Text = ()


def box(session: ReadSession, facts: FindingFacts, *, now: datetime) -> NowBox:
    """What is true now of this finding."""
    found = facts_now(session, facts.environment, now=now)
    return _gone(session, facts, found) if isinstance(found, str) else _of_present(session, facts, found, now)


def line(box: NowBox) -> NowLine:
    """The same in the bar of the page, in a few words."""
    after = f", and {box.verdict.word.lower()}" if box.fixed else ""
    return NowLine(f"{box.word[:1].lower()}{box.word[1:]}{after}", box.verdict, box.moment, box.link)


def _of_present(
    session: ReadSession, facts: FindingFacts, present: EnvironmentFacts, now: datetime
) -> NowBox:
    times, sighting, drift = Times(now), present.sighting, present.drift
    seen = None if present.snapshot is None else times.of(present.snapshot.seen_at)
    if sighting.verdict is not Verdict.NOT_JUDGED and (sighting.verdict is Verdict.UNSEEN or drift is None):
        said = text.plain(environment_words.unseen(sighting, times=times))
        word = english.capital(not_seen(present, now=now).words)
        return _box(sighting.verdict, word, None, said, _live(facts))
    finding = None if drift is None else find(drift, facts.finding)
    if finding is not None:
        return _still(facts, present, seen)
    if drift is None or sighting.verdict is Verdict.NOT_JUDGED:
        said = text.plain("Not all of the release that runs there could be read.")
        return _box(sighting.verdict, "Not judged now", seen, said, _live(facts))
    bare = comparisons.drift_of(drift.release, drift.history, alias=present.alias, apps=present.apps)
    if find(bare, facts.finding) is not None:
        said = text.plain("What is known of the code by now tells it otherwise.")
        return _box(sighting.verdict, "Told otherwise now", seen, said, _live(facts))
    return _fixed(session, facts, present, seen)


def _still(facts: FindingFacts, present: EnvironmentFacts, seen: Moment | None) -> NowBox:
    """The finding is there: on the same history and release, or on others."""
    verdict, drift = present.sighting.verdict, present.drift
    blocks = facts.finding.code.severity is Severity.BLOCKING and verdict is Verdict.BLOCKED
    word = f"Still {VERDICT_WORDS[verdict].lower()}" if blocks else "Still so"
    pinned = facts.drift
    others = []
    if drift is not None and drift.history.fingerprint != pinned.history.fingerprint:
        others.append("another history")
    if drift is not None and drift.release.fingerprint != pinned.release.fingerprint:
        others.append(f"another release, {present.chosen.word}")
    detail = SAME_PAIR if not others else f"It is {english.listed(others)} than pinned here."
    address = EnvironmentAddress.live(
        present.project.slug, present.environment.slug, **location_parameters(present.location)
    )
    link = Link(f"Open {present.environment.slug} now", FindingAddress.of(address, facts.finding).page())
    return _box(verdict, word, seen, text.plain(detail), link)


def _fixed(
    session: ReadSession, facts: FindingFacts, present: EnvironmentFacts, seen: Moment | None
) -> NowBox:
    """The finding is gone: when and by what, as far as that is known."""
    course = course_of(session, present, facts.finding)
    moves = course.moves_at_ending
    sentence = "Fixed." if course.ending is None else course.ending.sentence(moves)
    keys = (facts.finding.subject, *facts.finding.related, *moves.came, *moves.went)
    verdict = present.sighting.verdict
    detail = text.plain(f"{present.environment.slug} is {VERDICT_WORDS[verdict].lower()} now.")
    fixed = text.with_keys(sentence, keys)
    return _box(verdict, "Fixed", seen, (*fixed, *text.plain(" "), *detail), _live(facts), fixed)


def _gone(session: ReadSession, facts: FindingFacts, word: str) -> NowBox:
    environment = facts.environment
    project, slug = environment.project.slug, environment.environment.slug
    seen_at = snapshots.seen_at(session, project, slug, environment.location)
    last = "" if seen_at is None else f"It was seen last {english.absolute(seen_at)}."
    return _box(Verdict.UNSEEN, word, None, text.plain(last), None)


def _live(facts: FindingFacts) -> Link:
    environment = facts.environment
    slug = environment.environment.slug
    address = EnvironmentAddress.live(
        environment.project.slug, slug, **location_parameters(environment.location)
    )
    return Link(f"Open {slug} now", address.page())


def _box(  # noqa: PLR0913, PLR0917 - what the box says
    verdict: Verdict,
    word: str,
    seen: Moment | None,
    detail: Text,
    link: Link | None,
    fixed: Text = (),
) -> NowBox:
    return NowBox(VerdictView.of(verdict), word, seen, detail, link, fixed)
