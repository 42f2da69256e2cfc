"""What the address of the page leaves of the squashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from app.domain.squashes import GateAnswer, SquashLife

SHOWN: Mapping[str, str] = {
    "all": "all",
    "hurt": "taken apart too early",
    "shut": "held",
    "open": "can go on",
    "not-known": "not known",
    "passed": "over",
}
"""The values of `show`, each with its word; the first is the default."""


@dataclass(frozen=True, slots=True)
class Filters:
    """A part of the name of a squash, of what it replaces or of an environment, and how far its next gate is."""

    q: str = ""
    show: str = "all"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """The filters of an address; a value that is not known counts as none."""
        show = query.get("show", "")
        return cls(query.get("q", "").strip(), show if show in SHOWN else "all")

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Their parameters; defaults are left out."""
        pairs = (("q", self.q), ("show", "" if self.show == "all" else self.show))
        return tuple((name, value) for name, value in pairs if value)

    def matches(self, life: SquashLife) -> bool:
        """Whether a squash is shown."""
        return self.show in ("all", standing(life)) and (not self.q or self._is_named(life))

    def _is_named(self, life: SquashLife) -> bool:
        wanted = self.q.lower()
        keys = (life.squash.key, *life.squash.replaced)
        return any(wanted in str(key).lower() for key in keys) or any(
            wanted in slug.lower() for slug in _concerned(life)
        )


def standing(life: SquashLife) -> str:
    """How far a squash is, as a value of `show`."""
    if life.hurt:
        return "hurt"
    gate = life.next_gate
    return GateAnswer.PASSED.value if gate is None else gate.answer.value


def _concerned(life: SquashLife) -> set[str]:
    """The environments that hold a gate, or of which nobody can tell."""
    return {
        slug
        for gate in life.gates
        for reasons in (gate.held, gate.unknown)
        for slugs in reasons.values()
        for slug in slugs
    }
