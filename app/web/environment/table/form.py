"""The form over the table: words, a status, and how many rows they leave."""

from collections import Counter
from collections.abc import Sequence

from app.domain.english import count
from app.domain.map import Selection
from app.domain.status import STATUS_WORDS, WORST
from app.web.environment.query import ViewOptions
from app.web.environment.table.filter import Entry
from app.web.environment.table.views import StatusChoice, TableFilter
from app.web.map.view import MapView
from app.web.urls.environment import EnvironmentAddress


def table_filter(  # noqa: PLR0913, PLR0917 - what the form says
    entries: Sequence[Entry],
    shown: int,
    drawing: MapView,
    address: EnvironmentAddress,
    options: ViewOptions,
    selection: Selection | None,
) -> TableFilter:
    """The form over `entries`, of which `shown` are left. It looks at all migrations, whatever the view is."""
    clear = {"focus": options.focus_text, "view": "all", "as": "table", "with": options.beside}
    total = drawing.total
    hidden = (*address.parameters.items(), *clear.items())
    return TableFilter(
        address.path,
        tuple((name, value) for name, value in hidden if value is not None),
        options.words,
        _choices(entries, options),
        f"Filter {count(total, 'migration')}",
        f"{shown:,} of {total:,} shown" if options.narrows else drawing.selected,
        address.page(**clear),
        () if selection is None else selection.problems,
    )


def _choices(entries: Sequence[Entry], options: ViewOptions) -> tuple[StatusChoice, ...]:
    """Every status that a row has, the worst first, with the number of its rows where the table has them all."""
    counts = Counter(entry.status.value for entry in entries)
    is_whole = options.view == "all"
    any_status = StatusChoice("", "any status", chosen=options.status is None)
    choices = [
        StatusChoice(
            status.value,
            f"{STATUS_WORDS[status]}, {counts[status.value]:,}" if is_whole else STATUS_WORDS[status],
            chosen=status is options.status,
        )
        for status in WORST
        if counts[status.value] or status is options.status
    ]
    return (any_status, *choices)
