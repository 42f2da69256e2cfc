"""What is known of every environment before a release: now, and at a moment."""

from app.web.readiness.facts.facts import ReadinessFacts, Since

__all__ = ["ReadinessFacts", "Since"]
