"""Lines of our own log: what comes from outside never begins another one."""

from collections.abc import MutableMapping
from typing import Any

from app.domain.english import visible


def in_one_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event with every text in one line, as structlog asks for it."""
    return {name: visible(value) if isinstance(value, str) else value for name, value in event.items()}
