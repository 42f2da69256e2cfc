"""How the execution of statements leaves a block before its end."""

from app.domain.release import Unreadable
from app.sources.settings.values.kinds import Value


class Return(Exception):
    """A function returns a value."""

    def __init__(self, value: Value) -> None:
        super().__init__(value)
        self.value = value


class Break(Exception):
    """A loop ends."""


class Continue(Exception):
    """A loop goes on with its next element."""


class Undecided(Exception):
    """Whether a block is left depends on what is not known. What is around it is not executed, but put in doubt."""

    def __init__(self, cause: Unreadable) -> None:
        super().__init__(cause)
        self.cause = cause


class Raised(Exception):
    """The source raises an exception of this kind; None if the kind is not known."""

    def __init__(self, kind: type[BaseException] | None, cause: Unreadable) -> None:
        super().__init__(kind, cause)
        self.kind = kind
        self.cause = cause
