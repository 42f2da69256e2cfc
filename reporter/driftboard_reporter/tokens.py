"""
The token with which the dashboard takes what is pushed.

It comes from a variable or a file, never from the command line, which every process of the machine can read.
"""

from __future__ import annotations

import os

from driftboard_reporter.errors import PushError

TOKEN = "DRIFTBOARD_TOKEN"  # noqa: S105 - the variable's name
MAX_TOKEN_LENGTH = 65_536
"""The rest of a longer file with a token is not read, in characters."""


def read(file: str | None) -> str:
    """The token in a file, else in the variable. Raises `PushError`, whose message never holds it."""
    origin = f"the file {file}" if file else f"the variable {TOKEN}"
    if file:
        try:
            with open(file, encoding="utf-8") as opened:  # noqa: PTH123 - the path as the user gave it
                token = opened.read(MAX_TOKEN_LENGTH)
        except OSError as error:
            raise PushError(f"The token cannot be read from {file}: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise PushError(f"The file {file} holds no token: it is not text.") from None
    else:
        token = os.environ.get(TOKEN, "")
    token = token.strip()
    if not token:
        raise PushError(f"There is no token in {origin}; `driftboard tokens create PROJECT` makes one.")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise PushError(f"What stands in {origin} is no token: it has characters that none has.")
    return token
