"""What the routes of a finding depend on: its facts, and what the parts of its page say."""

from typing import Annotated

from fastapi import Depends, Request

from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.web.environment.dependencies import FactsAndAddress, Live, Pinned
from app.web.environment.finding.facts import FindingFacts, finding_facts
from app.web.environment.finding.parts import Parts, parts
from app.web.layout.views import Link
from app.web.server.errors import Moved, NotFound
from app.web.server.site import CurrentSite, Site
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress, code_of, subject_of

MAX_LINKS = 40
"""An address that names no finding is answered with links to so many that are there."""

FOUND = "These are there:"
NOTHING_FOUND = "It has none at all."


def live_finding(request: Request, environment: Live, site: CurrentSite) -> FindingFacts:
    """The finding that a live address names, as it is now; raises `NotFound` where it is not there, or not any more."""
    found = _finding(request, environment, site)
    if not found.is_reported:
        named = f"{found.finding.code.word} of {found.finding.subject}"
        raise _no_finding(environment, found.drift, named, " now")
    return found


def pinned_finding(request: Request, environment: Pinned, site: CurrentSite) -> FindingFacts:
    """
    The finding that a pinned address names.

    It may be one that this Driftboard does not find there any more. Raises `NotFound` for one that never can have been.
    """
    found = _finding(request, environment, site)
    subject = found.finding.subject
    if not found.is_reported and subject not in found.drift.statuses.keys() | found.drift.history.recorded:
        raise _no_finding(environment, found.drift, f"{found.finding.code.word} of {subject}")
    return found


LiveFinding = Annotated[FindingFacts, Depends(live_finding)]
PinnedFinding = Annotated[FindingFacts, Depends(pinned_finding)]


def live_parts(finding: LiveFinding, site: CurrentSite) -> Parts:
    """What the parts of a live page say."""
    with site.store.reading() as session:
        return parts(session, finding)


def pinned_parts(finding: PinnedFinding, site: CurrentSite) -> Parts:
    """What the parts of a pinned page say."""
    if not finding.is_reported:
        return Parts()
    with site.store.reading() as session:
        return parts(session, finding)


LiveParts = Annotated[Parts, Depends(live_parts)]
PinnedParts = Annotated[Parts, Depends(pinned_parts)]


def _finding(request: Request, environment: FactsAndAddress, site: Site) -> FindingFacts:
    """The finding that the address names, reported or not; raises `NotFound` with links to those that are there."""
    facts, address = environment
    if facts.drift is None:
        raise NotFound("Nothing is known of its findings: no history or no release.")
    word, text = request.path_params["word"], request.path_params["key"]
    code, subject = code_of(word), _subject(text)
    if code is None or subject is None:
        raise _no_finding(environment, facts.drift, f"{word}/{text}")
    if word != code.word:
        path = request.scope["path"].replace(f"/{word}/", f"/{code.word}/")
        raise Moved(path + (f"?{request.url.query}" if request.url.query else ""))
    findings = (each for each in facts.drift.findings if (each.code, each.subject) == (code, subject))
    with site.store.reading() as session:
        finding = next(findings, Finding(code, subject))
        found = finding_facts(session, facts, address, finding, with_fleet=True)
    if found is None:
        raise _no_finding(environment, facts.drift, f"{word}/{text}")
    return found


def _subject(text: str) -> MigrationKey | None:
    try:
        return subject_of(text)
    except ValueError:
        return None


def _no_finding(environment: FactsAndAddress, drift: Drift, named: str, when: str = "") -> NotFound:
    """The answer where there is no such finding: the first of those that are there, and the environment's page."""
    slug, address = environment.facts.environment.slug, environment.address
    links = [_link(address, finding) for finding in drift.findings[:MAX_LINKS]]
    return NotFound(
        f"{slug} has no finding {named}{when}.",
        explanation=FOUND if links else NOTHING_FOUND,
        links=[*links, Link(slug, address.page())],
    )


def _link(address: EnvironmentAddress, finding: Finding) -> Link:
    return Link(f"{finding.code.value} {finding.subject}", FindingAddress.of(address, finding).page())
