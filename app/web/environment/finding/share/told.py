"""What a preview and a message say of a finding beside its sentence: since when, by which commit, and where else."""

from dataclasses import dataclass

from app.domain import english
from app.web.environment.finding.parts import Parts

MAX_NAMES = 3
"""Further environments are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """
    Each is empty where it is not known: `since` is a moment in words, `commit` the short id of what brought it.

    `also` are the other environments that have it. A pinned page knows neither commit nor environments for ever.
    """

    since: str = ""
    commit: str = ""
    also: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Parts) -> "Told":
        """What the parts of a page say."""
        since = parts.since.when if parts.since else ""
        items = parts.cause.items if parts.cause else ()
        commit = next((item.commit for item in items if item.commit), "")
        same = parts.same_cause
        also = () if same is None else tuple(link.text for link in same.links)
        if same is not None and same.more:
            also += (f"{same.more} more",)
        return cls(since, commit, also)

    @property
    def others(self) -> str:
        """The other environments: the first of them by name."""
        return english.listed(self.also, MAX_NAMES)
