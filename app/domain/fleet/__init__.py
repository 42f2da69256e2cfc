"""Many environments at one moment: the verdict of each, the causes that they share, the sentence over all."""

from app.domain.fleet.sighting import Sighting, verdict_counts

__all__ = ["Sighting", "verdict_counts"]
