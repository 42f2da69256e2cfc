"""The errors of reading a release: there is none, it has no migrations, or a part of one file cannot be read."""


class SourceError(Exception):
    """There is no release. The message is a sentence for the user."""


class NoMigrations(SourceError):
    """There is no release, as there is no migration: what is not yet a Django project, or has no app of its own."""


class UnreadableSource(Exception):
    """
    A part of one file cannot be read. The reading goes on, and reports `line` (from 1, or None) and `reason`.

    The reason is a sentence for the user.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line
