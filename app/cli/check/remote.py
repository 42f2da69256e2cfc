"""The environments of a dashboard, asked over its API with a token: a CI job needs no database and no configuration."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.cli.check.known import Asked, Known, NotKnown, doubt_of
from app.domain.english import count, listed
from app.domain.fleet.last_seen import LastSeen, SeenEnvironment
from app.domain.history import History
from app.domain.impact import KnownPart
from app.domain.impact.doubts import unseen
from app.domain.release import Release
from app.remote import RemoteError, RemoteProject


@dataclass(frozen=True, eq=False)
class RemoteEnvironments:
    """The environments of one project of a dashboard; `slug` is the project's."""

    project: RemoteProject
    slug: str

    def release(self, word: str) -> Release | None:
        """The release with this label; None where the dashboard knows none."""
        try:
            label = self.project.label(word)
            if label is None:
                return None
            return replace(self.project.release(label.fingerprint), label=word, commit=label.commit)
        except RemoteError as error:
            raise NotKnown(str(error)) from None

    def known(self, asked: Asked) -> Known:
        """The histories that the dashboard saw last of the environments, each with its base."""
        try:
            seen = self.project.last_seen(candidate=asked.candidate.fingerprint)
            seen = replace(seen, environments=tuple(self._environments(seen, asked.environments)))
            histories = self.project.histories(seen.histories)
            bases = {} if asked.base is not None else self.project.releases(seen.releases)
        except RemoteError as error:
            raise NotKnown(str(error)) from None
        return Known([part for each in seen.environments for part in _parts(each, asked, histories, bases)])

    def _environments(self, seen: LastSeen, slugs: Iterable[str]) -> Iterator[SeenEnvironment]:
        asked, there = set(slugs), [each.slug for each in seen.environments]
        unknown = sorted(asked.difference(there))
        if unknown:
            raise NotKnown(
                f"There is no environment {listed(unknown)} in {self.slug}: {listed(there) or 'it has none'}."
            )
        return (each for each in seen.environments if not asked or each.slug in asked)


def _parts(
    environment: SeenEnvironment,
    asked: Asked,
    histories: Mapping[str, History],
    bases: Mapping[str, Release],
) -> Iterator[KnownPart]:
    named = environment.release
    base, name = asked.base, asked.base_name
    if base is None and named is not None:
        base, name = bases.get(named.fingerprint or ""), named.name
    for table in environment.tables:
        history = histories.get(table.fingerprint or "")
        yield KnownPart(
            environment=environment.slug,
            history=history,
            unseen="" if history else unseen(table.failure, is_pushed=environment.is_pushed),
            doubt=doubt_of(table.seen_at, table.failure, is_stale=table.is_stale, any_age=asked.any_age),
            seen_at=table.seen_at,
            base=base,
            base_name=name,
            location=table.location,
            schemas=table.schemas,
            apps=table.apps,
        )
    if environment.left_out:
        tables = count(environment.left_out, "table")
        yield KnownPart(
            environment=environment.slug, unseen=f"Its dashboard leaves out {tables}, as it has very many."
        )
