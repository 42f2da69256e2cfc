"""The last days of an environment, a bar for each: the worse the verdict, the higher the bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from app.domain.english import count
from app.domain.events.fortnight import DayVerdict
from app.domain.findings import VERDICT_WORDS, Verdict

HEIGHT = 12
"""Of the highest bar, in px."""

STEP = 6
"""From one bar to the next, in px."""

HEIGHTS = {
    Verdict.BLOCKED: 12,
    Verdict.DRIFTED: 8,
    Verdict.BEHIND: 4,
    Verdict.NOT_JUDGED: 8,
    Verdict.UNSEEN: 8,
    Verdict.AHEAD: 2,
    Verdict.IN_STEP: 2,
}
"""Full, two thirds, one third, and a tick; what was not seen or not judged is hatched and says no height."""

MAX_STRIPS = 2048


@dataclass(frozen=True, slots=True)
class DayBars:
    """The bars of one verdict, as the path of an SVG."""

    verdict: str
    path: str


@dataclass(frozen=True, slots=True)
class DayStrip:
    """The strip; `name` is the same in words, oldest first."""

    name: str
    width: int
    bars: tuple[DayBars, ...]


@lru_cache(MAX_STRIPS)
def day_strip(days: Sequence[DayVerdict]) -> DayStrip | None:
    """The strip of some days, oldest first; None where nothing is known of any."""
    if all(each.verdict is None for each in days):
        return None
    paths: dict[Verdict, str] = {}
    for number, each in enumerate(days):
        if each.verdict is not None:
            bar = f"M{number * STEP + 2.5:g} {HEIGHT}v-{HEIGHTS[each.verdict]}"
            paths[each.verdict] = paths.get(each.verdict, "") + bar
    bars = (DayBars(verdict.value, path) for verdict, path in sorted(paths.items()))
    return DayStrip(_name(days), STEP * len(days) - 1, tuple(bars))


def _name(days: Sequence[DayVerdict]) -> str:
    """`The last 14 days: not looked at for 2 days, in step for 9 days, blocked for 3 days`."""
    runs = [(verdict, len(list(run))) for verdict, run in groupby(days, key=lambda each: each.verdict)]
    said = (
        f"{VERDICT_WORDS[verdict].lower() if verdict else 'not looked at'} for {count(number, 'day')}"
        for verdict, number in runs
    )
    return f"The last {count(len(days), 'day')}: {', then '.join(said)}"
