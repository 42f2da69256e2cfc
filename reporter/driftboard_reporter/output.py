"""Where a manifest goes: a file that is whole or not there, or the standard output."""

from __future__ import annotations

import os
import sys

from driftboard_reporter.errors import ReportError


def write(text: str, path: str) -> None:
    """Put a text into a file, in the place of what was there; `-` is the standard output. Raises `ReportError`."""
    content = text.encode()
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    beside = f"{path}.{os.getpid()}.part"
    try:
        try:
            with open(beside, "xb") as file:  # noqa: PTH123 - the path as the user gave it
                file.write(content)
            os.replace(beside, path)  # noqa: PTH105
        except BaseException:
            if os.path.exists(beside):  # noqa: PTH110
                os.unlink(beside)  # noqa: PTH108
            raise
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}.") from None
