"""Reading the commits without a label that a way out may need: those before an edit that trips databases."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.config import ReleaseSource
from app.domain.provenance.waypoints import waypoints
from app.jobs.releases import reading_options
from app.sources import SourceError
from app.sources.git import Repository
from app.store import checkouts, codehistory
from app.store.engine import Store

FailedReads = set[tuple[str, str, str]]
"""Project, label and commit of releases that could not be read. They are not tried again until the label moves."""


def add_waypoints(  # noqa: PLR0913 - the facts of one round
    store: Store,
    project: str,
    repository: Repository,
    source: ReleaseSource,
    *,
    now: Callable[[], datetime],
    failed_reads: FailedReads | None,
) -> None:
    """Store the releases of the waypoints that are not there yet, or were read in another way."""
    options = reading_options(source)
    reading = hashlib.sha256(repr((repository.folder, options)).encode()).hexdigest()
    with store.reading() as session:
        wanted = waypoints(codehistory.of_project(session, project))
        stored = checkouts.commits(session, project, reading=reading)
    for commit in wanted:
        identity = (project, "", commit)
        if commit in stored or (failed_reads is not None and identity in failed_reads):
            continue
        try:
            release = replace(repository.release(commit, options), label=None)
        except SourceError:  # an old commit may hold what cannot be read: nobody asked for it by name
            if failed_reads is not None:
                failed_reads.add(identity)
            continue
        with store.writing() as session:
            checkouts.add(session, project, release, reading=reading, at=now())
