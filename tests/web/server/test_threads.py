"""No more requests are worked on at once than the store has connections for."""

import asyncio
from threading import Barrier, Lock
from types import ModuleType

import pytest
from anyio.to_thread import run_sync

from app.store.opening import postgres, sqlite
from app.web.server.threads import AT_ONCE, Threads


@pytest.mark.parametrize("store", [postgres, sqlite], ids=["postgresql", "sqlite"])
def test_every_request_that_is_worked_on_has_a_connection_of_the_store(store: ModuleType):
    assert AT_ONCE + 4 <= store.CONNECTIONS + store.MORE_CONNECTIONS


def test_a_crowd_takes_turns():
    lock, together, running, most = Lock(), Barrier(AT_ONCE), 0, 0

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        together.wait(60)
        with lock:
            running -= 1

    async def page(*_) -> None:
        await run_sync(work)

    async def crowd() -> None:
        await asyncio.gather(*(Threads(page)({}, None, None) for _ in range(5 * AT_ONCE)))

    asyncio.run(crowd())

    assert most == AT_ONCE
