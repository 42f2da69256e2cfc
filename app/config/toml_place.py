"""Where a file is not TOML, and an example of what seems to be meant there. No text of the file is repeated."""

import re
import tomllib

from app.config.errors import SMALLEST_FILE, example_of

PLACE = re.compile(r" \(at line (\d+), column \d+\)\Z")
HEADER = re.compile(r"\s*\[+([^\]#=]*)")
KEY = re.compile(r"\s*([^=\[#{]*?)\s*=")
NAME = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")


def place_of(error: tomllib.TOMLDecodeError) -> str:
    """Where the error is: ` (at line 3, column 5)`."""
    _, mark, position = str(error).rpartition(" (at ")
    return mark + position


def example_at(error: tomllib.TOMLDecodeError, text: str) -> str:
    """An example of the key in the line of the error, or of its table; the shortest file where that tells nothing."""
    place = PLACE.search(str(error))
    if place is None:
        return SMALLEST_FILE
    lines = text.split("\n")[: int(place[1])]
    headers = (found for line in reversed(lines) if (found := HEADER.match(line)))
    header = next(headers, None)
    path = _names(header[1]) if header else ()
    key = KEY.match(lines[-1]) if lines else None
    if key is not None:
        path = (*path, *_names(key[1]))
    return (example_of(path) if path else "") or SMALLEST_FILE


def _names(text: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in NAME.findall(text))
