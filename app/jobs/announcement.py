"""An announcement: after a round, what has changed its verdict is put into the outbox of each rule that asks for it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

import structlog

from app.config import NotifyRule, Project, Settings
from app.domain.findings import Verdict
from app.domain.fleet.announcement import (
    Announcement,
    JudgedVerdict,
    KnownVerdict,
    ToldChange,
    VerdictChange,
    step,
)
from app.domain.fleet.announcement.announcement import worst
from app.domain.fleet.announcement.sentences import change_words, release_words, title_words
from app.domain.fleet.sighting import VERDICT_ORDER
from app.store.announcements import outbox, verdicts
from app.store.engine import Store
from app.store.sessions import ReadSession, WriteSession

PATIENCE = timedelta(hours=24)
"""A message is tried for so long; then it is given up, which the log and the next message say."""

DAY = timedelta(days=1)

log = structlog.get_logger(__name__)


class Judging(Protocol):
    """What the pages say. The pages stand above the jobs, so they are handed in."""

    def judgements(
        self, session: ReadSession, project: Project, *, now: datetime
    ) -> Mapping[str, JudgedVerdict]: ...

    def said(
        self, session: ReadSession, project: Project, slug: str, *, now: datetime
    ) -> tuple[str, str]: ...

    def picture(
        self, session: ReadSession, project: Project, slug: str, *, now: datetime
    ) -> bytes | None: ...

    def fleet(self, session: ReadSession, project: Project, *, now: datetime) -> tuple[str, bytes | None]: ...


@dataclass(frozen=True, slots=True)
class _Changed:
    """A change of verdict of one environment."""

    project: Project
    slug: str
    tier: str
    change: VerdictChange
    at: datetime


@dataclass(frozen=True, eq=False)
class _Look:
    """
    A project at one look: what was `known`, the `news` that are to be kept, the environments that are `gone`.

    `changes` are told, the worst first.
    """

    project: Project
    known: Mapping[str, KnownVerdict]
    news: Mapping[str, KnownVerdict]
    gone: Sequence[str]
    changes: Sequence[_Changed]

    @classmethod
    def of(
        cls, session: ReadSession, judge: Judging, project: Project, *, gap: timedelta, now: datetime
    ) -> "_Look":
        known = verdicts.known(session, project.slug)
        news, changes = {}, []
        for slug, judgement in judge.judgements(session, project, now=now).items():
            after, change = step(known.get(slug), judgement, gap=gap)
            configured = project.environment(slug)
            if known.get(slug) != after:
                news[slug] = after
            if change is not None and configured is not None:
                changes.append(_Changed(project, slug, configured.tier, change, judgement.looked_at))
        changes.sort(key=lambda each: (VERDICT_ORDER[each.change.after], each.slug))
        gone = [slug for slug in known if project.environment(slug) is None]
        return cls(project, known, news, gone, changes)


def announce(store: Store, settings: Settings, judge: Judging, *, now: datetime) -> int:
    """
    Put what has changed its verdict into the outbox; the number of messages.

    The verdicts that count and the messages are written in one transaction, so that each change is told once, whenever
    the process is killed and however many of them share the store. Raises `StoreError`.
    """
    projects = [
        project
        for project in settings.projects
        if any(rule.scope.has_project(project.slug) for rule in settings.notify)
    ]
    if not projects:
        return 0
    gap = settings.interval / 2
    with store.reading() as session:
        looks = [_Look.of(session, judge, project, gap=gap, now=now) for project in projects]
        changes = [changed for look in looks for changed in look.changes]
        messages = [
            (rule, message)
            for rule in settings.notify
            if (message := _message(session, rule, changes, judge, now=now)) is not None
        ]
    if not any(look.news or look.gone for look in looks):
        return 0
    with store.writing() as session:
        verdicts.lock(session)
        if any(verdicts.known(session, look.project.slug) != look.known for look in looks):
            return 0  # another process was quicker; what is left to say is said at the next look
        for look in looks:
            verdicts.keep(session, look.project.slug, look.news)
            verdicts.forget(session, look.project.slug, look.gone)
        for rule, message in messages:
            _put(session, rule, message, now=now)
    for changed in changes:
        change, before = changed.change, changed.change.before
        log.info(
            "verdict.changed",
            project=changed.project.slug,
            environment=changed.slug,
            before=None if before is None else before.value,
            after=change.after.value,
        )
    return len(messages)


def _message(
    session: ReadSession, rule: NotifyRule, changes: Sequence[_Changed], judge: Judging, *, now: datetime
) -> Announcement | None:
    """The message of a rule, None where it asks for nothing of this."""
    asked = [
        each
        for each in changes
        if rule.scope.has(each.project.slug, each.slug, each.tier) and rule.scope.asks_for(each.change)
    ]
    if not asked:
        return None
    shown = worst(tuple(asked), verdict=lambda each: each.change.after)
    entries = tuple(_entries(session, shown, judge, now=now))
    numbers = Counter(each.change.after for each in asked)
    counts = {verdict: numbers[verdict] for verdict in Verdict if numbers[verdict]}
    projects = {each.project.slug: each.project for each in asked}
    names = tuple(sorted(project.name for project in projects.values()))
    first = asked[0]
    if len(projects) > 1:
        return Announcement(entries, counts, names)
    href, picture = judge.fleet(session, first.project, now=now)
    if len(asked) == 1:
        picture = judge.picture(session, first.project, first.slug, now=now)
    return Announcement(entries, counts, names, href, picture)


def _entries(
    session: ReadSession, changes: Sequence[_Changed], judge: Judging, *, now: datetime
) -> Iterator[ToldChange]:
    for each in changes:
        said, href = judge.said(session, each.project, each.slug, now=now)
        change = each.change
        yield ToldChange(
            each.project.name,
            each.slug,
            change.after,
            title_words(change),
            change_words(change),
            said,
            release_words(change),
            each.at,
            href,
        )


def _put(session: WriteSession, rule: NotifyRule, message: Announcement, *, now: datetime) -> None:
    if rule.digest is None:
        outbox.add(session, rule.name, message, at=now, next_at=now, lasts=PATIENCE)
    else:
        next_at = _next(rule.digest, now)
        outbox.add_to_digest(session, rule.name, message, at=now, next_at=next_at, lasts=PATIENCE)


def _next(clock: time, now: datetime) -> datetime:
    """The next moment at which it is this time of the day, in UTC."""
    now = now.astimezone(UTC)
    moment = now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return moment if moment > now else moment + DAY
