"""Counts what the random examples were, so that a run in which nothing happened shows."""

from collections import Counter
from dataclasses import dataclass, field

TALLIES: dict[str, "Tally"] = {}


@dataclass
class Tally:
    """How often each event happened in the examples of one judge. Call it with an event to count that."""

    title: str
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, event: str) -> None:
        self.counts[event] += 1

    def check(self, event: str, *, at_least: float) -> None:
        """Fail when the event happened in less than this share of the examples."""
        share = self.counts[event] / max(1, self.counts["examples"])
        assert share >= at_least, f"{self.title}: only {share:.0%} of the examples: {event}"

    def lines(self) -> list[str]:
        """The title, then a line for each event: its share, its count and its name."""
        total = max(1, self.counts["examples"])
        lines = [
            f"  {count / total:6.1%}  {count:7d}  {event}" for event, count in sorted(self.counts.items())
        ]
        return [self.title, *lines]


def tally(title: str) -> Tally:
    """Return the tally with this title. All tallies are printed when the tests end."""
    return TALLIES.setdefault(title, Tally(title))
