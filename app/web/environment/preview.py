"""The preview picture of an environment: its verdict, its sentence, and the diagram of its worst finding."""

from app.domain import english, runbook
from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding, Severity
from app.web.diagram import diagram_of
from app.web.environment.head import head
from app.web.environment.query import ViewOptions
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.views import VerdictView
from app.web.pictures import Picture
from app.web.wording.short_keys import shortened


def picture(facts: EnvironmentFacts) -> Picture:
    """The picture; without a finding above information it has the sentence alone."""
    drift = facts.drift
    worst = None if drift is None or not drift.findings else drift.findings[0]
    if drift is None or worst is None or worst.code.severity is Severity.INFORMATION:
        return _picture(facts, head(facts, ViewOptions()).words, None, (received(facts),))
    others = len(drift.findings) - 1
    more = (f"{english.count(others, 'more finding')}",) if others else ()
    return picture_of(facts, drift, worst, (received(facts), *more))


def picture_of(facts: EnvironmentFacts, drift: Drift, finding: Finding, said: tuple[str, ...]) -> Picture:
    """The picture of one finding: its sentence with keys cut at their numbers, its diagram, what is `said` below."""
    keys = shortened((finding.subject, *finding.related))
    sentence = runbook.sentence(finding, circumstances_of(drift, finding), key_text=keys, most=2)
    return _picture(facts, sentence, finding, said)


def received(facts: EnvironmentFacts) -> str:
    """When the history came, for the foot of a picture; empty without one."""
    return "" if facts.snapshot is None else f"received {english.absolute(facts.snapshot.received_at)}"


def _picture(
    facts: EnvironmentFacts, sentence: str, finding: Finding | None, said: tuple[str, ...]
) -> Picture:
    diagram = None if finding is None or facts.drift is None else diagram_of(facts.drift, finding)
    return Picture(
        f"{facts.name.rstrip(',')} against {facts.chosen.word}",
        sentence,
        facts.project.name,
        tuple(filter(None, said)),
        VerdictView.of(facts.sighting.verdict),
        None if diagram is None else diagram.wide,
    )
