"""The form that narrows a list, and what it leaves, as templates/narrowing shows them."""

from dataclasses import dataclass

from app.web.layout.views import Picker


@dataclass(frozen=True, slots=True)
class NarrowingForm:
    """The filters of a page; `hidden_fields` are the parameters that it sends along, names and values."""

    action: str
    q: str
    pickers: tuple[Picker, ...]
    hidden_fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of a filter, or the search (`q`); `href` is the page without it."""

    name: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How much the filters leave (`12 of 60`), and each of them; `clear` is the page without filters."""

    number: str
    chips: tuple[Chip, ...]
    clear: str
