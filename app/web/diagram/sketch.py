"""What a diagram shows, before anything has a place."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain import english
from app.web.diagram.card import Card
from app.web.diagram.lettering import drawable


class Tone(StrEnum):
    """How a line speaks: Django refuses because of it, it is odd, or it is as it should be."""

    VIOLATED = "violated"
    ODD = "odd"
    PLAIN = "plain"


class Form(StrEnum):
    """How the cards stand to each other."""

    PAIRED = "paired"
    """Every card below points at every card above."""
    APART = "apart"
    """A broken line joins them: nothing says that one needs the other."""
    MUTUAL = "mutual"
    """Each points at the other."""
    RING = "ring"
    """Each card points at the one above it, and the first at the last."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """
    The cards `above`, those `below`, and the line between, with its `label`.

    `before` is what the only card above needs, `after` what needs the only card below. `verb` says in words what the
    line says: "needs". A ring has all its cards above.
    """

    above: tuple[Card, ...]
    below: tuple[Card, ...]
    label: str
    verb: str
    tone: Tone
    form: Form = Form.PAIRED
    before: Card | None = None
    after: Card | None = None

    @property
    def name(self) -> str:
        """The diagram in words, for those who do not see it."""
        above, below = (_named(cards) for cards in (self.above, self.below))
        return f"Diagram: {below} {self.verb} {above}." if below else f"Diagram: {above} {self.verb}."


def _named(cards: tuple[Card, ...]) -> str:
    return english.listed(_named_card(card) for card in cards)


def _named_card(card: Card) -> str:
    if card.key is None:
        return drawable(card.note).removeprefix("and ")
    return f"{drawable(str(card.key))} ({drawable(card.note)})"
