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
from app.web.facts import comparisons, live
from app.web.facts.course import course_of, find
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.views import Link, VerdictView
from app.web.server.errors import NotFound
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
    particular. `link` leads to the live page, `src` is the box's own address. `fixed` is the answer once more where the
    finding is gone: it stands at the top of the page.
    """

    verdict: VerdictView
    word: str
    moment: Moment | None
    detail: Text
    link: Link | None
    src: str
    fixed: Text = ()


def box(session: ReadSession, facts: FindingFacts, *, now: datetime) -> NowBox:
    """What is true now of this finding."""
    environment = facts.environment
    project, slug = environment.project, environment.environment.slug
    configured = project.environment(slug)
    if configured is None:
        return _gone(session, facts, "This environment is gone", "driftboard.toml does not name it any more.")
    alias, schema = environment.location.alias, environment.location.schema
    try:
        present = live.environment(
            session, project, configured, now=now, release_text=None, alias=alias, schema=schema or None
        )
    except NotFound:
        where = f"schema {schema}" if schema else f"database {alias}"
        return _gone(session, facts, f"This {where} is gone", "It is not looked at any more.")
    return _of_present(session, facts, present)


def _of_present(session: ReadSession, facts: FindingFacts, present: EnvironmentFacts) -> NowBox:
    times, sighting, drift = Times(present.now), present.sighting, present.drift
    seen = None if present.snapshot is None else times.of(present.snapshot.seen_at)
    last = sighting.last_verdict
    if sighting.verdict is Verdict.UNSEEN or drift is None or last is None:
        before = f" {VERDICT_WORDS[last]} when last seen." if last else ""
        said = text.plain(environment_words.unseen(sighting, times=times) + before)
        return _box(facts, sighting.verdict, "Not seen now", None, said, _live(facts))
    finding = find(drift, facts.finding)
    if finding is not None:
        return _still(facts, present, seen)
    if sighting.verdict is Verdict.NOT_JUDGED:
        said = text.plain("Not all of the release that runs there could be read.")
        return _box(facts, sighting.verdict, "Not judged now", seen, said, _live(facts))
    bare = comparisons.drift_of(drift.release, drift.history, alias=present.alias, apps=present.apps)
    if find(bare, facts.finding) is not None:
        said = text.plain("What is known of the code by now tells it otherwise.")
        return _box(facts, sighting.verdict, "Told otherwise now", seen, said, _live(facts))
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
    return _box(facts, verdict, word, seen, text.plain(detail), link)


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
    return _box(facts, verdict, "Fixed", seen, (*fixed, *text.plain(" "), *detail), _live(facts), fixed)


def _gone(session: ReadSession, facts: FindingFacts, word: str, why: str) -> NowBox:
    environment = facts.environment
    project, slug = environment.project.slug, environment.environment.slug
    seen_at = snapshots.seen_at(session, project, slug, environment.location)
    last = "" if seen_at is None else f" It was seen last {english.absolute(seen_at)}."
    return _box(facts, Verdict.UNSEEN, word, None, text.plain(why + last), None)


def _live(facts: FindingFacts) -> Link:
    environment = facts.environment
    slug = environment.environment.slug
    address = EnvironmentAddress.live(
        environment.project.slug, slug, **location_parameters(environment.location)
    )
    return Link(f"Open {slug} now", address.page())


def _box(  # noqa: PLR0913, PLR0917 - what the box says
    facts: FindingFacts,
    verdict: Verdict,
    word: str,
    seen: Moment | None,
    detail: Text,
    link: Link | None,
    fixed: Text = (),
) -> NowBox:
    return NowBox(VerdictView.of(verdict), word, seen, detail, link, facts.address.part("now"), fixed)
