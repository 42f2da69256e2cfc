"""Events from what is stored: each fact of a stretch of time as what it says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from app.domain.events.event import Damage, Event, LabelMove, LookPair, NewerReleases, VerdictChange
from app.domain.events.fortnight import SeenHistory
from app.domain.events.table_change import table_changes
from app.domain.events.verdict_steps import VerdictStep
from app.domain.events.what import What
from app.domain.failure import Cause
from app.domain.label import Label
from app.store.timeline.label_points import MovedLabel
from app.store.timeline.looks import ChangedLook
from app.store.timeline.outages import OutageMark
from app.store.timeline.told import ToldDeployment
from app.web.facts.events.project import ProjectPast

Fact = ChangedLook | OutageMark | ToldDeployment | MovedLabel


def events_of_fact(fact: Fact, newer: Mapping[str, NewerReleases]) -> Iterator[Event]:
    """
    Yield what one stored fact says: a look may say several things, or nothing.

    `newer` are the newer releases of which first looks have rows, by the identity of the look.
    """
    match fact:
        case ChangedLook():
            yield from _of_look(fact, newer.get(fact.identity, ()))
        case OutageMark():
            yield _of_outage(fact)
        case ToldDeployment():
            yield Event(
                identity=fact.identity,
                what=What.DEPLOYED,
                at=fact.mark.at,
                detail=fact.deployment,
                environment=fact.deployment.environment,
            )
        case MovedLabel():
            yield _of_label(fact)


def _of_look(look: ChangedLook, newer: NewerReleases) -> Iterator[Event]:
    if look.after is None or look.damaged:
        yield Event(
            identity=f"{look.identity}/{What.DAMAGED}",
            what=What.DAMAGED,
            at=look.mark.at,
            detail=Damage(look.damaged),
            environment=look.environment,
            location=look.location,
            since=look.before_at,
        )
        return
    pair = LookPair(
        None if look.before is None else look.before.fingerprint,
        look.before_received,
        look.after.fingerprint,
        look.mark.at,
        look.tables,
        newer_after=newer,
    )
    for change in table_changes(look.before, look.after, seen_so=look.seen_so):
        yield Event(
            identity=f"{look.identity}/{change.what}",
            what=change.what,
            at=look.mark.at,
            detail=change,
            environment=look.environment,
            location=look.location,
            since=look.before_at,
            pair=pair,
        )


def _of_outage(mark: OutageMark) -> Event:
    is_gap = mark.outage.cause is Cause.NOT_COLLECTED
    last_bad = None if is_gap else mark.outage.last_at
    return Event(
        identity=mark.identity,
        what=What.BACK if mark.is_end else What.UNREACHED,
        at=mark.mark.at,
        detail=mark.outage,
        environment=mark.environment,
        location=mark.location,
        since=last_bad if mark.is_end else mark.outage.since if is_gap else None,
    )


def _of_label(moved: MovedLabel) -> Event:
    after = None if moved.point.is_removed else moved.point.label
    what = What.LABEL_MOVED if moved.before and after else What.LABEL_ADDED
    return Event(
        identity=moved.identity,
        what=What.LABEL_REMOVED if after is None else what,
        at=moved.mark.at,
        detail=LabelMove(moved.point.label.label, moved.before, after),
    )


_StepKey = tuple[datetime, str, str, Label | None, Label | None]


Newer = Callable[[SeenHistory, Label | None], NewerReleases]
"""The newer releases of which a history has rows that was held against a release."""


def verdict_events(
    past: ProjectPast, steps: Iterable[tuple[str, VerdictStep]], newer: Newer
) -> Iterator[Event]:
    """
    Yield the changes of verdicts; environments that another release changed alike at one moment are one event.

    One that was looked at then, with a new history, is an event of its own.
    """
    alike: dict[_StepKey, list[tuple[str, VerdictStep]]] = defaultdict(list)
    for slug, step in steps:
        if step.releases[0] == step.releases[1] or step.histories[1].start == step.at:
            yield _of_step(past, step, (slug,), newer)
        else:
            alike[step.at, step.before, step.after, *step.releases].append((slug, step))
    for same in alike.values():
        yield _of_step(past, same[0][1], tuple(sorted(slug for slug, _ in same)), newer)


def _of_step(past: ProjectPast, step: VerdictStep, slugs: tuple[str, ...], newer: Newer) -> Event:
    old, new = step.histories
    ahead = (newer(old, step.releases[0]), newer(new, step.releases[1]))
    table = past.table(new.table)
    alone = slugs[0] if len(slugs) == 1 else ""
    who = alone or "/".join(each.fingerprint if each else "none" for each in step.releases)
    return Event(
        identity=f"verdict/{who}/{step.at.isoformat()}/{step.before}/{step.after}",
        what=What.VERDICT,
        at=step.at,
        detail=VerdictChange(step.before, step.after, slugs, step.releases),
        environment=alone,
        location=table.location,
        since=min(old.end, step.at) if old.history != new.history else None,
        pair=LookPair(old.history, old.start, new.history, new.start, 1, *ahead) if alone else None,
    )
