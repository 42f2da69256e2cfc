"""
Errors of Django's migrations, read out of any text that a person pastes: a log, a traceback, a chat message.

    pasted text ─► plain_text ─► Letters ─► printed_errors ─► PrintedError ─► fits(error, drift) ─► Fit

`plain_text` takes off what wraps a text: colours, escapes of JSON and HTML, prefixes of logs. `Letters` is the text
without its blanks, so that no line break hides a sentence. `sentences` has Django's and the databases' own words.
Each step is linear in the length of the text.
"""

from app.domain.error_text.printed_error import ErrorKind, PrintedError, PrintedKey
from app.domain.error_text.reading import printed_errors

__all__ = ["ErrorKind", "PrintedError", "PrintedKey", "printed_errors"]
