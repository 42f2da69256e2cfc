"""Releases and the history of the code from a Git repository: its objects are read, nothing is checked out or run."""

from app.sources.git.repository import Found, Repository

__all__ = ["Found", "Repository"]
