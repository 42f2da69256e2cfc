"""The map that the page, `map.json` and the pictures show, and what stands around it."""

from collections.abc import Iterator
from dataclasses import replace

from app.cache import WeightedCache
from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map import Selection, select
from app.domain.map.query import written
from app.domain.status import STATUS_WORDS
from app.web.environment.map.beside import Beside
from app.web.environment.map.choice import choosing
from app.web.environment.map.views import Example, Find, MapTools
from app.web.environment.query import ViewOptions
from app.web.facts.environment import EnvironmentFacts
from app.web.map.view import MapView, map_view
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import text_of


def selection_of(drift: Drift, options: ViewOptions) -> Selection | None:
    """What the words of the address select; None without words."""
    return select(drift, options.words) if options.words else None


MAX_KEPT = 15_000
"""Marks of maps that are kept: the page asks for its map.json next, which is the same map."""

_maps: WeightedCache[tuple[Drift, str, ViewOptions], MapView] = WeightedCache(
    MAX_KEPT, lambda drawing: 200 + len(drawing.nodes)
)
"""By the comparison, which is one value in memory, the address and what the reader wants of it."""


def drift_map(
    drift: Drift,
    address: EnvironmentAddress,
    options: ViewOptions,
    beside: Beside,
    selection: Selection | None,
) -> MapView:
    """The map that this page shows and that `map.json` returns, made once."""
    if beside.overlay is not None:
        return _drift_map(drift, address, options, beside, selection)
    key = (drift, address.page(), options)
    drawing = _maps.get(key)
    if drawing is None:
        drawing = _drift_map(drift, address, options, beside, selection)
        _maps.put(key, drawing)
    return drawing


def _drift_map(
    drift: Drift,
    address: EnvironmentAddress,
    options: ViewOptions,
    beside: Beside,
    selection: Selection | None,
) -> MapView:
    focus = options.focus_text
    form = {"as": "table"} if options.table else {}
    kept = options.map_query

    def page_of(view: str) -> str:
        return address.page(**{"focus": focus, "view": None if view == "window" else view, **form, **kept})

    def page_with(kind: str | None) -> str:
        return address.page(**{"focus": focus, **options.link_query, "lanes": kind})

    drawing = map_view(
        drift,
        view=options.view,
        focus=options.focus,
        opened=options.lanes,
        link=lambda key: address.page(focus=text_of(key), **options.link_query),
        panel=address.panel_pattern(**options.link_query),
        views=page_of,
        lanes=page_with,
        table=address.page(**{"focus": focus, "view": options.view_text, "as": "table", **kept}),
        selection=selection,
        overlay=beside.overlay,
    )
    link = address.page(focus="{key}", **options.link_query)
    drawing = replace(drawing, link=link, map=address.page(focus=focus, view=options.view_text, **kept))
    whole_table = address.page(**{"focus": focus, "view": "all", "as": "table", **kept})
    return replace(drawing, table=whole_table) if drawing.is_empty else drawing


def tools(  # noqa: PLR0913, PLR0917 - all that stands around the map
    facts: EnvironmentFacts,
    drift: Drift,
    drawing: MapView,
    address: EnvironmentAddress,
    options: ViewOptions,
    beside: Beside,
    selection: Selection | None,
) -> MapTools:
    """What stands around the map of a page."""
    picture = {"view": options.view_text, "focus": options.focus_text, **options.map_query}
    return MapTools(
        _find(drift, drawing, address, options, selection),
        None if facts.now is None else choosing(facts, address, options),
        drawing.beside,
        beside.problem,
        address.picture("svg", **picture),
        address.picture("png", **picture),
    )


def _find(
    drift: Drift,
    drawing: MapView,
    address: EnvironmentAddress,
    options: ViewOptions,
    selection: Selection | None,
) -> Find:
    query = {"focus": options.focus_text, **options.link_query}

    def page_of(words: str) -> str:
        return address.page(**query | {"q": words or None, "status": None})

    fields = (*address.parameters.items(), *(query | {"q": None, "status": None}).items())
    return Find(
        address.path,
        tuple((name, value) for name, value in fields if value is not None),
        options.words,
        drawing.selected,
        () if selection is None else selection.problems,
        page_of(""),
        tuple(Example(words, meaning, page_of(words)) for words, meaning in _examples(drift, options)),
    )


def _examples(drift: Drift, options: ViewOptions) -> Iterator[tuple[str, str]]:
    """Words about the migration in focus, or about the one that matters most, each with its meaning."""
    key = _of_interest(drift, options)
    if key is None:
        return
    word, status = written(str(key)), drift.statuses[key]
    yield f"app:{written(key.app_label)}", f"the migrations of {key.app_label}"
    yield f"status:{status.value}", f"all that are {STATUS_WORDS[status]}"
    yield word, "this migration"
    yield f"+{word}", "with all that it needs"
    yield f"{word}+", "with all that needs it"
    yield f"1+{word}+1", "with its neighbours"
    related = next((f.related for f in drift.findings if f.subject == key and f.related), ())
    parents = [*related, *sorted(drift.resolution.graph.parents.get(key, ()))]
    if parents and parents[0] in drift.statuses:
        yield f"{written(str(parents[0]))}..{word}", f"the ways from {parents[0]}"


def _of_interest(drift: Drift, options: ViewOptions) -> MigrationKey | None:
    """The migration in focus, else that of the worst finding, else the first one to run, else the first of all."""
    findings = (finding.subject for finding in drift.findings)
    keys = (options.focus, *findings, *(drift.outcome.plan or ()), *sorted(drift.statuses)[:1])
    return next((key for key in keys if key in drift.statuses), None)
