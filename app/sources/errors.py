"""What a source says when there is no release to be had, and when one file cannot be read."""


class SourceError(Exception):
    """There is no release to be had; the message is a sentence for the user."""


class UnreadableSource(Exception):
    """A place in one file that cannot be read: `line` (from 1, or None) and the `reason`. No fault: it is told."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line
