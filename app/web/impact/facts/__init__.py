"""What a release would mean for every environment: now, and at a moment."""

from app.web.impact.facts.facts import ImpactFacts

__all__ = ["ImpactFacts"]
