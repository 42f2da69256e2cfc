"""
The findings of a comparison once more, by what is known of the code: where its rows come from decides the codes.

`compare` knows one release and one history, and its answer never changes. The history of the code grows, so it comes
afterwards, in a step of its own: live pages take it, pinned ones do not.
"""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace

from app.domain.drift import Drift
from app.domain.drift.comparison import with_findings
from app.domain.drift.lead import Lead
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.provenance.knowledge import Knowledge
from app.domain.provenance.newer import newer_rows
from app.domain.provenance.origin import Origin, OriginKind, possible_origins
from app.domain.provenance.writers import Writer, WriterKind, is_sole_file, squashes_of, writers_of
from app.domain.resolution import declare

CODE_OF_WRITER = {
    WriterKind.REPLACED: Code.REUSED_NAME,
    WriterKind.FORMER_FILE: Code.REUSED_NAME,
    WriterKind.FORMER_CONTENT: Code.EDITED,
    WriterKind.FORMER_DETAILS: Code.EDITED_IN_PLACE,
    WriterKind.DOUBTFUL: Code.DOUBTFUL_ROW,
}
"""The code of a row that has a file, by what wrote it."""

CODES_WITHOUT_FILE = frozenset({Code.UNKNOWN, Code.SQUASH_RESIDUE, Code.NOT_COVERED})
"""The codes of rows that have no file, as a comparison alone gives them."""


def with_knowledge(drift: Drift, knowledge: Knowledge) -> Drift:
    """
    The same comparison, with the findings that the history of the code and the known releases give.

    The code of a row without a file follows from its origin, that of a row with a file from what wrote it. Rows of
    newer releases are no findings, but leads. Without any knowledge, or where it says nothing more, the comparison
    stays as it is.
    """
    if not (knowledge.history.commits or knowledge.releases):
        return drift
    newer: dict[MigrationKey, Origin] = {}
    about_rows_without_file = tuple(_about_rows_without_file(drift, knowledge, newer))
    of_newer = newer_rows(drift, knowledge, newer)
    findings = tuple(
        sorted((*about_rows_without_file, *of_newer.findings, *_about_rows_with_file(drift, knowledge)))
    )
    if findings == drift.findings and of_newer.leads == drift.leads:
        return drift
    return replace(
        with_findings(drift, findings, of_newer.leads),
        not_covered=_not_covered(drift, findings, of_newer.leads),
    )


def _not_covered(drift: Drift, findings: Sequence[Finding], leads: Sequence[Lead]) -> tuple[str, ...]:
    """The apps that the release does not hold, without those of which a newer release tells everything."""
    told = {key.app_label for lead in leads for key in lead.rows}
    told -= {finding.subject.app_label for finding in findings if finding.code is Code.NOT_COVERED}
    told -= frozenset(declare(drift.release).not_covered)
    return tuple(app for app in drift.not_covered if app not in told)


def _about_rows_with_file(drift: Drift, knowledge: Knowledge) -> Iterator[Finding]:
    """The findings about rows whose name a file bears, and all that are about no row."""
    writers = writers_of(drift, knowledge)
    yield from _about_writers(drift, knowledge, writers)
    for finding in drift.findings:
        is_settled = finding.code is Code.DOUBTFUL_ROW and (
            finding.subject in writers or is_sole_file(drift, knowledge, finding.subject)
        )
        if finding.code not in CODES_WITHOUT_FILE and not is_settled:
            yield finding


def _about_writers(
    drift: Drift, knowledge: Knowledge, writers: Mapping[MigrationKey, Writer]
) -> Iterator[Finding]:
    """
    The findings about rows that other files wrote: about the file of the name, or the squash that has replaced it.

    What was only edited in place is one finding for each app.
    """
    rows_of_squash: dict[tuple[MigrationKey, Code], list[MigrationKey]] = {}
    edited_in_place: dict[str, list[MigrationKey]] = {}
    for key, writer in writers.items():
        code = CODE_OF_WRITER[writer.kind]
        if code is Code.EDITED_IN_PLACE:
            if key in drift.release.migrations:
                edited_in_place.setdefault(key.app_label, []).append(key)
        elif key in drift.release.migrations:
            yield Finding(code, key, _related(writer))
        else:
            for squash in squashes_of(drift, knowledge, key):
                rows_of_squash.setdefault((squash, code), []).append(key)
    for first, *others in edited_in_place.values():
        yield Finding(Code.EDITED_IN_PLACE, first, tuple(others))
    for (squash, code), keys in rows_of_squash.items():
        if squash not in writers:
            yield Finding(code, squash, tuple(sorted(keys)))


