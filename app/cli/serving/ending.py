"""How a served dashboard ends on SIGTERM and Ctrl+C, whatever it waits for."""

import os
import signal
import sys
from collections.abc import Callable
from threading import Thread, Timer
from typing import NoReturn, Self

GRACE = 4.0
"""Seconds after the first signal in which pages are answered and the store is closed. Then the process ends."""

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Ending:
    """
    Ends the process: the first signal asks it to, a second one ends it at once, as does the time after the first.

    Until there is a server, the first signal raises `SystemExit` in the main thread; then it stops the server. Python
    runs its handlers between two of its own steps, and a call that waits for a locked store puts them off: so a thread
    takes the time, woken by a pipe that the signals are written to. It encloses what is to end: when that is closed the
    process ends, as Python would clear its memory for seconds, and let no thread take the time meanwhile.
    """

    def __init__(self) -> None:
        self._read, write = os.pipe()
        os.set_blocking(write, False)
        self.stop_server: Callable[[], None] | None = None
        self._is_asked = False
        for number in SIGNALS:
            signal.signal(number, self._asked)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        Thread(target=self._watch, name="ending", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, *__: object) -> None:
        if self._is_asked and (error is None or (isinstance(error, SystemExit) and not error.code)):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)

    def _asked(self, *_: object) -> None:
        self._is_asked = True
        if self.stop_server is None:
            sys.exit(0)
        self.stop_server()

    def _watch(self) -> None:
        first = True
        while True:
            for byte in os.read(self._read, 64):
                if byte not in SIGNALS:
                    continue
                if not first:
                    _end(byte)
                first = False
                timer = Timer(GRACE, _end, (byte,))
                timer.daemon = True
                timer.start()


def _end(number: int) -> NoReturn:
    """End the process without a word more, as a signal would. What was committed is in the store."""
    os._exit(128 + number)
