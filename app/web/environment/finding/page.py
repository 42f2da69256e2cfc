"""One finding as the view of its page."""

from dataclasses import replace

from app.domain import runbook
from app.domain.findings import Severity
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.parts import Parts
from app.web.environment.finding.views import FindingPage
from app.web.environment.finding.ways.view import way_view
from app.web.environment.head import frame, head, pinned_address
from app.web.environment.query import ViewOptions
from app.web.layout.views import Link
from app.web.urls.finding import FindingAddress
from app.web.wording import rich_text as text


def page(facts: FindingFacts, parts: Parts) -> FindingPage:
    """The page of one finding: live where the environment's `now` is set, else pinned."""
    environment, finding = facts.environment, facts.finding
    sentence = text.of(finding, runbook.sentence(finding, facts.circumstances))
    pinned = pinned_address(environment)
    environment_head = head(environment, ViewOptions())
    return FindingPage(
        replace(
            frame(environment, facts.address.environment),
            twin=facts.address.json(),
            canonical=None if pinned is None else FindingAddress.of(pinned, finding).page(),
        ),
        replace(
            environment_head,
            headline=sentence,
            copy_link=None if pinned is None else FindingAddress.of(pinned, finding).page(),
            crumbs=(
                *environment_head.crumbs,
                Link(environment.environment.slug, facts.address.environment.page()),
            ),
        ),
        _scope(facts),
        parts,
        tuple(way_view(way, facts.dialect) for way in facts.ways),
        facts.address.part("now") if facts.is_pinned else None,
    )


def _scope(facts: FindingFacts) -> str:
    """What the environment cannot do, after its name."""
    label = facts.environment.chosen.word
    if facts.finding.code.severity is Severity.BLOCKING:
        return f"cannot run any migration on {label}"
    return f"on {label}"
