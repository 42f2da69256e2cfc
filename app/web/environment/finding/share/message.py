"""The finding as a message for a channel."""

from app.domain import english, runbook
from app.domain.findings import Code, Severity
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.share.preview import verdict_words
from app.web.environment.head import pinned_address
from app.web.urls.finding import FindingAddress
from app.web.wording import messages
from app.web.wording import rich_text as text
from app.web.wording.messages import Line, Message

MAX_WAYS = 4
"""A message names so many ways out; the page has all."""


def message(facts: FindingFacts) -> Message | None:
    """The finding as a message; None where no pinned address names it."""
    environment, finding = facts.environment, facts.finding
    pinned = pinned_address(environment)
    if pinned is None or environment.snapshot is None:
        return None
    on_label = f" on {environment.chosen.label}" if environment.chosen.label else ""
    return Message(
        verdict_words(facts) + on_label,
        f"received {english.absolute(environment.snapshot.received_at)}",
        text.of(finding, runbook.sentence(finding, facts.circumstances)),
        tuple(line for line in (_django(facts), _ways(facts)) if line is not None),
        FindingAddress.of(pinned, finding).page(),
    )


def _django(facts: FindingFacts) -> Line | None:
    """What Django prints; of a missing dependency the text that names this very pair."""
    outcome, finding = facts.drift.outcome, facts.finding
    if outcome.raises is None or finding.code.severity is not Severity.BLOCKING:
        return None
    texts = outcome.messages
    if finding.code is Code.MISSING_DEPENDENCY:
        pairs = [
            f"Migration {finding.subject} is applied before its dependency {key} " for key in finding.related
        ]
        texts = tuple(each for each in texts if any(each.startswith(pair) for pair in pairs))
    elif len(texts) != 1:
        return None
    return Line("Django", (messages.Code(f"{outcome.raises}: {texts[0]}"),)) if texts else None


def _ways(facts: FindingFacts) -> Line | None:
    if not facts.ways:
        return None
    titles = [way.title for way in facts.ways[:MAX_WAYS]]
    keys = [key for way in facts.ways for key in (*way.recorded, *way.unrecorded)]
    keys += [facts.finding.subject, *facts.finding.related]
    return Line("Ways out", text.with_keys(" · ".join(titles), keys))
