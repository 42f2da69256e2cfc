"""
What the history of the code says about the findings of one environment, on a page of its own.

It grows with the history of the code, so a pinned page cannot hold it and loads it from here.
"""

from app.domain.provenance import Explanation
from app.web.environment.head import frame, head
from app.web.environment.query import ViewOptions
from app.web.environment.views import WhyPage
from app.web.facts.environment import EnvironmentFacts
from app.web.findings.reasons import reasons
from app.web.layout.views import Head, Link
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text


def page(facts: EnvironmentFacts, address: EnvironmentAddress, explanation: Explanation) -> WhyPage:
    """The page of reasons; its head leads back to the page of the environment."""
    view = reasons(facts, explanation)
    page_head = head(facts, ViewOptions())
    back = Link(facts.environment.slug, address.page())
    return WhyPage(
        frame(facts, address),
        Head(
            page_head.headline,
            page_head.facts,
            page_head.verdict,
            page_head.name,
            (*page_head.crumbs, back),
        ),
        view,
        text.plain("" if view.reasons else "The history of the code says nothing about it."),
    )
