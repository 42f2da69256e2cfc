"""A text that is never shown."""

from typing import Final, NoReturn


class Secret:
    """
    A database URL, which may hold a password, or a token.

    It prints, formats and logs as dots, and cannot be pickled or written as JSON. Only `reveal` returns the text.
    Call it in the line that needs it, so that no variable holds the text.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text: Final = text

    @classmethod
    def of(cls, text: "Secret | str") -> "Secret":
        """The text as a secret. A `Secret` is returned as it is."""
        return text if isinstance(text, Secret) else cls(text)

    def reveal(self) -> str:
        return self._text

    @property
    def scheme(self) -> str:
        """The scheme of the URL without the driver: `postgresql` of postgresql+psycopg://. It is not secret."""
        return self._text.partition("://")[0].partition("+")[0].lower() if "://" in self._text else ""

    @property
    def server(self) -> str:
        """Host and port of the URL, to tell servers apart; empty where it names none, as that of a file."""
        return self._text.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2]

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "…"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __deepcopy__(self, memo: dict[int, object]) -> "Secret":
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not written anywhere")
