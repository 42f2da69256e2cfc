"""What the random examples were, so that a vacuous run shows."""

from collections import Counter
from dataclasses import dataclass, field

TALLIES: dict[str, "Tally"] = {}


@dataclass
class Tally:
    """Counts of one judge's examples; call it with what happened."""

    title: str
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, happened: str) -> None:
        self.counts[happened] += 1

    def check(self, happened: str, *, at_least: float) -> None:
        """Fail when something happened in too small a share of the examples."""
        share = self.counts[happened] / max(1, self.counts["examples"])
        assert share >= at_least, f"{self.title}: only {share:.0%} of the examples: {happened}"

    def lines(self) -> list[str]:
        total = max(1, self.counts["examples"])
        counted = [
            f"  {count / total:6.1%}  {count:7d}  {name}" for name, count in sorted(self.counts.items())
        ]
        return [self.title, *counted]


def tally(title: str) -> Tally:
    """The tally of this title; all are printed when the tests end."""
    return TALLIES.setdefault(title, Tally(title))
