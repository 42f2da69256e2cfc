"""What the routes of a finding depend on: its facts, and what the parts of its page say."""

from typing import Annotated

from fastapi import Depends, Request

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.web.environment.dependencies import FactsAndAddress, Live, Pinned
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.parts import Parts, parts
from app.web.facts import ways
from app.web.layout.views import Link
from app.web.server.errors import NotFound
from app.web.server.site import CurrentSite, Site
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress, code_of, subject_of

MAX_LINKS = 40
"""An address that names no finding is answered with links to so many that are there."""


def live_finding(request: Request, environment: Live, site: CurrentSite) -> FindingFacts:
    """The finding that a live address names, as it is now."""
    return _finding(request, environment, site)


def pinned_finding(request: Request, environment: Pinned, site: CurrentSite) -> FindingFacts:
    """The finding that a pinned address names."""
    return _finding(request, environment, site)


def _finding(request: Request, environment: FactsAndAddress, site: Site) -> FindingFacts:
    """The facts of the finding; raises `NotFound`, with links to the findings that are there."""
    facts, address = environment
    drift = facts.drift
    if drift is None:
        raise NotFound("Nothing is known of its findings: no history or no release.")
    word, text = request.path_params["word"], request.path_params["key"]
    code = code_of(word)
    subject = _subject(text)
    finding = next((each for each in drift.findings if (each.code, each.subject) == (code, subject)), None)
    with site.store.reading() as session:
        situation = ways.situation_of(session, facts)
    if finding is None or situation is None:
        raise _no_finding(environment, drift, code, subject, f"{word}/{text}")
    return FindingFacts(
        facts,
        drift,
        finding,
        FindingAddress.of(address, finding),
        situation,
        ways.ways_of(situation, finding),
    )


def _subject(text: str) -> MigrationKey | None:
    try:
        return subject_of(text)
    except ValueError:
        return None


def _no_finding(
    environment: FactsAndAddress, drift: Drift, code: Code | None, subject: MigrationKey | None, named: str
) -> NotFound:
    facts, address = environment
    what = named if code is None or subject is None else f"{code.word} of {subject}"
    links = [_link(address, each) for each in drift.findings[:MAX_LINKS]]
    return NotFound(
        f"{facts.environment.slug} has no finding {what}.",
        explanation="These are there:" if links else "It has none at all.",
        links=[*links, Link(facts.environment.slug, address.page())],
    )


def _link(address: EnvironmentAddress, finding: Finding) -> Link:
    return Link(f"{finding.code.value} {finding.subject}", FindingAddress.of(address, finding).page())


LiveFinding = Annotated[FindingFacts, Depends(live_finding)]
PinnedFinding = Annotated[FindingFacts, Depends(pinned_finding)]


def live_parts(finding: LiveFinding, site: CurrentSite) -> Parts:
    """What the parts of a live page say."""
    with site.store.reading() as session:
        return parts(session, finding)


def pinned_parts(finding: PinnedFinding, site: CurrentSite) -> Parts:
    """What the parts of a pinned page say."""
    with site.store.reading() as session:
        return parts(session, finding)


LiveParts = Annotated[Parts, Depends(live_parts)]
PinnedParts = Annotated[Parts, Depends(pinned_parts)]
