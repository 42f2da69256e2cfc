"""Several dashboards over one store tell each change once."""

from threading import Barrier, Thread

import pytest

from app.jobs.announcement import announce
from app.store.announcements import outbox
from app.store.engine import Store, engine_of, open_store
from tests.notify.test_killed import START, Turning, settings_of

DASHBOARDS, ROUNDS = 4, 12


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_each_change_is_one_message_whoever_saw_it_first(kind, tmp_path, request):
    url = (
        f"sqlite:///{tmp_path}/driftboard.db"
        if kind == "sqlite"
        else request.getfixturevalue("postgres_database")
    )
    open_store(url).close()
    settings, together = settings_of("json://x"), Barrier(DASHBOARDS)

    def dashboard() -> None:
        with Store(engine_of(url)) as store:
            for number in range(ROUNDS):
                together.wait(60)
                announce(store, settings, Turning(number), now=START)

    threads = [Thread(target=dashboard) for _ in range(DASHBOARDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with open_store(url) as store, store.reading() as session:
        said = [each.message.entries[0].said for each in outbox.open_messages(session)]
    assert said == [f"Look {number}." for number in range(3, ROUNDS, 2)]
