"""
Where a history stands among the known releases: what it has run, whatever was deployed there.

    v1.1                                          exactly the migrations of v1.1
    v1.1 to v1.1.3, the same migrations           these releases do not differ in migrations
    between v1.0 and v1.1, 4 of 9 run             v1.0 whole, and a part of what v1.1 adds
    v1.1 and one row that it does not know        v1.1 whole, and more
    short of v1.0, 4 of 120 run                   not even the oldest release that has these rows

It is deduced, and no verdict: a database that Django refuses stands somewhere too. Nothing is compared for it. The keys
of all releases are numbered once, each release becomes a few sets of numbers, kept as the bits of integers, and a
history is held against them with set operations.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass, replace

from app.domain.english import count
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Release

Bits = int
"""A set of numbered keys: bit n is set where key n is in it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where a history stands.

    `alike` are the releases of which it has run everything, all with the same migrations, the oldest first; mostly one,
    or none. `next` is the release of which it has run `run` of the `of` migrations that come after them. `unknown` is
    the number of rows that the newest of these does not know.
    """

    alike: tuple[str, ...] = ()
    next: str | None = None
    run: int = 0
    of: int = 0
    unknown: int = 0

    @property
    def last(self) -> str | None:
        """The newest release of which it has run everything; None where there is none."""
        return self.alike[-1] if self.alike else None

    @property
    def is_exact(self) -> bool:
        """Whether it has run exactly the migrations of a known release."""
        return self.next is None and not self.unknown

    @property
    def sentence(self) -> str:
        """`stands at v1.1`, `stands between v1.0 and v1.1, 4 of 9 run`."""
        return f"stands at {self}" if self.next is None else f"stands {self}"

    @property
    def brief(self) -> str:
        """The same without numbers, for a narrow column: `at v1.1`, `between v1.0 and v1.1`, `short of v1.0`."""
        if self.next is not None:
            return f"short of {self.next}" if self.last is None else f"between {self.last} and {self.next}"
        if self.unknown:
            return f"at {self.last} and {'one' if self.unknown == 1 else f'{self.unknown:,}'} more"
        return f"at {self.alike[0]}" if len(self.alike) == 1 else f"at {self.alike[0]} to {self.last}"

    def __str__(self) -> str:
        rows = "one row" if self.unknown == 1 else count(self.unknown, "row")
        if self.next is not None:
            more = f", and {rows} that {self.next} does not know" if self.unknown else ""
            return f"{self.brief}, {self.run:,} of {self.of:,} run{more}"
        if self.unknown:
            return f"{self.last} and {rows} that it does not know"
        return (
            self.alike[0] if len(self.alike) == 1 else f"{self.alike[0]} to {self.last}, the same migrations"
        )


@dataclass(frozen=True, slots=True)
class Milestone:
    """
    A release by its name, prepared: its keys as bits, and the labels of its apps.

    `needed` are the keys that a history has when it has run everything. `explained` are all that it may have besides:
    what squashes replaced, now or formerly, and what apps left that are gone.
    """

    label: str
    needed: Bits
    explained: Bits
    apps: frozenset[str]


class Milestones:
    """The known releases, oldest first, prepared for the question where histories stand among them."""

    def __init__(self, releases: Iterable[tuple[str, Release]]) -> None:
        """
        Prepare releases, each with its name.

        One of which something could not be read is left out: its needs are not known.
        """
        readable = [(label, release) for label, release in releases if not release.unreadable]
        keys = dict.fromkeys(key for _, release in readable for key in release.keys_to_record)
        self._numbers = {key: number for number, key in enumerate(keys)}
        self._replaced = self._bits_of_replaced(release for _, release in readable)
        self._milestones = tuple(self._prepared(readable))
        self._counted: Bits = -1
        """The keys that count: all of them."""

    def __len__(self) -> int:
        return len(self._milestones)

    def of_apps(self, apps: AbstractSet[str]) -> "Milestones":
        """The same releases for a database in which only these apps live: no key of another one is needed or counts."""
        limited = copy(self)
        counted = self._bits(key for key in self._numbers if key.app_label in apps)
        limited._counted = counted  # noqa: SLF001 - of its own class
        limited._milestones = tuple(  # noqa: SLF001
            replace(milestone, needed=milestone.needed & counted, apps=milestone.apps & apps)
            for milestone in self._milestones
        )
        return limited

    def standing(self, history: History) -> Standing | None:
        """Where the history stands; None where no known release has any of its rows."""
        recorded, strangers = self._recorded(history)
        if not recorded:
            return None
        run = recorded
        for squash, replaced in self._replaced.items():
            if recorded >> squash & 1:
                run |= replaced
        whole = [milestone for milestone in self._milestones if not milestone.needed & ~run]
        exact = [milestone for milestone in whole if not _unknown(milestone, recorded, strangers)]
        if exact:
            last = exact[-1]
            return Standing(tuple(each.label for each in exact if each.needed == last.needed))
        return self._between(recorded, run, whole, strangers)

    def _between(
        self, recorded: Bits, run: Bits, whole: Sequence[Milestone], strangers: Mapping[str, int]
    ) -> Standing:
        """Where a history stands that is at no release: short of one, between two, or beyond one."""

        def unknown(milestone: Milestone) -> int:
            return _unknown(milestone, recorded, strangers)

        if not whole:
            goal = min(self._milestones, key=unknown)
            done = (goal.needed & run).bit_count()
            return Standing((), goal.label, done, goal.needed.bit_count(), unknown(goal))
        last = min(reversed(whole), key=unknown)
        position = self._milestones.index(last)
        later = [milestone for milestone in self._milestones[position + 1 :] if milestone not in whole]
        if later:
            goal = min(later, key=unknown)
            added = goal.needed & ~last.needed
            if added & run and unknown(goal) < unknown(last):
                done = (added & run).bit_count()
                return Standing((last.label,), goal.label, done, added.bit_count(), unknown(goal))
        return Standing((last.label,), unknown=unknown(last))

    def _recorded(self, history: History) -> tuple[Bits, Mapping[str, int]]:
        """The recorded keys that releases have, and how many others there are of each app."""
        buffer = bytearray(len(self._numbers) // 8 + 1)
        strangers: Counter[str] = Counter()
        for key in history.recorded:
            number = self._numbers.get(key)
            if number is None:
                strangers[key.app_label] += 1
            else:
                buffer[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(buffer, "little") & self._counted, strangers

    def _bits(self, keys: Iterable[MigrationKey]) -> Bits:
        buffer = bytearray(len(self._numbers) // 8 + 1)
        for key in keys:
            number = self._numbers[key]
            buffer[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(buffer, "little")

    def _bits_of_replaced(self, releases: Iterable[Release]) -> dict[int, Bits]:
        """For each squash of any release, by its number: all that it replaced, also through other squashes."""
        replaces: dict[MigrationKey, set[MigrationKey]] = {}
        for release in releases:
            for migration in release.squashes:
                replaces.setdefault(migration.key, set()).update(migration.replaces)
        closed: dict[int, Bits] = {}
        for squash, keys in replaces.items():
            replaced: set[MigrationKey] = set()
            waiting = list(keys)
            while waiting:
                key = waiting.pop()
                if key not in replaced:
                    replaced.add(key)
                    waiting += replaces.get(key, ())
            closed[self._numbers[squash]] = self._bits(replaced)
        return closed

    def _prepared(self, releases: Sequence[tuple[str, Release]]) -> Iterable[Milestone]:
        """
        Yield each release, prepared.

        A row of an app that a release does not hold was left by an earlier release, or tells that a later one ran here.
        It tells nothing where this release does not say which apps there are, and the later one does.
        """
        bits_by_app: dict[str, Bits] = {}
        keys_by_app: dict[str, list[MigrationKey]] = {}
        for key in self._numbers:
            keys_by_app.setdefault(key.app_label, []).append(key)
        for app_label, keys in keys_by_app.items():
            bits_by_app[app_label] = self._bits(keys)
        bits = [self._bits(release.keys_to_record) for _, release in releases]
        first_in_whole, known = 0, 0
        for (_, release), own in zip(releases, bits, strict=True):
            if release.complete:
                first_in_whole |= own & ~known
            known |= own
        earlier = 0
        for (label, release), own in zip(releases, bits, strict=True):
            earlier |= own
            of_apps = 0
            for app_label in release.apps:
                of_apps |= bits_by_app[app_label]
            explained = own
            for squash, replaced in self._replaced.items():
                if own >> squash & 1:
                    explained |= replaced
            left = earlier if release.complete else earlier | first_in_whole
            yield Milestone(label, self._needed(release), explained | (left & ~of_apps), release.apps)

    def _needed(self, release: Release) -> Bits:
        """Every file but squashes with `replaces`, and what these replace; nested squashes are no need either."""
        squashes = {squash.key for squash in release.squashes}
        replaced = {key for squash in release.squashes for key in squash.replaces}
        return self._bits((release.migrations.keys() | replaced) - squashes)


def standing_among(releases: Milestones, branches: Milestones, history: History) -> Standing | None:
    """
    Where a history stands among the releases; among releases and branches where it is at one of these alone.

    `branches` has the releases too.
    """
    standing = releases.standing(history)
    if (standing is not None and standing.is_exact) or len(branches) == len(releases):
        return standing
    with_branches = branches.standing(history)
    is_at_branch = with_branches is not None and with_branches.is_exact
    return with_branches if standing is None or is_at_branch else standing


def _unknown(milestone: Milestone, recorded: Bits, strangers: Mapping[str, int]) -> int:
    """How many rows the release does not know: those of later releases, and those of no release in its apps."""
    number = (recorded & ~milestone.explained).bit_count()
    if strangers:
        number += sum(rows for app_label, rows in strangers.items() if app_label in milestone.apps)
    return number
