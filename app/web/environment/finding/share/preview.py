"""What a preview of a link to a finding says: its title, its text, its picture."""

from app.domain import english, runbook
from app.domain.findings import Code, Severity
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.share.told import Told
from app.web.environment.preview import picture_of, received
from app.web.layout.frame import MAX_PREVIEW_TEXT, MAX_PREVIEW_TITLE
from app.web.pictures import Picture
from app.web.wording.moments import Times
from app.web.wording.short_keys import short

VERDICT_WORDS = {Severity.BLOCKING: " is blocked", Severity.TROUBLE: " has drifted", Severity.INFORMATION: ""}
"""What a finding of each severity makes of an environment, after its name."""


def verdict_words(facts: FindingFacts) -> str:
    """`sandbox-3 is blocked`: the environment, and what this finding makes of it."""
    return facts.environment.environment.slug + VERDICT_WORDS[facts.finding.code.severity]


def title(facts: FindingFacts) -> str:
    """`sandbox-3 is blocked: orders.0001_initial needs users.0010`; keys are cut at their numbers, never within."""
    finding, before = facts.finding, verdict_words(facts)
    subjects = (str(finding.subject), short(finding.subject))
    if finding.code is Code.MISSING_DEPENDENCY:
        first, *others = finding.related
        needed = f"{short(first)} and {len(others)} more" if others else short(first)
        choices = [f"{before}: {subject} needs {needed}" for subject in subjects]
    else:
        name = runbook.title(finding, facts.circumstances)
        choices = [f"{before}: {name[:1].lower()}{name[1:]} {subject}" for subject in subjects]
    fitting = next((choice for choice in choices if len(choice) <= MAX_PREVIEW_TITLE), None)
    return fitting or english.cut(choices[-1], MAX_PREVIEW_TITLE)


def description(facts: FindingFacts, told: Told) -> str:
    """`users.0010_add_unique_id is not applied. Since 19 Jun 2026, 08:55 UTC, by commit 9f2c41e. 3 ways out.`"""
    finding = facts.finding
    sentence = runbook.sentence(finding, facts.circumstances, most=2)
    if finding.code is Code.MISSING_DEPENDENCY:
        first, *others = finding.related
        sentence = (
            f"{first} and {len(others)} more are not applied." if others else f"{first} is not applied."
        )
    said = " ".join(filter(None, (sentence, _since(told), _numbers(facts, told))))
    return english.cut(said, MAX_PREVIEW_TEXT, Times(facts.environment.now).as_of)


def picture(facts: FindingFacts, told: Told) -> Picture:
    """The picture: the sentence, the diagram, since when, and how many ways lead out."""
    since = f"Since {told.since}" if told.since else received(facts.environment)
    ways = english.count(len(facts.ways), "way") + " out" if facts.ways else ""
    return picture_of(facts.environment, facts.drift, facts.finding, (since, ways))


def _since(told: Told) -> str:
    since = f"Since {told.since}" if told.since else ""
    commit = f"{'by' if since else 'By'} commit {told.commit}" if told.commit else ""
    return ", ".join(filter(None, (since, commit))) + ("." if since or commit else "")


def _numbers(facts: FindingFacts, told: Told) -> str:
    """`3 environments, 3 ways out.`; what there is none of, or only one, goes without saying."""
    environments = f"{len(told.also) + 1} environments" if told.also else ""
    ways = f"{english.count(len(facts.ways), 'way')} out" if facts.ways else ""
    numbers = ", ".join(filter(None, (environments, ways)))
    return f"{numbers}." if numbers else ""
