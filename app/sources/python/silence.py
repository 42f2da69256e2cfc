"""
What Python has to say about somebody's source, such as an odd escape in a text, is not ours to show.

Python keeps one list of filters for all threads, so the first one in silences it, and the last one out puts it back.
"""

import warnings
from threading import Lock


class Quiet:
    """No warnings while a `with` is entered, by whichever thread, however often."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entered = 0
        self._caught = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            if not self._entered:
                self._caught = warnings.catch_warnings()
                self._caught.__enter__()
                warnings.simplefilter("ignore")
            self._entered += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._entered -= 1
            if not self._entered:
                self._caught.__exit__(None, None, None)


QUIET = Quiet()
