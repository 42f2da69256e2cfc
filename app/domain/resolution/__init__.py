"""The graph that Django would use: as the files declare it, then with squashes replaced."""

from app.domain.resolution.declared import declare
from app.domain.resolution.graph import MigrationGraph
from app.domain.resolution.squash import Resolution, resolve

__all__ = ["MigrationGraph", "Resolution", "declare", "resolve"]
