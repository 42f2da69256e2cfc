"""
A life of an environment, drawn at random, is told exactly as it was.

Real Django migrates, fakes and takes back; hands write SQL; the real collectors look in between. What is true is what
the database itself kept account of. DRIFTBOARD_LIFE is the number of changes: a few without it.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from app.config import Environment, Project
from app.domain.events.span import Span
from app.domain.events.table_change import TableChange
from app.domain.events.what import EventKind
from app.store.engine import open_store
from app.web.facts.events.timeline import timeline
from tests.life.audited import AuditedDatabase, sqlite
from tests.life.generated import Life, Told
from tests.oracle.django_process import Court
from tests.rollback.judges import court, postgresql

CHANGES = int(os.environ.get("DRIFTBOARD_LIFE", "30"))
SEED = int(os.environ.get("DRIFTBOARD_SEED", "19"))
SCRIPT = str(Path(__file__).with_name("life_script.py"))
KINDS = (EventKind.RECORDED, EventKind.REMOVED, EventKind.REWRITTEN, EventKind.TABLE)


@contextmanager
def running(database: dict[str, str]) -> Iterator[Court]:
    judge = court("5.2", SCRIPT, database)
    try:
        yield judge
    finally:
        judge.close()


def lived(
    database: AuditedDatabase, settings: dict[str, str], folder: Path
) -> tuple[Life, dict[datetime, Told]]:
    with running(settings) as judge, open_store(f"sqlite:///{folder / 'store.db'}") as store:
        life = Life(database, judge, store, Random(SEED))
        life.begin()
        while life.number < CHANGES:
            life.turn()
        project = Project("shop", "The shop", environments=(Environment("lived", ()),))
        return life, all_told(store, project, life.now)


def all_told(store, project: Project, now: datetime) -> dict[datetime, Told]:
    """Everything that the time line tells, page by page."""
    found: dict[datetime, Told] = {}
    span = Span()
    with store.reading() as session:
        while True:
            part = timeline(session, project, "lived", span, KINDS, now=now, most=17)
            for event in part.events:
                assert isinstance(event.detail, TableChange)
                keys = Counter(str(edit.key) for edit in event.detail.edits)
                at = found.setdefault(event.at, {})
                assert event.what.value not in at, "told twice"
                at[event.what.value] = keys if event.what != "restored" else Counter()
            if part.older is None:
                return found
            span = replace(span, after=part.older)


def held(life: Life, found: dict[datetime, Told]) -> None:
    first = min(life.truth)
    del life.truth[first]
    assert found.pop(first) == {"first-seen": Counter()}
    truth = {at: each for at, each in life.truth.items() if each}
    wrong = {at: (truth.get(at), found.get(at)) for at in truth | found if truth.get(at) != found.get(at)}
    assert wrong == {}, f"{len(wrong)} of {len(truth)} looks are told otherwise: {wrong}"
    print(f"\n{life.number} changes, {len(life.truth)} looks: {dict(life.kinds)}")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_life_is_told_exactly_as_it_was(kind, tmp_path, request):
    if kind == "sqlite":
        database = sqlite(tmp_path)
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "lived.sqlite3")}
    else:
        database = AuditedDatabase(request.getfixturevalue("postgres_database"))
        settings = postgresql(database.url)

    held(*lived(database, settings, tmp_path))
