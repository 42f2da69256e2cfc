"""The sentence over a matrix."""

from app.domain.english import count, listed, plural
from app.domain.findings import Verdict
from app.domain.matrix.matrix import Matrix

MAX_APPS = 3
"""The sentence names so many apps; more are counted."""


def headline(matrix: Matrix) -> str:
    """What is the matter, in one sentence: `10 of 24 apps differ somewhere; only orders and users block.`"""
    apps, environments = len(matrix.migrations), len(matrix.columns)
    if not matrix.judged:
        return f"Nothing is known of {count(apps, 'app')}: {_blank(matrix, of_all=True)}."
    if not matrix.rows:
        return _all_the_same(matrix, apps, environments)
    differ = len(matrix.rows)
    blocking = [row.app for row in matrix.rows if row.blocks]
    return f"{_differing(differ, apps)} somewhere; {_blocking(blocking, differ)}."


def _differing(differ: int, apps: int) -> str:
    if differ < apps:
        return f"{differ:,} of {count(apps, 'app')} {plural(differ, 'differs', 'differ')}"
    return f"All {apps:,} apps differ" if apps > 1 else "The one app differs"


def _blocking(apps: list[str], differ: int) -> str:
    if not apps:
        return "none blocks" if differ > 1 else "it does not block"
    if len(apps) == differ == 1:
        return f"{apps[0]} blocks"
    only = "only " if len(apps) < differ else ""
    named = listed(sorted(apps)) if len(apps) <= MAX_APPS else f"{len(apps):,} of them"
    return f"{only}{named} {plural(len(apps), 'blocks', 'block')}"


def _all_the_same(matrix: Matrix, apps: int, environments: int) -> str:
    what = f"All {apps:,} apps are" if apps > 1 else "The one app is"
    blank = _blank(matrix)
    if not blank:
        where = f"all {environments:,} environments" if environments > 1 else "the one environment"
        return f"{what} the same in {where}."
    whole = sum(column.blank is None for column in matrix.columns.values())
    return f"{what} the same in {count(whole, 'environment')}; {blank}."


def _blank(matrix: Matrix, *, of_all: bool = False) -> str:
    """How many environments say nothing."""
    unseen, not_judged = matrix.count(Verdict.UNSEEN), matrix.count(Verdict.NOT_JUDGED)
    total = len(matrix.columns)
    if of_all and total == 1:
        return "the one environment is unseen" if unseen else "the one environment is not judged"
    parts = [
        f"{number:,} {plural(number, 'is', 'are')} {word}"
        for number, word in ((unseen, "unseen"), (not_judged, "not judged"))
        if number
    ]
    return f"of {count(total, 'environment')} {listed(parts)}" if of_all else listed(parts)
