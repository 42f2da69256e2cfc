"""One environment as the view of its page."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.findings import Finding
from app.domain.fleet.sighting import is_untried
from app.domain.provenance import Explanation
from app.web.environment.body.body import body
from app.web.environment.finding.facts import FindingFacts
from app.web.environment.finding.in_focus import weighing
from app.web.environment.head import frame, head, last_known, newer
from app.web.environment.map.beside import NOBODY, Beside
from app.web.environment.query import ViewOptions
from app.web.environment.tabs import tabs
from app.web.environment.views import EnvironmentPage, FailureView, PushView
from app.web.facts.environment import EnvironmentFacts
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress


def page(  # noqa: PLR0913 - the parts of the page
    facts: EnvironmentFacts,
    address: EnvironmentAddress,
    options: ViewOptions,
    *,
    in_focus: Sequence[FindingFacts] = (),
    explanation: Explanation | None = None,
    push: PushView | None = None,
    failure: FailureView | None = None,
    beside: Beside = NOBODY,
) -> EnvironmentPage:
    """
    The page of one environment: live where `facts.now` is set, else pinned.

    `in_focus` are the findings whose ways out it shows: the worst, then those of the migration in focus. `explanation`
    is what the history of the code says now. A pinned page never changes, so it is made without one and loads it from
    an address of its own; and without the newest `push`, and without the `failure` of the last looks. `beside` is the
    other environment that the map shows.
    """
    made = body(facts, address, options, in_focus=in_focus, explanation=explanation, push=push, beside=beside)
    return EnvironmentPage(
        frame=frame(facts, address),
        head=replace(
            head(facts, replace(made.shows, beside=beside.pinned)),
            finding=_finding_href(weighing(facts.drift), address),
        ),
        tabs=tabs(facts, address),
        dimmed=last_known(facts),
        failure=failure,
        newer=newer(facts, address),
        follow=address.page() if facts.now is not None and is_untried(facts.sighting) else None,
        body=made,
    )


def _finding_href(findings: Sequence[Finding], address: EnvironmentAddress) -> str | None:
    """The page of the worst finding, for the head's button; None where nothing weighs."""
    return FindingAddress.of(address, findings[0]).page() if findings else None
