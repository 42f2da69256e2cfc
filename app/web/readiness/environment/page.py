"""One environment before a release as the view of its page."""

from dataclasses import replace

from app.domain.readiness import Answer
from app.domain.readiness.answer import ANSWER_WORDS
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Head, Link, VerdictView
from app.web.readiness.answers import TONES
from app.web.readiness.environment.dependencies import OneEnvironment
from app.web.readiness.environment.plan import plans
from app.web.readiness.environment.views import EnvironmentPage
from app.web.readiness.notes import first_thing
from app.web.readiness.page import readiness_frame
from app.web.urls.upgrade import UpgradeAddress
from app.web.wording import rich_text as text


def page(one: OneEnvironment) -> EnvironmentPage:
    """The page; the part `#plan-and-way-back` of it is what the row of the table unfolds to."""
    facts, each = one.facts, one.readiness
    slug, label = each.environment, facts.outlook.label
    said = first_thing(facts, each)
    own = frame(
        facts.project,
        f"{slug} and {label}: {ANSWER_WORDS[each.answer]}",
        current="Readiness",
        tone=TONES[each.answer],
        share=f"{slug} and {label}: {ANSWER_WORDS[each.answer]} · {facts.project.name}",
        description=text.flat(said),
        times=facts.times,
        twin=facts.address.form(".json"),
        canonical=facts.pinned.page(),
    )
    return EnvironmentPage(
        replace(own, pinned=None if facts.at is None else readiness_frame(facts).pinned),
        Head(
            said,
            (Fact("before release", label, facts.release.fingerprint[:8]),),
            VerdictView(TONES[each.answer], ANSWER_WORDS[each.answer]),
            slug,
            (Link(f"Readiness of {label}", facts.address.page()),),
            copy_link=facts.pinned.environment(slug),
        ),
        tuple(plans(facts, each)),
        upgrade=_upgrade(one),
    )


def _upgrade(one: OneEnvironment) -> Link | None:
    """Where an environment that cannot take the release now is told how it gets there."""
    facts, each = one.facts, one.readiness
    if each.answer is not Answer.NO or facts.at is not None:
        return None
    address = UpgradeAddress.live(facts.project.slug, each.environment, facts.address.segment)
    return Link(f"How {each.environment} gets to {facts.outlook.label}", address.page())
