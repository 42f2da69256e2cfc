"""The page of the schemas of one database: a row for each distinct history, the worst first."""

from dataclasses import replace

from app.domain import english
from app.domain.fleet import Sighting
from app.domain.fleet.parts import parts_sentence, shared
from app.web.environment.head import ALL_SCHEMAS, frame, head
from app.web.environment.query import ViewOptions
from app.web.environment.schemas.views import SchemaRow, SchemasPage
from app.web.environment.tabs import tabs
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.views import Link, VerdictView
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.environment import row_sentence
from app.web.wording.moments import Times

MAX_FIRST = 3
"""This many schemas of a row are named at once."""

MAX_NAMES = 300
"""This many are named on demand; a form opens any other."""

MAX_ROWS = 20
"""Further rows are shown on demand."""

MAX_MORE_ROWS = 200
"""No more than these: the JSON has all."""


def page(facts: EnvironmentFacts, address: EnvironmentAddress) -> SchemasPage:
    """The page of the schemas of the database that the facts are of."""
    parts = facts.schemas
    whole = Sighting.of_parts(parts)
    sentence = f"{parts_sentence(whole)}{shared(whole)}."
    overview = EnvironmentAddress(
        address.path, {name: value for name, value in address.parameters.items() if name != "schema"}
    )
    rows = tuple(_row(facts, overview, part) for part in parts[: MAX_ROWS + MAX_MORE_ROWS])
    database_head = head(facts, ViewOptions())
    own_head = replace(
        database_head,
        headline=text.plain(sentence),
        facts=database_head.facts[:1],
        name=facts.environment.slug,
        crumbs=tuple(link for link in database_head.crumbs if not link.text.startswith(ALL_SCHEMAS)),
        copy_link=None,
        next_step="",
    )
    own_frame = replace(
        frame(facts, overview),
        twin=overview.json(),
        canonical=None,
        description=sentence,
        share=sentence[:70],
    )
    return SchemasPage(
        own_frame,
        own_head,
        tabs(facts, address),
        None if facts.now is None else overview.changes(facts.now.isoformat()),
        rows[:MAX_ROWS],
        rows[MAX_ROWS:],
        overview.path,
        tuple(overview.parameters.items()),
    )


def _row(facts: EnvironmentFacts, overview: EnvironmentAddress, part: Sighting) -> SchemaRow:
    links = [Link(name, overview.with_parameters(schema=name).page()) for name in part.schemas[:MAX_NAMES]]
    unnamed = len(part.schemas) - len(links)
    times = Times(facts.now)
    return SchemaRow(
        VerdictView.of(part.verdict) if facts.chosen.release else None,
        english.count(len(part.schemas), "schema"),
        row_sentence(part, label=facts.chosen.word, times=times),
        tuple(links[:MAX_FIRST]),
        tuple(links[MAX_FIRST:]),
        f"{unnamed:,} more are not listed; open one by its name above." if unnamed else "",
        None if part.drift is None else len(part.drift.history.rows),
        None if part.seen_at is None else times.of(part.seen_at),
    )
