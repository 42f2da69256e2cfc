"""Rounds of a dashboard: each looks at every environment, judges, and puts what has changed into the outbox."""

from dataclasses import dataclass, field
from datetime import timedelta

from app.config import NotifyRule, Project, Secret, Settings
from app.domain.failure import Cause
from app.domain.fleet.announcement import Announcement, RuleScope
from app.jobs.announcement import announce
from app.store import clock
from app.store.announcements import outbox
from app.web.announcements import Judge
from tests.web.conftest import Site

MINUTE = timedelta(minutes=1)
PUBLIC = "https://drift.example"


def rule(name="ops", digest=None, **scope) -> NotifyRule:
    return NotifyRule(name, Secret("json://127.0.0.1:1/hunter2"), RuleScope(**scope), digest)


class Unpictured(Judge):
    """What the pages say, without the pictures: to draw one takes longer than all else."""

    @staticmethod
    def picture(*_: object, **__: object) -> None:
        return None

    @staticmethod
    def fleet(_session: object, project: Project, **__: object) -> tuple[str, None]:
        return f"/{project.slug}", None


@dataclass
class Rounds:
    """
    `rows` are what each environment holds, a cause why it cannot be read, or None where nobody looks. Where it
    `corrects`, a round begins as a collection does: with what a wrong clock had stored.
    """

    site: Site
    rules: tuple[NotifyRule, ...] = (rule(),)
    rows: dict[str, tuple[str, ...] | Cause | None] = field(default_factory=dict)
    told_before: int = 0
    corrects: bool = False
    judge: Judge = field(default_factory=Unpictured)

    @property
    def settings(self) -> Settings:
        site = self.site
        return Settings(
            Secret("sqlite:///x"),
            (site.project, *site.more),
            interval=MINUTE,
            public_url=PUBLIC,
            notify=self.rules,
        )

    def look(self, times: int = 1, **rows: tuple[str, ...] | Cause | None) -> list[Announcement]:
        """The messages of so many more rounds, in which these rows are found."""
        self.rows |= {slug.replace("_", "-"): found for slug, found in rows.items()}
        for _ in range(times):
            self.site.later(minutes=1)
            if self.corrects:
                with self.site.store.writing() as session:
                    clock.correct(session, "shop", at=self.site.now)
            for slug, found in self.rows.items():
                if isinstance(found, Cause):
                    self.site.failed(slug, found)
                elif found is not None:
                    self.site.seen(slug, *found, ago=timedelta(0))
            self.announce()
        return self.new()

    def announce(self) -> int:
        return announce(self.site.store, self.settings, self.judge, now=self.site.now)

    def waiting(self) -> tuple[outbox.Waiting, ...]:
        with self.site.store.reading() as session:
            return outbox.open_messages(session)

    def new(self) -> list[Announcement]:
        """The messages that were put in since the last time that somebody asked."""
        messages = [each.message for each in self.waiting()]
        new, self.told_before = messages[self.told_before :], len(messages)
        return new


def words(messages: list[Announcement]) -> list[str]:
    """What is said of each environment, without the sentence of its row."""
    return [f"{entry.environment} {entry.words}" for message in messages for entry in message.entries]
