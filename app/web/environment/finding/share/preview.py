"""What a preview of a link to a finding says: its title, its text, its picture."""

from app.domain import english, runbook
from app.domain.english import cut
from app.domain.findings import Code, Severity
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.preview import picture_of, received
from app.web.layout.frame import MAX_PREVIEW_TITLE
from app.web.pictures import Picture
from app.web.wording.short_keys import short

VERDICT_WORDS = {Severity.BLOCKING: " is blocked", Severity.TROUBLE: " has drifted", Severity.INFORMATION: ""}
"""What a finding of each severity makes of an environment, after its name."""


def verdict_words(facts: FindingFacts) -> str:
    """`sandbox-3 is blocked`: the environment, and what this finding makes of it."""
    return facts.environment.environment.slug + VERDICT_WORDS[facts.finding.code.severity]


def title(facts: FindingFacts) -> str:
    """`sandbox-3 is blocked: orders.0001_initial needs users.0010`; keys are cut at their numbers, never within."""
    finding, before = facts.finding, verdict_words(facts)
    if finding.code is Code.MISSING_DEPENDENCY:
        needed = english.listed([short(key) for key in finding.related], 1)
        choices = [
            f"{before}: {subject} needs {needed}" for subject in (finding.subject, short(finding.subject))
        ]
    else:
        called = runbook.title(finding, facts.circumstances)
        called = called[:1].lower() + called[1:]
        choices = [f"{before}: {called} {subject}" for subject in (finding.subject, short(finding.subject))]
    fitting = next((choice for choice in choices if len(choice) <= MAX_PREVIEW_TITLE), None)
    return fitting or cut(choices[-1], MAX_PREVIEW_TITLE)


def description(facts: FindingFacts) -> str:
    """`users.0010_add_unique_id_migration has no row. Since …. 3 ways out.`; the frame cuts it where it is too long."""
    finding = facts.finding
    sentence = runbook.sentence(finding, facts.circumstances, most=2)
    if finding.code is Code.MISSING_DEPENDENCY:
        has = english.plural(len(finding.related), "has no row", "have no rows")
        sentence = f"{english.listed(finding.related, 2)} {has}."
    return " ".join(filter(None, (sentence, _ways(facts))))


def picture(facts: FindingFacts) -> Picture:
    """The picture: the sentence, the diagram, and when it began."""
    return picture_of(facts.environment, facts.drift, facts.finding, (received(facts.environment),))


def _ways(facts: FindingFacts) -> str:
    return f"{english.count(len(facts.ways), 'way')} out." if facts.ways else ""
