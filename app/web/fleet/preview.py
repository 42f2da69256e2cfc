"""The preview picture of a fleet: its sentence, and a strip with a part for each verdict."""

from app.domain import english
from app.domain.fleet import verdict_counts
from app.domain.fleet.headline import headline
from app.web.facts.fleet import FleetFacts
from app.web.layout.views import VerdictView
from app.web.pictures import Bar, Picture


def picture(facts: FleetFacts) -> Picture:
    """The picture of a pinned fleet."""
    sightings = tuple(facts.sightings[info.slug] for info in facts.environments)
    counts = verdict_counts(sightings)
    worst = next((verdict for verdict, number in counts.items() if number), None)
    several = facts.has_several_releases
    label = None if several else facts.chosen.word
    return Picture(
        f"{english.count(len(sightings), 'environment')} against "
        f"{'the releases that run there' if several else facts.chosen.word}",
        headline(sightings, label=label),
        facts.project.name,
        (f"received by {english.absolute(facts.at or facts.now)}",),
        None if worst is None else VerdictView.of(worst),
        strip=tuple(Bar(VerdictView.of(verdict), number) for verdict, number in counts.items()),
    )
