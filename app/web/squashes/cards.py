"""The card of one squash: the sentence, how far each environment is, and the three gates."""

from collections.abc import Callable, Iterator, Sequence

from app.domain.english import count
from app.domain.findings import Code
from app.domain.release import Release
from app.domain.squashes import GateAnswer, GateLife, Phase, SquashLife
from app.domain.squashes.commands import remedy, steps
from app.domain.squashes.gates import Reason
from app.domain.squashes.phase import PHASE_MEANINGS, PHASE_WORDS
from app.domain.squashes.sentences import code_sentence, gate_sentence, sentence
from app.domain.squashes.words import ANSWER_WORDS, CONDITIONS, GATE_TITLES, NEXT_STEPS
from app.web.layout.views import Link
from app.web.squashes.filters import standing
from app.web.squashes.views import GateView, PhaseLine, Remedy, SquashCard
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

MAX_ENVIRONMENTS = 6
"""Of each phase, and of each reason, so many environments are links; the others are counted."""

MAX_KEYS = 12
"""So many rows that `--prune` would delete as well are named."""

ICONS = {
    "hurt": "drifted",
    GateAnswer.SHUT.value: "behind",
    GateAnswer.OPEN.value: "in-step",
    GateAnswer.NOT_KNOWN.value: "not-judged",
    GateAnswer.PASSED.value: "applied",
}
"""The sign of each standing and each answer."""

STANDING_WORDS = {
    "hurt": "taken apart too early",
    GateAnswer.SHUT.value: "held",
    GateAnswer.OPEN.value: "can go on",
    GateAnswer.NOT_KNOWN.value: "not known",
    GateAnswer.PASSED.value: "over",
}

CODES = {
    Reason.SKIPPED: Code.SILENT_SKIP,
    Reason.HALF_APPLIED: Code.PARTIAL_SQUASH,
    Reason.UNCOUNTED_ROW: Code.STALE_SQUASH_ROW,
    Reason.DOUBTFUL_ROW: Code.STALE_SQUASH_ROW,
    Reason.OTHER_ROWS: Code.UNKNOWN,
    Reason.CHANCE: Code.UNDEFINED,
    Reason.NO_ROWS: Code.TABLES_WITHOUT_ROWS,
}
"""The page of the runbook that says more of a reason."""

Said = set[tuple[Reason, tuple[str, ...]]]
"""The reasons of a card that something was said about, each with its environments."""

Environments = Callable[[str], str]
"""From the slug of an environment to its page."""


def card(release: Release, life: SquashLife, environment: Environments) -> SquashCard:
    """The card; `environment` gives the address of an environment."""
    squash, where = life.squash, standing(life)
    said: Said = set()
    keys = (squash.key, *squash.replaced, *squash.dependents, *squash.lost, *squash.overlapping)
    return SquashCard(
        id=f"squash-{squash.key}",
        key=(text.key_part(squash.key),),
        standing=where,
        word=STANDING_WORDS[where],
        icon=ICONS[where],
        sentence=text.with_keys(sentence(life), keys),
        code=text.with_keys(code_sentence(squash), keys),
        phases=tuple(_phases(life, environment)),
        gates=tuple(_gate(release, life, gate, environment, said) for gate in life.gates),
    )


def _phases(life: SquashLife, environment: Environments) -> Iterator[PhaseLine]:
    for phase, slugs in life.phases.items():
        yield _line(phase.value, PHASE_WORDS[phase], PHASE_MEANINGS[phase], slugs, environment)
    if life.untold:
        yield _line("untold", "not told", "its rows do not tell, or chance decides", life.untold, environment)
    if life.unseen:
        yield _line("unseen", "not seen", "nobody has seen it lately", life.unseen, environment)


def _line(value: str, word: str, meaning: str, slugs: Sequence[str], environment: Environments) -> PhaseLine:
    links, more = _links(slugs, environment)
    # Where all is well, the names tell nothing.
    is_quiet = value in (Phase.RECORDED.value, Phase.UNTOUCHED.value)
    return PhaseLine(value, word, meaning, len(slugs), () if is_quiet else links, "" if is_quiet else more)


def _links(slugs: Sequence[str], environment: Environments) -> tuple[tuple[Link, ...], str]:
    links = tuple(Link(slug, environment(slug)) for slug in slugs[:MAX_ENVIRONMENTS])
    left = len(slugs) - len(links)
    return links, f"and {left:,} more" if left else ""


def _gate(
    release: Release, life: SquashLife, gate: GateLife, environment: Environments, said: Said
) -> GateView:
    squash = life.squash
    keys = (squash.key, *squash.replaced, *squash.lost, *squash.overlapping)
    answer = "hurt" if gate.is_hurt else gate.answer.value
    return GateView(
        title=GATE_TITLES[gate.gate],
        answer=answer,
        word="too early" if gate.is_hurt else ANSWER_WORDS[gate.answer],
        icon=ICONS[answer],
        sentence=text.with_keys(gate_sentence(gate, squash), keys),
        condition="" if gate.answer is GateAnswer.PASSED else CONDITIONS[gate.gate],
        steps=steps(release, life, gate),
        remedies=tuple(_remedies(life, gate, environment, said)),
        rows=_rows(gate),
    )


def _remedies(life: SquashLife, gate: GateLife, environment: Environments, said: Said) -> Iterator[Remedy]:
    """What to do about each reason, and in which environments; what is said of an earlier gate is not said again."""
    for reasons in (gate.held, gate.unknown):
        for reason, slugs in reasons.items():
            if (reason, slugs) in said:
                continue
            said.add((reason, slugs))
            links, more = _links(slugs, environment)
            code = CODES.get(reason)
            yield Remedy(
                NEXT_STEPS[reason],
                links,
                more,
                remedy(life, reason),
                None if code is None else Link(code.value, addresses.runbook(code.value)),
            )


def _rows(gate: GateLife) -> Text:
    if not gate.rows:
        return ()
    named = [str(key) for key in gate.rows[:MAX_KEYS]]
    left = len(gate.rows) - len(named)
    more = f" and {count(left, 'more row')}" if left else ""
    return text.with_keys(f"It would delete {', '.join(named)}{more} as well.", gate.rows)
