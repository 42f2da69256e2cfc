"""What brought a finding: commits with what each did, or what else is known of why it is there."""

from dataclasses import dataclass

from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory, Explanation
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit
from app.domain.provenance.origin import Origin
from app.domain.provenance.why import Why


@dataclass(frozen=True, slots=True)
class Cause:
    """
    One reason for a finding.

    `sentence` says it whole. `deed` is what `commit` did, as the end of a sentence that names the commit first: `added
    the dependency on users.0010 to orders.0001, three days after sandbox-3 had recorded orders.0001`; empty where the
    sentence must stand alone. `change` has the path of the file, and the lines that were changed where they are kept.
    `keys` are the migrations that the texts name. With `is_later` the commit changed what was there already.
    """

    sentence: str
    commit: Commit | None = None
    change: Change | None = None
    deed: str = ""
    keys: tuple[MigrationKey, ...] = ()
    is_later: bool = False


def causes(explanation: Explanation, finding: Finding, history: CodeHistory) -> tuple[Cause, ...]:
    """The reasons of one finding that are known: what became of files first, then edges. Each is told once."""
    found = [_of_origin(origin, history) for origin in explanation.origins_of(finding)]
    found += [_of_why(why) for why in explanation.whys.get(finding, ())]
    return tuple(dict.fromkeys(found))


def deed_of(change: Change) -> str:
    """What a change did, as a verb in the past: `removed orders.0002`."""
    key, other = change.key, change.other
    is_removal = change.kind is ChangeKind.REMOVED
    match change.part:
        case ChangedPart.FILE if change.kind is ChangeKind.RENAMED:
            return f"renamed {other} to {key}"
        case ChangedPart.FILE:
            return f"{'removed' if is_removal else 'added'} {key}"
        case ChangedPart.DEPENDENCIES:
            return (
                f"took the dependency on {other} out of {key}"
                if is_removal
                else f"added the dependency on {other} to {key}"
            )
        case ChangedPart.RUN_BEFORE:
            return (
                f"no longer lets {key} run before {other}" if is_removal else f"lets {key} run before {other}"
            )
        case _:
            return f"no longer lets {key} replace {other}" if is_removal else f"lets {key} replace {other}"


def _of_why(why: Why) -> Cause:
    addition = why.addition
    keys = tuple(key for key in (why.child, why.parent) if key is not None)
    if addition is None:
        return Cause(why.sentence, keys=keys)
    change = addition.change
    keys = tuple(dict.fromkeys((*keys, change.key, *((change.other,) if change.other else ()))))
    deed = ""
    if why.is_edit:
        deed = ", ".join(filter(None, (deed_of(change), why.distance)))
    return Cause(why.sentence, addition.commit, change, deed, keys, why.is_edit)


def _of_origin(origin: Origin, history: CodeHistory) -> Cause:
    keys = tuple(key for key in (origin.key, origin.other) if key is not None)
    commit = origin.commit
    change = None if commit is None else next(iter(_changes_of(origin, history)), None)
    is_later = change is not None and (
        change.kind in (ChangeKind.REMOVED, ChangeKind.RENAMED) or change.part is ChangedPart.REPLACES
    )
    return Cause(f"{origin.key}: {origin.sentence}", commit, change, "", keys, is_later)


def _changes_of(origin: Origin, history: CodeHistory) -> list[Change]:
    """The changes of the origin's commit to the migration that it is about, or to what took its place."""
    commit = origin.commit.id if origin.commit else ""
    about = (
        *history.by_key.get(origin.key, ()),
        *history.renamings.get(origin.key, ()),
        *(change for change in history.squashings.get(origin.key, ()) if change.key == origin.other),
    )
    return [
        change
        for change in about
        if change.commit == commit and change.part in (ChangedPart.FILE, ChangedPart.REPLACES)
    ]
