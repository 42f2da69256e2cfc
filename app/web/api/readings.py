"""The way of every GET of a program: its project, its token, a session to read in."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from app.config import Project
from app.store.sessions import ReadSession
from app.web.api.authorization import authorize_reading
from app.web.server.errors import NotFound
from app.web.server.site import Site
from app.web.urls.segments import FINGERPRINT

WHOLE = 64
"""Hex digits of a fingerprint."""


@contextmanager
def reading(site: Site, request: Request, slug: str) -> Iterator[tuple[Project, ReadSession]]:
    """
    The project that a program reads, and a session that sees one moment of the store.

    Raises `NotFound` for a project that driftboard.toml does not have, `ProgramRefused` for the token.
    """
    project = site.project(slug)
    with site.store.reading() as session:
        authorize_reading(project, request, session=session)
        yield project, session


def whole(fingerprint: str, *, what: str) -> str:
    """The fingerprint of an address, which names it whole; raises `NotFound`. `what` is what it names: "release"."""
    if len(fingerprint) != WHOLE or not FINGERPRINT.fullmatch(fingerprint):
        raise NotFound(f"A {what} is read by its whole fingerprint, 64 hex digits.")
    return fingerprint
