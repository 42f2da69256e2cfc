"""One limit for all that connecting takes: looking a name up, every address it leads to, every host, signing in."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from threading import Thread
from typing import TypeVar

Connected = TypeVar("Connected")

GRACE = timedelta(seconds=0.5)
"""After the limit the driver, which may have the same one, is first to say what was wrong."""


class ConnectingTimedOut(Exception):
    """There was no connection within the limit."""


def within(
    limit: timedelta, connect: Callable[[], Connected], close: Callable[[Connected], object]
) -> Connected:
    """
    What `connect` returns. One that comes later is closed.

    Raises `ConnectingTimedOut` after the limit, and before that what `connect` raises. Drivers have a limit for each
    address, and none for looking a name up: so it runs in a thread of its own, which nobody waits for then.
    """
    future: Future[Connected] = Future()

    def run() -> None:
        try:
            connection = connect()
        except BaseException as error:  # noqa: BLE001 - it is raised where the caller waits
            future.set_exception(error)
        else:
            future.set_result(connection)

    def give_back(late: Future[Connected]) -> None:
        with suppress(Exception):
            close(late.result())

    Thread(target=run, name="connect", daemon=True).start()
    with suppress(TimeoutError):
        future.exception((limit + GRACE).total_seconds())
    if not future.done():
        future.add_done_callback(give_back)
        raise ConnectingTimedOut
    return future.result()
