"""What Django's commands would do: refuse, with which error, or run which plan."""

from app.domain.outcome.commands import migrate
from app.domain.outcome.outcome import Outcome

__all__ = ["Outcome", "migrate"]
