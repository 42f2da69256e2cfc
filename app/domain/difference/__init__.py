"""How one release differs from another: what was edited, renamed, added, and what that means for databases."""

from app.domain.difference.comparison import Difference, difference

__all__ = ["Difference", "difference"]
