"""Many environments at one moment: their verdicts, the causes they share, the sentence over all."""

from app.domain.fleet.sighting import Sighting, counts

__all__ = ["Sighting", "counts"]
