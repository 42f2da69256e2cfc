"""The error of a collection that brought no history."""

from app.domain.failure import Cause


class CollectionError(Exception):
    """No history could be read, for this cause. The driver's text is not part of it: it may hold a host or a user."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause

    def __str__(self) -> str:
        return self.cause.sentence
