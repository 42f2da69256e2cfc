"""The form that leads to the difference of two releases."""

from app.web.layout.views import Choice
from app.web.releases.views import DifferenceForm
from app.web.urls import releases as release_addresses


def form(project: str, labels: tuple[str, ...], before: str, after: str) -> DifferenceForm | None:
    """The form, with `before` and `after` chosen; None for fewer than two labels."""
    if len(labels) < 2:
        return None
    return DifferenceForm(
        release_addresses.releases(project),
        tuple(Choice(label, label, chosen=label == before) for label in labels),
        tuple(Choice(label, label, chosen=label == after) for label in labels),
    )
