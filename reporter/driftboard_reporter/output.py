"""Writes a manifest to the standard output, or to a file that is written as a whole or not at all."""

from __future__ import annotations

import os
import sys

from driftboard_reporter.errors import ReportError


def write(text: str, path: str) -> None:
    """Write a text to a file, which is replaced; `-` is the standard output. Raises `ReportError`."""
    content = text.encode()
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    part = f"{path}.{os.getpid()}.part"
    try:
        try:
            with open(part, "xb") as file:  # noqa: PTH123 - the path as the user gave it
                file.write(content)
            os.replace(part, path)  # noqa: PTH105
        except BaseException:
            if os.path.exists(part):  # noqa: PTH110
                os.unlink(part)  # noqa: PTH108
            raise
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}.") from None
