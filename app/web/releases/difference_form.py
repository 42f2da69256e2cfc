"""The form that asks for the difference of two releases."""

from app.web.layout.views import Choice
from app.web.releases.views import DiffForm
from app.web.urls import releases as release_addresses


def form(project: str, labels: tuple[str, ...], before: str, after: str) -> DiffForm | None:
    """The form that asks for the difference of two labels; None where there are not two."""
    if len(labels) < 2:
        return None
    return DiffForm(
        release_addresses.releases(project),
        tuple(Choice(label, label, chosen=label == before) for label in labels),
        tuple(Choice(label, label, chosen=label == after) for label in labels),
    )
