"""The answer as Markdown, for a comment on a pull request or the summary of a job."""

import re
from collections.abc import Iterator, Mapping

from app.domain.english import listed, visible
from app.domain.impact import Impact
from app.domain.impact.harm import Harm
from app.domain.impact.headline import HARM_WORDS, headline, is_stopped_already
from app.domain.impact.impact import SharedHarm
from app.domain.impact.part import ImpactAnswer
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot
from app.domain.reports.impact import ANSWER_WORDS, edit_lines, moving_line

MARK = "<!-- driftboard check -->"
"""The first line, by which a job finds its own comment again."""

MAX_HARMS, MAX_ENVIRONMENTS, MAX_MOVING = 20, 20, 10
"""What a comment names; the others are counted."""

SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@:-])")
"""What may mean something to Markdown, or to the program that shows it: a mention, a table, HTML."""


def markdown(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    """The comment."""
    return "\n".join(_lines(impact, spots)) + "\n"


def _lines(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> Iterator[str]:
    yield from (MARK, f"**{ANSWER_WORDS[impact.answer]}.** {plain(headline(impact))}")
    decisive = [each for each in impact.shared if each.harm.kind.decides]
    for shared in decisive[:MAX_HARMS]:
        yield from ("", *_harm_lines(shared, spots))
    yield from _more(len(decisive), MAX_HARMS, "causes")
    unknown = impact.of_answer(ImpactAnswer.UNKNOWN)
    if unknown:
        yield from ("", "Of these nothing can be told:", "")
    for each in unknown[:MAX_ENVIRONMENTS]:
        yield f"- {code(each.environment)}: {plain(each.reason)}"
    yield from _more(len(unknown), MAX_ENVIRONMENTS, "environments")
    already = [each.environment for each in impact.environments if is_stopped_already(each)]
    if already:
        names = listed(map(code, already[:MAX_ENVIRONMENTS]))
        yield from ("", f"Refused already, not by this release: {names}.")
        yield from _more(len(already), MAX_ENVIRONMENTS, "environments")
    if impact.moving:
        yield from ("", "Dependencies that stand for something else now:", "")
    for moving, bases in list(impact.moving.items())[:MAX_MOVING]:
        yield f"- {plain(moving_line(moving, bases))}"
    yield from _more(len(impact.moving), MAX_MOVING, "dependencies")


def _harm_lines(shared: SharedHarm, spots: Mapping[EditedPlace, Spot]) -> Iterator[str]:
    harm = shared.harm
    names = listed(map(code, shared.environments), MAX_ENVIRONMENTS)
    yield f"**{harm.code.value}, {HARM_WORDS[harm.kind]}** in {names}: {plain(harm.sentence)}"
    yield ""
    yield from _edits(harm, spots)


def _edits(harm: Harm, spots: Mapping[EditedPlace, Spot]) -> Iterator[str]:
    for line in edit_lines(harm, spots):
        position, _, words = line.partition(": ")
        yield f"- {code(position)}: {plain(words)}"


def _more(total: int, shown: int, what: str) -> Iterator[str]:
    if total > shown:
        yield from ("", f"… and {total - shown:,} more {what}.")


def plain(text: str) -> str:
    """A text that Markdown shows as it is, in one line."""
    return SIGNS.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """A name as code, whatever backticks it holds itself."""
    shown = visible(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    padding = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{padding}{shown}{padding}{fence}"