def _related(writer: Writer) -> tuple[MigrationKey, ...]:
    return () if writer.squash is None else (writer.squash,)


def _about_rows_without_file(
    drift: Drift, knowledge: Knowledge, newer: MutableMapping[MigrationKey, Origin]
) -> Iterator[Finding]:
    """The findings about rows without a file, by their origins; the rows of newer releases go to `newer` instead."""
    would_run = _would_run(drift)
    replaced_rows: dict[MigrationKey, list[MigrationKey]] = {}
    for finding in drift.findings:
        if finding.code is Code.NOT_COVERED:
            yield from _about_app_not_covered(drift, knowledge, finding, newer)
        elif finding.code in CODES_WITHOUT_FILE:
            key = finding.subject
            origin = _deciding_origin(drift, knowledge, key)
            if origin is None or finding.names:
                yield finding
            elif origin.other is None:
                newer[key] = origin
            elif origin.kind is OriginKind.RENAMED:
                code = Code.RENAMED if origin.other in would_run else Code.FORMER_NAME
                yield Finding(code, key, (origin.other,))
            elif origin.other in would_run and not _is_missed(drift, origin.other):
                replaced_rows.setdefault(origin.other, []).append(key)
            else:
                yield Finding(Code.SQUASH_RESIDUE, key)
    for squash, keys in replaced_rows.items():
        yield Finding(Code.RUNS_AGAIN, squash, tuple(sorted(keys)))


def _would_run(drift: Drift) -> frozenset[MigrationKey]:
    """The migrations of the graph that are not applied."""
    return drift.resolution.graph.declared - drift.resolution.applied


def _is_missed(drift: Drift, key: MigrationKey) -> bool:
    """Whether Django refuses because this migration has no row: that finding tells what to do."""
    return any(
        finding.code is Code.MISSING_DEPENDENCY and key in finding.related for finding in drift.findings
    )


def _deciding_origin(
    drift: Drift, knowledge: Knowledge, key: MigrationKey, visited: frozenset[MigrationKey] = frozenset()
) -> Origin | None:
    """
    The origin of a row that decides its code; None where none does.

    A squash or a new name counts if it leads to a migration of this release, in one step or over several; `other` is
    that migration. Else the first origin counts if it is a newer release. `visited` are the keys of the steps before.
    """
    visited |= {key}
    origins = list(possible_origins(knowledge.history, key, drift.release, knowledge.releases))
    for origin in origins:
        if origin.kind not in (OriginKind.SQUASH, OriginKind.RENAMED) or origin.other is None:
            continue
        if origin.other in drift.release.migrations:
            return origin
        if origin.other not in visited:
            next_origin = _deciding_origin(drift, knowledge, origin.other, visited)
            if next_origin is not None and next_origin.other is not None:
                is_squash = OriginKind.SQUASH in (origin.kind, next_origin.kind)
                kind = OriginKind.SQUASH if is_squash else OriginKind.RENAMED
                return Origin(key, kind, origin.sentence, origin.commit, next_origin.other, origin.labels)
    others = [origin for origin in origins if origin.kind not in (OriginKind.SQUASH, OriginKind.RENAMED)]
    return others[0] if others[0].is_newer else None


def _about_app_not_covered(
    drift: Drift, knowledge: Knowledge, finding: Finding, newer: MutableMapping[MigrationKey, Origin]
) -> Iterator[Finding]:
    """The finding about an app that the release does not hold, without the rows of an app that a newer one adds."""
    relabelled = _relabelled(drift, knowledge, finding)
    if relabelled is not None:
        yield relabelled
        return
    rest = []
    for key in (finding.subject, *finding.related):
        origin = _deciding_origin(drift, knowledge, key)
        if origin is not None and origin.is_newer and origin.other is None:
            newer[key] = origin
        else:
            rest.append(key)
    if rest:
        yield replace(finding, subject=rest[0], related=tuple(rest[1:]))


def _relabelled(drift: Drift, knowledge: Knowledge, finding: Finding) -> Finding | None:
    """The finding about a changed label, if the history of the code knows the new names and some would run."""
    would_run = _would_run(drift)
    new_keys = {}
    for key in (finding.subject, *finding.related):
        origin = _deciding_origin(drift, knowledge, key)
        if origin is not None and origin.kind is OriginKind.RENAMED and origin.other in would_run:
            new_keys[key] = origin.other
    if not new_keys:
        return None
    return Finding(Code.RELABELLED, min(new_keys.values()), tuple(sorted(new_keys)))
