"""The situation of a release and a history that are named on the command line: it needs neither settings nor store."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app import sources
from app.cli.arguments.sides import history_of, knowledge_of, labelled_release
from app.cli.output import stop
from app.collect import CollectionError
from app.collect.json_file import HistoryFileError
from app.config import Secret
from app.config.urls import dialect_of, in_schema, search_path_of
from app.domain.provenance import NO_KNOWLEDGE
from app.domain.table_location import TableLocation
from app.domain.ways import Situation
from app.domain.ways.scripts import Dialect
from app.sources import ReadingOptions, SourceError


def named_situation(  # noqa: PLR0913 - what the command names
    release: Path,
    history: str,
    options: ReadingOptions,
    *,
    known: Iterable[Path],
    repository: Path | None,
    ref: str | None,
    folder: str,
    location: TableLocation,
) -> Situation:
    """The situation. What cannot be read ends the command with a sentence."""
    is_url, schema = "://" in history, location.schema
    if schema and is_url and dialect_of(history.partition("://")[0]) is not Dialect.POSTGRESQL:
        stop("--schema is for PostgreSQL: other databases have no schemas beside each other.")
    try:
        knowledge = NO_KNOWLEDGE if repository is None else knowledge_of(repository, folder, options)
        others = tuple(labelled_release(path, options) for path in known)
        knowledge = replace(knowledge, releases=(*knowledge.releases, *others))
        return Situation(
            sources.read(release, options, ref=ref, folder=folder),
            history_of(in_schema(history, schema) if schema and is_url else history),
            knowledge.releases,
            location.alias,
            knowledge,
            schema=schema,
            search_path=search_path_of(Secret(history)) if is_url else (),
        )
    except (SourceError, HistoryFileError) as error:
        stop(str(error))
    except CollectionError as error:
        stop(f"The history could not be read: {error.cause.sentence}. {error.cause.next_step}")
