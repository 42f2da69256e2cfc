"""Whether one environment can take a release, with what is particular to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.domain.difference import Difference
from app.domain.findings import Finding
from app.domain.fleet import Sighting
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.readiness.answer import ANSWER_ORDER, Answer
from app.domain.readiness.prospect import Prospect
from app.domain.readiness.steps import Steps
from app.domain.table_location import DEFAULT_ALIAS

Keys = tuple[MigrationKey, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Readiness:
    """
    What is to be said of one environment, or of a part of it, before a release goes there.

    `prospect` is that of its last history, whenever it was seen; None where there is no history. `base` is the release
    that runs there, by its name, and `since` what changed from that to the one that may come: None where nobody knows
    what runs. An environment with several databases or schemas has `parts`, the worst first, and says what that says.
    """

    sighting: Sighting
    prospect: Prospect | None
    base: str = ""
    since: Difference | None = field(default=None, repr=False)
    parts: tuple["Readiness", ...] = ()

    @property
    def environment(self) -> str:
        """The slug of the environment."""
        return self.sighting.environment

    @cached_property
    def last_answer(self) -> Answer | None:
        """The answer of the last history, fresh or not; None without a history."""
        return None if self.prospect is None else self.prospect.answer

    @cached_property
    def is_seen(self) -> bool:
        """Whether the environment was seen lately, so that its history is that of now."""
        return self.prospect is not None and self.sighting.failure is None and not self.sighting.stale

    @cached_property
    def answer(self) -> Answer:
        """Whether it can take the release. What nobody saw lately may have changed, so it is unknown."""
        return self.last_answer if self.is_seen and self.last_answer is not None else Answer.UNKNOWN

    @property
    def steps(self) -> Steps | None:
        """What it would run; None where there is no plan to count on."""
        return self.prospect.steps if self.prospect is not None and self.is_seen else None

    @property
    def size(self) -> int:
        """How many tables this speaks of."""
        return self.sighting.size

    @cached_property
    def plans(self) -> tuple[Steps, ...]:
        """What it would run, of each of its parts that can."""
        steps = [part.steps for part in self.parts or (self,)]
        return tuple(each for each in steps if each is not None)

    @cached_property
    def stops(self) -> tuple[Finding, ...]:
        """The findings for which it cannot take the release; of all its parts, each once."""
        refused = (part for part in self.parts or (self,) if part.answer is Answer.NO)
        return tuple(
            dict.fromkeys(each for part in refused if part.prospect for each in part.prospect.grounds)
        )

    @cached_property
    def lacks(self) -> frozenset[MigrationKey] | None:
        """The migrations of the release that have yet to run there; None where it was not seen lately."""
        prospects = [part.prospect for part in self.parts or (self,) if part.prospect and part.is_seen]
        return frozenset[MigrationKey]().union(*(each.lacks for each in prospects)) if prospects else None

    @cached_property
    def edited(self) -> Keys:
        """The migrations that it has run and that are edited or renamed in the release that may come, sorted."""
        if self.since is None or self.prospect is None:
            return ()
        return edited_under(self.since, self.prospect.drift.history)

    @cached_property
    def coming_along(self) -> tuple[str, ...]:
        """
        The apps of the plan of which the release that runs there has every step already: it never ran them here.

        Empty where the plan has no step that this release lacks: there is nothing that they would come along with.
        """
        if self.since is None or self.steps is None:
            return ()
        known = self.since.before.migrations
        new = {key.app_label for key in self.steps.plan if key not in known}
        return tuple(label for label, _ in self.steps.apps if label not in new) if new else ()


def readiness(
    sighting: Sighting,
    prospect_of: Callable[[Sighting], Prospect | None],
    *,
    base: str = "",
    since: Difference | None = None,
) -> Readiness:
    """The readiness of an environment from what is known of it; `prospect_of` is asked once for each of its parts."""
    parts = tuple(
        Readiness(sighting=part, prospect=prospect_of(part), base=base, since=since)
        for part in sighting.parts or (sighting,)
    )
    if len(parts) == 1:
        return replace(parts[0], sighting=sighting)
    worst_first = tuple(sorted(parts, key=_badness))
    worst = worst_first[0]
    whole = replace(worst.sighting, parts=tuple(part.sighting for part in worst_first))
    return replace(worst, sighting=whole, parts=worst_first)


def problems_first(each: Readiness) -> tuple[int, int, int]:
    """A key that sorts the worst answer first, of unknown ones the worst when last seen, then the longest plan."""
    last = len(ANSWER_ORDER) if each.last_answer is None else ANSWER_ORDER[each.last_answer]
    return ANSWER_ORDER[each.answer], last, -len(each.steps.plan if each.steps else ())


def edited_under(since: Difference, history: History) -> Keys:
    """The recorded migrations whose files a difference edits or renames, sorted: what ran is not what they say now."""
    keys = {edit.key for edit in since.edited} | {rename.before for rename in since.renamed}
    return tuple(sorted(keys & history.recorded))


def lacked_alone(everyone: Sequence[Readiness]) -> dict[str, Keys]:
    """
    What each environment lacks and no other one that was seen lately does, sorted, by slug.

    Empty for one environment alone, of which it would say nothing.
    """
    seen = [(each.environment, each.lacks) for each in everyone if each.lacks is not None]
    if len(seen) < 2:
        return {}
    lacking: dict[MigrationKey, str | None] = {}
    for slug, keys in _each_once(seen):
        for key in keys:
            lacking[key] = None if key in lacking else slug
    alone: dict[str, list[MigrationKey]] = {}
    for key in sorted(lacking):
        slug = lacking[key]
        if slug is not None:
            alone.setdefault(slug, []).append(key)
    return {slug: tuple(keys) for slug, keys in alone.items()}


def _each_once(
    seen: Iterable[tuple[str, frozenset[MigrationKey]]],
) -> Iterable[tuple[str | None, frozenset[MigrationKey]]]:
    """Each set once, without a slug where several environments lack the same."""
    slugs: dict[frozenset[MigrationKey], str | None] = {}
    for slug, keys in seen:
        slugs[keys] = None if keys in slugs else slug
    return ((slug, keys) for keys, slug in slugs.items())


def _badness(part: Readiness) -> tuple[object, ...]:
    """A key that sorts the worst part first; of equals that with the most one-way steps, then the odd ones."""
    steps = part.steps
    return (
        ANSWER_ORDER[part.answer],
        -len(steps.one_way if steps else ()),
        -len(steps.plan if steps else ()),
        part.size,
        part.sighting.location.alias != DEFAULT_ALIAS,
        part.sighting.location,
    )
