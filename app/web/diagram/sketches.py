"""The sketch of each code: which picture says what is wrong. A code of which no picture says anything has none."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.diagram.card import Card
from app.web.diagram.notes import MAX_CARDS, Cards, more
from app.web.diagram.sketch import Form, Sketch, Tone

Sketcher = Callable[[Cards, Finding], Sketch | None]


def sketch_of(drift: Drift, finding: Finding) -> Sketch | None:
    """The sketch of one finding of a comparison, or None."""
    sketcher = SKETCHERS.get(finding.code)
    return None if sketcher is None else sketcher(Cards(drift), finding)


def _missing_dependency(cards: Cards, finding: Finding) -> Sketch | None:
    if not finding.related:
        return None
    parents, children = cards.drift.resolution.graph.parents, cards.drift.resolution.graph.children
    subject, first = finding.subject, finding.related[0]
    is_pair = len(finding.related) == 1
    taken = {subject, *finding.related}
    before = parents.get(first, frozenset()) - taken if is_pair else frozenset()
    after = children.get(subject, frozenset()) - taken
    return Sketch(
        cards.cards(finding.related, Status.MISSING),
        (cards.card(subject, Status.MISSING_DEPENDENCY),),
        "needs, no row",
        "needs",
        Tone.VIOLATED,
        before=cards.neighbour(before, first),
        after=cards.neighbour(after, subject) if is_pair else None,
    )


def _missing_parent(cards: Cards, finding: Finding) -> Sketch | None:
    if not finding.related:
        return None
    missing = cards.card(finding.subject, Status.MISSING)
    note = missing.note if missing.note.endswith("no file") else f"{missing.note}, no file"
    users = cards.cards(finding.related)
    verb = "names" if len(finding.related) == 1 else "name"
    return Sketch((replace(missing, note=note),), users, "named, no file", verb, Tone.VIOLATED)


def _cycle(cards: Cards, finding: Finding) -> Sketch | None:
    if not finding.related:
        return None
    circle = (finding.subject, *finding.related)
    verb = "need each other in a circle"
    return Sketch(cards.cards(circle), (), "needs", verb, Tone.VIOLATED, Form.RING)


def _forked(cards: Cards, finding: Finding) -> Sketch:
    """The leaves, and the migration from which they part; without a common one the leaves alone."""
    leaves = (finding.subject, *finding.related)
    shown = cards.cards(leaves)
    fork = _parting(cards.drift, leaves)
    if fork is None:
        return Sketch(shown[:1], shown[1:], "nothing joins them", "stands beside", Tone.VIOLATED, Form.APART)
    label = "both are last" if len(leaves) == 2 else f"all {len(leaves)} are last"
    return Sketch((cards.card(fork),), shown, label, "come after", Tone.VIOLATED)


def _parting(drift: Drift, leaves: tuple[MigrationKey, ...]) -> MigrationKey | None:
    """The last migration of the app that every leaf comes after."""
    graph = drift.resolution.graph
    app_label = leaves[0].app_label
    plan = graph.forwards_plan(*leaves)
    after = dict.fromkeys(plan, 0) | {leaf: 1 << number for number, leaf in enumerate(leaves)}
    for key in reversed(plan):  # a bit for each leaf that comes after a migration
        for parent in graph.parents[key]:
            after[parent] |= after[key]
    common = {key for key in plan if key.app_label == app_label and after[key] == (1 << len(leaves)) - 1}
    own = [key for key in graph.topological_order if key in common]
    return own[-1] if own else None


def _unknown_app(cards: Cards, finding: Finding) -> Sketch:
    migration = cards.drift.release.migrations.get(finding.subject)
    known = cards.drift.release.apps
    references = () if migration is None else (*migration.dependencies, *migration.run_before)
    outside = tuple(key for key in references if cards.drift.release.app_of(key) not in known)
    above = cards.cards(outside, Status.MISSING, "no such app here")
    if not above:
        above = (Card(None, Status.MISSING.value, "an app that is not here"),)
    return Sketch(above, (cards.card(finding.subject),), "needs, no app", "needs", Tone.VIOLATED)


def _squash_circle(cards: Cards, finding: Finding) -> Sketch | None:
    others = tuple(key for key in finding.related if key != finding.subject)
    if not others:
        return None
    subject = cards.card(finding.subject, Status.SQUASH)
    return Sketch(
        cards.cards(others), (subject,), "replaces", "does not go together with", Tone.VIOLATED, Form.MUTUAL
    )


def _undefined(cards: Cards, finding: Finding) -> Sketch | None:
    """Two squashes, and what both replace."""
    squashes = (finding.subject, *finding.related)
    migrations = cards.drift.release.migrations
    replaced = [set(migrations[key].replaces) for key in squashes if key in migrations]
    shared = tuple(sorted(set.intersection(*replaced))) if len(replaced) > 1 else ()
    below = cards.cards(squashes, Status.SQUASH)
    if shared:
        return Sketch(cards.cards(shared), below, "replace the same", "replace", Tone.VIOLATED)
    if len(below) < 2:
        return None
    verb = "comes before or after, by chance,"
    return Sketch(below[:1], below[1:], "chance decides", verb, Tone.VIOLATED, Form.MUTUAL)


def _unknown(cards: Cards, finding: Finding) -> Sketch | None:
    """The row, beside the chain of its app."""
    graph, subject = cards.drift.resolution.graph, finding.subject
    leaves = graph.leaves(subject.app_label)
    if not leaves:
        return None
    leaf = leaves[0]
    return Sketch(
        (cards.card(leaf),),
        (cards.card(subject, Status.UNKNOWN),),
        "no file joins them",
        "stands beside",
        Tone.ODD,
        Form.APART,
        before=cards.neighbour(graph.parents[leaf] - {subject}, leaf),
    )


def _duplicate(cards: Cards, finding: Finding) -> Sketch | None:
    rows = cards.drift.history.rows_of(finding.subject)
    if len(rows) < 2:
        return None
    first, *others = (cards.row(row, Status.DUPLICATE) for row in rows)
    shown = tuple(others[:MAX_CARDS]) + ((more(len(others) - MAX_CARDS),) if len(others) > MAX_CARDS else ())
    return Sketch((first,), shown, "the same key", "repeats", Tone.ODD, Form.APART)


def _two_files(cards: Cards, finding: Finding, *, label: str, row: str, file: str) -> Sketch:
    """The row of a migration, and its file, which is another one than ran."""
    subject = cards.card(finding.subject, Status.APPLIED)
    ran = replace(subject, note=f"{row}: {subject.note}")
    return Sketch(
        (ran,),
        (Card(finding.subject, Status.PENDING.value, file),),
        label,
        "differs from",
        Tone.ODD,
        Form.APART,
    )


def _related_above(
    cards: Cards,
    finding: Finding,
    *,
    label: str,
    verb: str,
    form: Form = Form.PAIRED,
) -> Sketch | None:
    """The related keys above, the subject below."""
    if not finding.related:
        return None
    above, below = cards.cards(finding.related), (cards.card(finding.subject),)
    return Sketch(above, below, label, verb, Tone.ODD, form)


def _replaced(cards: Cards, finding: Finding, *, label: str, verb: str = "replaces") -> Sketch | None:
    """A squash below, and above what it replaces, first the keys of the finding; each says whether it has a row."""
    squash = cards.drift.release.migrations.get(finding.subject)
    others = () if squash is None else squash.replaces
    replaced = tuple(dict.fromkeys((*finding.related, *others)))
    return _related_above(cards, replace(finding, related=replaced), label=label, verb=verb)


def _renamed(cards: Cards, finding: Finding, *, label: str) -> Sketch | None:
    """The row with the former name above, the file with the new one below."""
    if not finding.related:
        return None
    former = cards.card(finding.subject)
    return Sketch((former,), cards.cards(finding.related), label, "was formerly", Tone.ODD)


def _relabelled(cards: Cards, finding: Finding) -> Sketch | None:
    """The first row under the former label, and the file that bears its name."""
    if not finding.related:
        return None
    namesake = next((key for key in finding.related if key.name == finding.subject.name), finding.related[0])
    return Sketch((cards.card(namesake),), (cards.card(finding.subject),), "new label", "was", Tone.ODD)


def _newer_release(cards: Cards, finding: Finding) -> Sketch | None:
    keys = tuple(MigrationKey.parse(name) for name in finding.names if "." in name.strip("."))
    if not keys:
        return None
    above = cards.cards(keys, Status.MISSING)
    return Sketch(above, (cards.card(finding.subject),), "needs, no row", "needs", Tone.ODD)


SKETCHERS: Mapping[Code, Sketcher] = {
    Code.MISSING_DEPENDENCY: _missing_dependency,
    Code.MISSING_PARENT: _missing_parent,
    Code.CYCLE: _cycle,
    Code.FORKED: _forked,
    Code.SQUASH_CIRCLE: _squash_circle,
    Code.UNKNOWN_APP: _unknown_app,
    Code.UNDEFINED: _undefined,
    Code.UNKNOWN: _unknown,
    Code.DUPLICATE: _duplicate,
    Code.SILENT_SKIP: partial(_replaced, label="replaces, never run"),
    Code.STALE_SQUASH_ROW: partial(_replaced, label="replaces, no row"),
    Code.HOLLOW_SQUASH_ROW: partial(_replaced, label="replaces, no row"),
    Code.STARTS_ANEW: partial(
        _related_above, label="no file joins them", verb="would run after", form=Form.APART
    ),
    Code.ONLY_MAKEMIGRATIONS: partial(_related_above, label="needs, no row", verb="needs"),
    Code.REUSED_NAME: partial(
        _two_files, label="another file", row="an earlier file", file="the file of this name now: never ran"
    ),
    Code.EDITED: partial(
        _two_files, label="edited since", row="as it was then", file="the file as it is now: never ran so"
    ),
    Code.EDITED_IN_PLACE: partial(
        _two_files, label="edited since", row="as it was then", file="the file as it is now"
    ),
    Code.DOUBTFUL_ROW: partial(
        _two_files, label="perhaps another", row="perhaps an earlier file", file="the file of this name now"
    ),
    Code.RENAMED: partial(_renamed, label="new name, no row"),
    Code.FORMER_NAME: partial(_renamed, label="new name"),
    Code.RELABELLED: _relabelled,
    Code.RUNS_AGAIN: partial(_replaced, label="replaced, no row", verb="would run over"),
    Code.NEWER_RELEASE: _newer_release,
    Code.OUT_OF_ORDER: partial(_related_above, label="needs, came later", verb="was recorded before"),
    Code.PARTIAL_SQUASH: partial(_replaced, label="replaces"),
}
"""
The sketcher of each code that has a picture.

D210 and D211 are about tables, D303 about an app and D304 about a row that a squash left: no card says more of them.
"""
