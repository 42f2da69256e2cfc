"""The verdicts, sentences, pages and pictures that are told: those of the pages, of the same moment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.config import Project
from app.domain.fleet import Sighting
from app.domain.fleet.announcement import JudgedVerdict
from app.domain.fleet.sighting import is_untried
from app.store.sessions import ReadSession
from app.web.environment import preview as environment_preview
from app.web.environment.head import pinned_address
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.live import environment as live_environment
from app.web.facts.live import fleet as live_fleet
from app.web.fleet.address import pinned_address as pinned_fleet
from app.web.fleet.share import preview as fleet_preview
from app.web.pictures import kept_png
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.pages import home
from app.web.wording.environment import also_said, row_sentence
from app.web.wording.moments import Times
from app.web.wording.rich_text import flat


class Judge:
    """What the pages say now. Each answer is of the store as the session sees it."""

    @staticmethod
    def judgements(session: ReadSession, project: Project, *, now: datetime) -> Mapping[str, JudgedVerdict]:
        """
        The verdict of each environment, by slug, as the fleet shows it.

        Without a release it shows none, and neither of an environment that nobody has tried to read yet.
        """
        facts = live_fleet.fleet(session, project, now=now, release_text=None, with_standings=False)
        if not facts.has_release:
            return {}
        return {
            slug: JudgedVerdict(
                sighting.verdict,
                _looked_at(sighting, now),
                facts.release_of(slug).identity,
                facts.release_of(slug).word,
            )
            for slug, sighting in facts.sightings.items()
            if not is_untried(sighting)
        }

    @staticmethod
    def said(session: ReadSession, project: Project, slug: str, *, now: datetime) -> tuple[str, str]:
        """The sentence of an environment in the fleet, and the path of its page, pinned where that can be."""
        facts = _environment(session, project, slug, now)
        if facts is None:
            return "", home(project.slug)
        sighting = facts.sighting if facts.whole is None else facts.whole
        said = also_said(row_sentence(sighting, label=facts.chosen.word, times=Times(None)), facts.mismatch)
        address = pinned_address(facts) or EnvironmentAddress.live(project.slug, slug)
        return flat(said), address.page()

    @staticmethod
    def picture(session: ReadSession, project: Project, slug: str, *, now: datetime) -> bytes | None:
        """The preview picture of an environment, as a PNG."""
        facts = _environment(session, project, slug, now)
        return None if facts is None else kept_png(environment_preview.picture(replace(facts, now=None)))

    @staticmethod
    def fleet(session: ReadSession, project: Project, *, now: datetime) -> tuple[str, bytes | None]:
        """The path of the fleet as it is now, pinned, and its preview picture."""
        facts = live_fleet.fleet(session, project, now=now, release_text=None, with_standings=False)
        path = pinned_fleet(facts)
        return (home(project.slug), None) if path is None else (path, kept_png(fleet_preview.picture(facts)))


def _environment(session: ReadSession, project: Project, slug: str, now: datetime) -> EnvironmentFacts | None:
    configured = project.environment(slug)
    return (
        None
        if configured is None
        else live_environment.environment(session, project, configured, now=now, release_text=None)
    )


def _looked_at(sighting: Sighting, now: datetime) -> datetime:
    """When somebody looked: the last time that the part which speaks was read, or could not be; else this moment."""
    if sighting.failure is not None:
        return sighting.failure.last_at
    if sighting.is_pushed or sighting.stale or sighting.seen_at is None:
        return now
    return sighting.seen_at
