"""How each environment fares: harmed, not known, refused already, or well."""

from collections.abc import Iterator, Sequence

from app.domain import runbook
from app.domain.drift.circumstances import circumstances_of
from app.domain.impact.headline import is_stopped_already
from app.domain.impact.part import EnvironmentImpact, ImpactAnswer
from app.web.impact import causes
from app.web.impact.facts import ImpactFacts
from app.web.impact.views import EnvironmentRow, Group
from app.web.layout.comparing import compare_address
from app.web.layout.left_out import left_out
from app.web.layout.views import VerdictView
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text

MAX_ROWS = 60
"""A group has so many rows; the JSON has all."""


def groups(facts: ImpactFacts) -> tuple[Group, ...]:
    """The groups that have somebody, the worst first."""
    impact = facts.impact
    already = [each for each in impact.environments if is_stopped_already(each)]
    stopped = {each.environment for each in already}
    well = [each for each in impact.of_answer(ImpactAnswer.YES) if each.environment not in stopped]
    unknown = [each for each in impact.of_answer(ImpactAnswer.UNKNOWN) if each.environment not in stopped]
    every = (
        ("harmed", "Would be harmed", impact.of_answer(ImpactAnswer.NO)),
        ("not-known", "Cannot be told", unknown),
        ("already", "Refused already, and stays so", already),
        ("well", "No harm", well),
    )
    return tuple(_group(facts, *each) for each in every if each[2])


def _group(facts: ImpactFacts, id_: str, title: str, members: Sequence[EnvironmentImpact]) -> Group:
    return Group(
        id_,
        title,
        len(members),
        tuple(_row(facts, each) for each in members[:MAX_ROWS]),
        left_out(len(members) - MAX_ROWS, "environment", facts.address.form(".json")),
    )


def _row(facts: ImpactFacts, each: EnvironmentImpact) -> EnvironmentRow:
    base = facts.bases[each.environment]
    name = each.worst.part.base_name
    if not name:
        runs = "nobody says"
    elif base.release is None:
        runs = f"{name}, not known here"
    else:
        runs = name
    return EnvironmentRow(
        each.environment,
        causes.environment_page(facts, each.environment),
        runs,
        VerdictView.of(each.base),
        VerdictView.of(each.candidate),
        _said(each, is_only_cause=len(facts.impact.shared) == 1),
        compare_address(facts.project, each.environment, live_page=facts.at is None),
    )


def _said(each: EnvironmentImpact, *, is_only_cause: bool) -> Text:
    """The first thing to know of an environment; nothing where the only cause of the page says it already."""
    if each.answer is ImpactAnswer.NO:
        harm, doubt = next(harm for harm in each.harms if harm.kind.decides), each.worst.part.doubt
        said = () if is_only_cause else causes.said(harm)
        return (*said, *text.plain(" " if said and doubt else ""), *text.plain(doubt))
    parts: list[Text] = []
    if each.reason:
        parts.append(text.plain(each.reason))
    if each.already:
        parts.append(next(_already(each), ()))
    elif each.answer is ImpactAnswer.YES and each.harms:
        parts.append(causes.said(each.harms[0]))
    return tuple(word for part in parts for word in (*part, *text.plain(" ")))[:-1]


def _already(each: EnvironmentImpact) -> Iterator[Text]:
    """What stops an environment with what runs there too, the worst first."""
    for part in each.parts:
        for finding in part.already:
            if part.after is not None:
                sentence = runbook.sentence(finding, circumstances_of(part.after, finding))
                yield text.of(finding, sentence)
