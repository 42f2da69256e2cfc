"""How a history differs from a release: the findings, the status of each migration, the recorded order."""

from app.domain.drift.comparison import Drift, compare

__all__ = ["Drift", "compare"]
