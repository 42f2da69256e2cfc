"""One environment before a release as the view of its page."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.readiness import Answer
from app.domain.readiness.answer import ANSWER_WORDS
from app.web.layout.comparing import compare_facts
from app.web.layout.frame import frame
from app.web.layout.views import Fact, Head, Link, VerdictView
from app.web.readiness.answers import TONES
from app.web.readiness.environment.dependencies import OneEnvironment
from app.web.readiness.environment.plan import plan_of
from app.web.readiness.environment.views import EnvironmentPage, OlderForm, PartView
from app.web.readiness.environment.way_back import way_back
from app.web.readiness.environment.ways import names_of, ways
from app.web.readiness.notes import first_thing
from app.web.readiness.page import readiness_frame
from app.web.urls.upgrade import UpgradeAddress
from app.web.wording import rich_text as text

NOT_KNOWN = "Which release runs in {slug} is not known: choose one to see the way back to it."
"""What is said where nobody knows to which release a way back would lead."""


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
        twin=facts.address.environment(slug, ".json", back=one.back),
        canonical=facts.pinned.environment(slug, back=one.older.pin if one.older and one.back else ""),
    )
    twin = facts.address.environment(slug, ".json", back=one.back)
    return EnvironmentPage(
        replace(own, pinned=None if facts.at is None else readiness_frame(facts).pinned),
        Head(
            said,
            (
                Fact("before release", label, facts.release.fingerprint[:8]),
                *compare_facts(facts.project, slug, live_page=facts.at is None),
            ),
            VerdictView(TONES[each.answer], ANSWER_WORDS[each.answer]),
            slug,
            (Link(f"Readiness of {label}", facts.address.page()),),
            copy_link=facts.pinned.environment(slug, back=one.older.pin if one.older and one.back else ""),
        ),
        tuple(_parts(one)),
        None if facts.at else _form(one),
        "" if one.older else NOT_KNOWN.format(slug=slug),
        twin if one.older else "",
        _upgrade(one),
    )


def _parts(one: OneEnvironment) -> Iterator[PartView]:
    """Yield plan and way back of each database or schema, the worst first."""
    for number, (part, way) in enumerate(ways(one), start=1):
        location = part.sighting.location
        name = (location.schema or location.alias) if one.readiness.parts else ""
        older = one.older.name if one.older else ""
        view = None if way is None else way_back(way, names_of(one), number)
        yield PartView(plan_of(one.facts, part, name, way, older), view)


def _form(one: OneEnvironment) -> OlderForm | None:
    """The choice of another older release; None where none is known."""
    labels = tuple(label for label in one.facts.labels if label != one.facts.outlook.label)
    chosen = one.older.name if one.older else ""
    action = one.facts.address.environment(one.readiness.environment)
    return OlderForm(action, chosen, labels) if labels else None


def _upgrade(one: OneEnvironment) -> Link | None:
    """Where an environment that cannot take the release now is told how it gets there."""
    facts, each = one.facts, one.readiness
    if each.answer is not Answer.NO or facts.at is not None:
        return None
    address = UpgradeAddress.live(facts.project.slug, each.environment, facts.address.segment)
    return Link(f"How {each.environment} gets to {facts.outlook.label}", address.page())
