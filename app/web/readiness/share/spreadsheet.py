"""The table of readiness as CSV, for a spreadsheet: the environments that the page shows, in its order."""

from collections.abc import Sequence

from app.domain.keys import MigrationKey
from app.domain.readiness import Readiness
from app.web.readiness.notes import first_thing, notes
from app.web.readiness.rows import now_on
from app.web.readiness.selection import Selection
from app.web.wording import rich_text as text
from app.web.wording import spreadsheet as wording

COLUMNS = (
    "environment",
    "tier",
    "region",
    "answer",
    "steps",
    "one_way",
    "first_one_way_step",
    "first_one_way",
    "drops_data",
    "not_known",
    "comes_along",
    "edited",
    "lacked_alone",
    "now_on",
    "first_thing",
    "notes",
)


def spreadsheet(selection: Selection) -> str:
    """The whole file."""
    return wording.spreadsheet(COLUMNS, (_row(selection, each) for each in selection.matches))


def _row(selection: Selection, each: Readiness) -> Sequence[str | int]:
    facts, slug, steps = selection.facts, each.environment, each.steps
    info = selection.info(slug)
    plan: tuple[str | int, ...] = ("", "", "", "", "", "")
    if steps is not None:
        first = steps.one_way[0] if steps.one_way else None
        plan = (
            len(steps.plan),
            len(steps.one_way),
            "" if first is None else steps.position(first),
            "" if first is None else str(first),
            len(steps.dropping),
            len(steps.unknown),
        )
    return (
        slug,
        info.tier,
        info.region,
        each.answer.value,
        *plan,
        " ".join(each.coming_along),
        _keys(each.edited),
        _keys(facts.outlook.lacked_alone.get(slug, ())),
        now_on(selection, each),
        text.flat(first_thing(facts, each)),
        "; ".join(map(text.flat, notes(facts, each))),
    )


def _keys(keys: Sequence[MigrationKey]) -> str:
    return " ".join(map(str, keys))
