"""The two errors of reading a release: there is none, or a part of one file cannot be read."""


class SourceError(Exception):
    """There is no release. The message is a sentence for the user."""


class UnreadableSource(Exception):
    """
    A part of one file cannot be read. The reading goes on, and reports `line` (from 1, or None) and `reason`.

    The reason is a sentence for the user.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line
