"""What went wrong between here and the dashboard."""


class RemoteError(Exception):
    """
    The dashboard did not tell what it was asked. The text is a sentence or two and says what to do; no token is in it.

    `status` is that of the answer; None where there was none.
    """

    def __init__(self, sentence: str, *, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
