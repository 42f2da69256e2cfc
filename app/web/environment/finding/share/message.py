"""The finding as a message for a channel."""

from app.domain import english, runbook
from app.domain.findings import Code, Severity
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.share.preview import verdict_words
from app.web.environment.finding.share.told import Told
from app.web.wording import messages
from app.web.wording import rich_text as text
from app.web.wording.messages import Line, Message
from app.web.wording.messages.message import Parts

MAX_WAYS = 4
"""A message names so many ways out; the page has all."""


def message(facts: FindingFacts, told: Told) -> Message:
    """The finding as a message; its link is the pinned address where one names the finding."""
    environment, finding = facts.environment, facts.finding
    on_label = f" on {environment.chosen.label}" if environment.chosen.label else ""
    snapshot = environment.snapshot
    seen = "never seen" if snapshot is None else f"received {english.absolute(snapshot.received_at)}"
    if snapshot is not None and environment.now is not None:
        seen = f"seen {english.absolute(snapshot.seen_at)}"
    lines = (_since(told), _django(facts), _ways(facts))
    return Message(
        verdict_words(facts) + on_label,
        seen,
        text.of(finding, runbook.sentence(finding, facts.circumstances)),
        tuple(line for line in lines if line is not None),
        (facts.pinned or facts.address).page(),
    )


def _since(told: Told) -> Line | None:
    """`Since: 19 Jun 2026, 08:55 UTC, commit 9f2c41e. Also: sandbox-7 and qa-eu`."""
    parts: Parts = text.plain(told.since)
    if told.commit:
        parts = (*parts, *text.plain(", commit " if told.since else "commit "), messages.Code(told.commit))
    if told.also:
        parts = (*parts, *text.plain(f"{'. Also' if parts else 'also'}: {told.others}"))
    return Line("Since", parts) if parts else None


def _django(facts: FindingFacts) -> Line | None:
    """What Django prints; of a missing dependency the text that names this very pair."""
    outcome, finding = facts.drift.outcome, facts.finding
    if outcome.raises is None or finding.code.severity is not Severity.BLOCKING:
        return None
    texts = outcome.messages
    if finding.code is Code.MISSING_DEPENDENCY:
        before = f"Migration {finding.subject} is applied before its dependency "
        parents = frozenset(map(str, finding.related))
        texts = tuple(
            each
            for each in texts
            if each.startswith(before) and each[len(before) :].partition(" on database ")[0] in parents
        )
    elif len(texts) != 1 or outcome.has_more:
        return None
    return Line("Django", (messages.Code(f"{outcome.raises}: {texts[0]}"),)) if texts else None


def _ways(facts: FindingFacts) -> Line | None:
    if not facts.ways:
        return None
    titles = [way.title for way in facts.ways[:MAX_WAYS]]
    others = len(facts.ways) - len(titles)
    keys = [key for way in facts.ways for key in (*way.recorded, *way.unrecorded)]
    keys += [facts.finding.subject, *facts.finding.related]
    said = " · ".join([*titles, f"{others} more"] if others else titles)
    return Line("Ways out", text.with_keys(said, keys))
