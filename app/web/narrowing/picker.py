"""A filter as a `select` of the form. It says all values that are chosen, and the form keeps them."""

from collections.abc import Mapping, Sequence

from app.web.layout.views import Choice, Picker
from app.web.narrowing.narrowing import Narrowing

FEW = 2
"""So many chosen values are named."""


def picker(narrowing: Narrowing, name: str, label: str, everything: str, words: Mapping[str, str]) -> Picker:
    """
    The picker of one filter: `everything` is the word of its first choice, `words` those of the others by value.

    Values of the address that are none of these are added. Where several are chosen, the first choice says them all
    and changes nothing (`kept_values`), and a further one is added to them.
    """
    chosen = narrowing.chosen.get(name, ())
    offered = {**words, **{value: value for value in chosen if value not in words}}
    if len(chosen) > 1:
        choices = [Choice("", _several([offered[value] for value in chosen]), chosen=True)]
        choices += [Choice(value, word) for value, word in offered.items() if value not in chosen]
    else:
        choices = [Choice("", everything, chosen=not chosen)]
        choices += [Choice(value, word, chosen=value in chosen) for value, word in offered.items()]
    return Picker(name, label, tuple(choices))


def kept_values(narrowing: Narrowing, pickers: Sequence[Picker]) -> tuple[tuple[str, str], ...]:
    """The chosen values that the form sends beside its pickers: where several are chosen, or no picker is there."""
    picked = {each.name for each in pickers}
    return tuple(
        (name, value)
        for name, value in narrowing.values
        if name not in picked or len(narrowing.chosen[name]) > 1
    )


def choices(words: Mapping[str, str], current: str, *, default: str) -> tuple[Choice, ...]:
    """One of `words` by value; the default has an empty value, so that addresses stay short."""
    return tuple(
        Choice("" if value == default else value, word, chosen=value == current)
        for value, word in words.items()
    )


def _several(words: Sequence[str]) -> str:
    rest = len(words) - FEW
    return ", ".join(words[:FEW]) + (f" and {rest} more" if rest > 0 else "")
