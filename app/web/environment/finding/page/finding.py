"""One finding as the view of its page."""

from dataclasses import replace

from app.domain import runbook
from app.domain.findings import Code, Severity, Verdict
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.frame import crumbs, finding_frame
from app.web.environment.finding.page.views import FindingHead, FindingPage
from app.web.environment.finding.parts import Parts
from app.web.environment.finding.share import preview
from app.web.environment.finding.share.told import Told
from app.web.environment.finding.share.view import share
from app.web.environment.finding.ways.section import ways_section
from app.web.environment.finding.ways.verify import verify_lines
from app.web.environment.head import dimmed, head, newer
from app.web.environment.query import ViewOptions
from app.web.layout.views import Fact, Link, VerdictView
from app.web.urls import pages as addresses
from app.web.urls import segments
from app.web.urls import squashes as squash_addresses
from app.web.wording import rich_text as text

OF_SQUASHES = frozenset(
    {
        Code.SILENT_SKIP,
        Code.STALE_SQUASH_ROW,
        Code.HOLLOW_SQUASH_ROW,
        Code.PARTIAL_SQUASH,
        Code.SQUASH_RESIDUE,
    }
)
"""The codes of findings about a squash, or about what one replaced."""

COPY_PINNED, COPY_LIVE = "Copy pinned link", "Copy link"
"""The words of the button: a finding that only the history of the code tells has no pinned page."""


def page(facts: FindingFacts, parts: Parts, *, public: str) -> FindingPage:
    """
    The page of one finding: live where the environment's `now` is set, else pinned.

    `public` is the address of the dashboard, before the path of a page.
    """
    environment, told = facts.environment, Told.of(parts)
    is_information = facts.finding.code.severity is Severity.INFORMATION
    return FindingPage(
        replace(
            finding_frame(facts), share=preview.title(facts), description=preview.description(facts, told)
        ),
        _head(facts),
        dimmed(environment),
        parts,
        None if is_information else ways_section(facts),
        verify_lines(facts),
        newer(environment, facts.address.environment),
        facts.address.part("now") if facts.is_pinned else None,
        share(facts, told, public),
    )


def _head(facts: FindingFacts) -> FindingHead:
    environment, finding = facts.environment, facts.finding
    environment_head = head(environment, ViewOptions())
    return FindingHead(
        crumbs(facts),
        runbook.title(finding, facts.circumstances),
        Link(finding.code.value, addresses.runbook(finding.code.value)),
        VerdictView.of(facts.drift.verdict),
        environment_head.name,
        _scope(facts),
        text.of(finding, runbook.sentence(finding, facts.circumstances)),
        runbook.consequence(finding, facts.circumstances),
        tuple(
            text.of(other, runbook.sentence(other, facts.circumstances))
            for other in facts.drift.findings
            if (other.code, other.subject) == (finding.code, finding.subject) and other != finding
        ),
        (*environment_head.facts, *_squash(facts)),
        (facts.pinned or facts.address).page(),
        COPY_LIVE if facts.pinned is None else COPY_PINNED,
    )


def _squash(facts: FindingFacts) -> tuple[Fact, ...]:
    """The link to the squash that the finding is about, over all environments."""
    if facts.finding.code not in OF_SQUASHES:
        return ()
    chosen, project = facts.environment.chosen, facts.environment.project.slug
    release = segments.short(facts.drift.release.fingerprint) if facts.is_pinned else chosen.word
    href = squash_addresses.squashes(project, release, q=str(facts.finding.subject))
    return (Fact(strong="This squash in every environment", href=href),)


def _scope(facts: FindingFacts) -> str:
    """What the environment cannot do, or can, after its name."""
    drift, label = facts.drift, facts.environment.chosen.word
    if drift.verdict is Verdict.NOT_JUDGED and facts.finding.code.severity is not Severity.BLOCKING:
        return f"is not judged on {label}, which could not be read whole"
    match facts.finding.code.severity:
        case Severity.BLOCKING if drift.outcome.refuses:
            return f"cannot run any migration on {label}"
        case Severity.BLOCKING:
            return f"may run no migration on {label}: it could not be read whole"
        case Severity.TROUBLE if drift.outcome.refuses:
            return f"cannot run any migration on {label}, for another reason than this"
        case Severity.TROUBLE:
            return f"can migrate on {label}, but does not have the history that it says"
    return f"on {label}: nothing has to be done"
