"""One thing that a text leads to, and the choice of those that are shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.web.layout.views import VerdictView
from app.web.wording.rich_text import Text

MAX_HITS = 12
"""So many links are shown, and the others are not: whoever sees them types another letter."""

MAX_OF_ONE_KIND = 5
"""So many links of one kind are shown while there are others."""

KINDS = ("project", "environment", "migration", "release", "readiness", "commit", "code", "history", "page")
"""The kinds of things, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A link to one thing: its kind, its name, and what is to be known of it.

    `rank` says how well it fits, 0 best. `verdict` names its icon; of a finding `icon` does, with its `weight`.
    """

    rank: int
    kind: str
    name: Text
    href: str
    detail: Text = ()
    verdict: VerdictView | None = None
    icon: str = ""
    weight: str = ""


def chosen(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits that are shown: the best ones first, and of one kind not so many that they hide the others."""
    best_first = sorted(hits, key=lambda hit: (hit.rank, KINDS.index(hit.kind)))
    shown: list[Hit] = []
    more: list[Hit] = []
    numbers = dict.fromkeys(KINDS, 0)
    for hit in best_first:
        numbers[hit.kind] += 1
        (shown if numbers[hit.kind] <= MAX_OF_ONE_KIND else more).append(hit)
    of_all = {*map(id, shown[:MAX_HITS]), *map(id, more[: max(0, MAX_HITS - len(shown))])}
    return tuple(hit for hit in best_first if id(hit) in of_all)
