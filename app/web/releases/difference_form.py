"""The form that leads to the difference of two releases."""

from app.web.layout.views import Choice
from app.web.releases.views import DifferenceForm
from app.web.urls import releases as release_addresses

MAX_CHOICES = 100
"""A picker offers this many labels, the newest ones."""


def form(project: str, labels: tuple[str, ...], before: str, after: str) -> DifferenceForm | None:
    """The form, with `before` and `after` chosen; None for fewer than two labels."""
    if len(labels) < 2:
        return None
    newest = labels[:MAX_CHOICES]
    return DifferenceForm(
        release_addresses.releases(project),
        _choices(newest, before),
        _choices(newest, after),
        f"The newest {MAX_CHOICES} of {len(labels):,}; all stand in the list." if newest != labels else "",
    )


def _choices(labels: tuple[str, ...], chosen: str) -> tuple[Choice, ...]:
    """The labels, and the chosen one where it is not among them."""
    offered = labels if chosen in labels else (*labels, chosen)
    return tuple(Choice(label, label, chosen=label == chosen) for label in offered)
