"""What is said of squashes: of all of a release, of one, and of each of its gates."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.english import capital, count, listed, plural
from app.domain.squashes.gates import First, Gate, GateAnswer, Reason
from app.domain.squashes.life import GateLife, Slugs, SquashLife
from app.domain.squashes.squash import Squash
from app.domain.squashes.words import DONE, OPEN, REASON_WORDS

MAX_NAMES = 3
"""The most environments and migrations that a sentence names; it counts the others."""


def headline(lives: Sequence[SquashLife], label: str) -> str:
    """What is the matter with the squashes of a release, in one sentence."""
    if not lives:
        return f"{label} has no squash."
    hurt = [life for life in lives if life.hurt]
    if hurt:
        slugs = _slugs(life.hurt for life in hurt)
        verb = plural(len(hurt), "was", "were")
        return f"{capital(_of_all(len(hurt), lives))} {verb} taken apart too early for {listed(slugs, MAX_NAMES)}."
    held = [life for life in lives if life.next_gate and life.next_gate.held]
    if held:
        slugs = _slugs(life.next_gate for life in held)
        return (
            f"{listed(slugs, MAX_NAMES)} {plural(len(slugs), 'holds', 'hold')} {_of_all(len(held), lives)}."
        )
    further = [life for life in lives if life.next_gate and life.next_gate.answer is GateAnswer.OPEN]
    unknown = [life for life in lives if life.next_gate and life.next_gate.answer is not GateAnswer.OPEN]
    if unknown:
        return f"Whether {_of_all(len(unknown), lives)} can go on is not known."
    if further:
        return f"{capital(_of_all(len(further), lives))} can go a step further."
    return f"Nothing is left to do for {_of_all(len(lives), lives)}."


def _of_all(number: int, lives: Sequence[SquashLife]) -> str:
    total = len(lives)
    if total == 1:
        return f"the squash {lives[0].squash.key}"
    if number < total:
        return f"{number:,} of {total:,} squashes"
    return plural(total - 1, "both squashes", f"all {total:,} squashes")


def _slugs(gates: Iterator[GateLife | None] | Sequence[GateLife | None]) -> list[str]:
    return sorted({slug for gate in gates if gate for slugs in gate.held.values() for slug in slugs})


def sentence(life: SquashLife) -> str:
    """What is the matter with one squash: who was hurt, who holds it, or what can be done next."""
    if life.hurt:
        return f"{_said(life.hurt.held)}."
    gate = life.next_gate
    if gate is None:
        return "Its life is over: files, replaces and rows are gone."
    if gate.held:
        return f"{_holders(gate.held)}."
    if gate.answer is GateAnswer.OPEN:
        return _step(life, gate)
    return gate_sentence(gate, life.squash)


def _holders(held: Mapping[Reason, Slugs]) -> str:
    """`production-apac holds it: half applied`, without a full stop."""
    slugs = sorted(slug for slugs in held.values() for slug in slugs)
    verb = plural(len(slugs), "holds", "hold")
    if len(slugs) <= MAX_NAMES and len(held) == 1:
        return f"{listed(slugs)} {verb} it: {_brief(next(iter(held)), len(slugs))}"
    reasons = [f"{len(each):,} {REASON_WORDS[reason][len(each) != 1]}" for reason, each in held.items()]
    return f"{count(len(slugs), 'environment')} {verb} it: {listed(reasons)}"


def _brief(reason: Reason, number: int) -> str:
    one, many = REASON_WORDS[reason]
    words = one if number == 1 else many
    return (
        words.removeprefix("is ").removeprefix("are ")
        if reason is Reason.HALF_APPLIED
        else f"{_pronoun(number)} {words}"
    )


def _pronoun(number: int) -> str:
    return plural(number, "it", "they")


def _step(life: SquashLife, gate: GateLife) -> str:
    """What can be done next where a gate is open."""
    if gate.gate is Gate.FILES:
        number = len(life.squash.files)
        both = " and replaces taken out" if life.gate(Gate.REPLACES).answer is GateAnswer.OPEN else ""
        file = plural(number, "Its replaced file", f"Its {number:,} replaced files")
        return f"{file} can be deleted{both}."
    if gate.gate is Gate.REPLACES:
        return "replaces can be taken out of it."
    return f"Its rows can be pruned in {listed(gate.due, MAX_NAMES)}."


def gate_sentence(gate: GateLife, squash: Squash) -> str:
    """Why a gate is open, shut, not known or passed, and whom it hurt."""
    parts = [*_firsts(gate, squash)]
    if gate.answer is GateAnswer.PASSED:
        parts += [DONE[gate.gate], *([f"Too early: {_said(gate.held)}."] if gate.held else ())]
        if gate.unknown:
            parts.append(f"Whether that hurt anyone is not known of all: {_said(gate.unknown)}.")
        return " ".join(parts)
    if gate.held:
        parts.append(f"{_said(gate.held)}.")
    if gate.unknown:
        parts.append(f"{_said(gate.unknown)}.")
    if gate.answer is GateAnswer.OPEN:
        parts.append(_open(gate))
    return " ".join(parts)


def _open(gate: GateLife) -> str:
    if gate.gate is not Gate.ROWS:
        return OPEN[gate.gate]
    return f"{listed(gate.due, MAX_NAMES)} {plural(len(gate.due), 'has', 'have')} rows that nothing needs any more."


def _said(reasons: Mapping[Reason, Slugs]) -> str:
    """`edge-1 is half applied; sandbox-2 and sandbox-3 were not seen lately`, without a full stop."""
    return "; ".join(
        f"{listed(slugs, MAX_NAMES)} {REASON_WORDS[reason][len(slugs) != 1]}"
        for reason, slugs in reasons.items()
    )


def _firsts(gate: GateLife, squash: Squash) -> Iterator[str]:
    """What counts whatever the environments are."""
    for first in gate.first:
        if first is First.REPLACES_IN:
            yield "First take replaces out: as long as it is there, Django refuses to prune."
        elif first is First.NO_PRUNE:
            yield "migrate --prune is there from Django 4.1 on."
        elif first is First.EDGES_LOST:
            needs = listed(squash.lost, MAX_NAMES)
            yield f"First add {needs} to its dependencies: a replaced file needs that, and a fresh database must too."
        elif first is First.OVERLAP:
            others = listed(squash.overlapping, MAX_NAMES)
            yield f"{others} {plural(len(squash.overlapping), 'replaces', 'replace')} some of the same migrations."
        elif first is First.UNREADABLE:
            yield "This release could not be read whole."
        else:
            yield "No environment is known."


def code_sentence(squash: Squash) -> str:
    """What it replaces, how many of the files are there, and what else names them."""
    number, files = len(squash.replaced), len(squash.files)
    are = plural(files, "file is", "files are")
    there = (
        f"{files:,} {are} still there" if files else plural(number, "its file is gone", "the files are gone")
    )
    verb = "replaces" if squash.has_replaces else "replaced"
    said = f"{verb} {count(number, 'migration')}; {there}"
    if squash.dependents and (squash.files or squash.has_replaces):
        names = listed(squash.dependents, MAX_NAMES)
        said += f"; {names} {plural(len(squash.dependents), 'needs', 'need')} them"
    return said
