"""A limit for lines of the log that clients decide about: so many of a kind in a minute, the others are counted."""

import logging
import time

LINES = 10
SECONDS = 60.0
KINDS = 100
LOGGERS = ("uvicorn.error", "asyncio")
"""What speaks of requests that cannot be read, and of connections that cannot be taken."""


class LogLimit(logging.Filter):
    """Lets the first lines of each kind through; the next after a minute says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        kind, now = str(record.msg)[:80], time.monotonic()
        if len(self._kinds) >= KINDS:
            self._kinds.clear()
        began, lines = self._kinds.get(kind, (now, 0))
        if now - began >= SECONDS:
            if lines > LINES:
                record.msg = f"{record.msg} ({lines - LINES:,} more of these were left out)"
            began, lines = now, 0
        self._kinds[kind] = (began, lines + 1)
        return lines < LINES


def limit_log() -> None:
    """Limit what the server and its loop write."""
    limit = LogLimit()
    for name in LOGGERS:
        logging.getLogger(name).addFilter(limit)
