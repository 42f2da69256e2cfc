"""The map of a release in one environment: which migrations are shown, where, and the edges between them."""

from app.domain.map.drawing import Drawing, View, draw

__all__ = ["Drawing", "View", "draw"]
