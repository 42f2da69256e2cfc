"""What the map's bar shows besides the map: the field that selects, the form that chooses, the pictures to keep."""

from dataclasses import dataclass

from app.web.layout.views import Picker


@dataclass(frozen=True, slots=True)
class Example:
    """Words that select, what they select, and the page that has them selected."""

    words: str
    meaning: str
    href: str


@dataclass(frozen=True, slots=True)
class Find:
    """
    The field that selects migrations.

    `problems` are sentences about words that select nothing, `said` how much is selected; `clear` is the page without
    words. `hidden_fields` are the other parameters of the address.
    """

    action: str
    hidden_fields: tuple[tuple[str, str], ...]
    words: str
    said: str
    problems: tuple[str, ...]
    clear: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """
    The form over the map of a live page: the release, the snapshot, the environment that is shown besides.

    `beside` is the name in a text field where the environments are too many for a `select`; else None. `said` is how
    much differs there, `problem` why nothing of it is shown.
    """

    action: str
    hidden_fields: tuple[tuple[str, str], ...]
    pickers: tuple[Picker, ...]
    beside: str | None


@dataclass(frozen=True, slots=True)
class MapTools:
    """
    All that stands around the map.

    `choosing` is None on pinned pages, which offer no choice. `beside` is what is said of the other environment,
    `problem` why it is not shown. `svg` and `png` are the addresses of the map as a picture.
    """

    find: Find
    choosing: Choosing | None
    beside: str
    problem: str
    svg: str
    png: str
