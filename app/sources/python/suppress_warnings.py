"""
Suppression of the warnings that Python gives about the source it parses, such as an invalid escape sequence.

They concern the user's code, so they must not appear in our output.
"""

import warnings
from threading import Lock


class SuppressWarnings:
    """
    A context manager that ignores all warnings. Several threads can enter it, each several times.

    `warnings.catch_warnings` is not enough: all threads share one list of filters. So the first entry replaces the
    filters, and the last exit restores them.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._depth = 0
        self._catch_warnings = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            if not self._depth:
                self._catch_warnings = warnings.catch_warnings()
                self._catch_warnings.__enter__()
                warnings.simplefilter("ignore")
            self._depth += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._depth -= 1
            if not self._depth:
                self._catch_warnings.__exit__(None, None, None)


suppress_warnings = SuppressWarnings()
