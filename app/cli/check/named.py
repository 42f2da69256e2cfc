"""The environments that the command line names itself: each is a history, with or without a name before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from app.cli.arguments.sides import history_of
from app.cli.check.known import Asked, Known, NotKnown
from app.collect import CollectionError
from app.collect.json_file import HistoryFileError
from app.domain.history import History
from app.domain.impact import KnownPart
from app.domain.release import Release
from app.domain.table_location import TableLocation


@dataclass(frozen=True)
class NamedEnvironments:
    """The words of the command line; `alias` is that of their databases in Django."""

    words: Sequence[str]
    alias: str

    def release(self, word: str) -> Release | None:  # noqa: ARG002 - there are no labels here
        """None: nothing here has a label."""
        return None

    def known(self, asked: Asked) -> Known:
        """The histories, each read now."""
        names = _names(self.words)
        wanted = set(asked.environments)
        unknown = sorted(wanted - set(names))
        if unknown:
            raise NotKnown(f"No history is named {', '.join(unknown)}; there are {', '.join(names)}.")
        parts = [
            self._part(name, word, asked)
            for name, word in zip(names, self.words, strict=True)
            if not wanted or name in wanted
        ]
        return Known(parts)

    def _part(self, name: str, word: str, asked: Asked) -> KnownPart:
        history, unseen = _read(_history_word(word))
        return KnownPart(
            environment=name,
            history=history,
            unseen=unseen,
            base=asked.base,
            base_name=asked.base_name,
            location=TableLocation(self.alias),
        )


def _read(word: str) -> tuple[History | None, str]:
    """A history, or why there is none: a database that cannot be read does not keep the others from being told."""
    try:
        return history_of(word), ""
    except CollectionError as error:
        return None, f"It could not be read: {error.cause.sentence}. {error.cause.next_step}"
    except HistoryFileError as error:
        return None, str(error)


def _history_word(word: str) -> str:
    """The history of `NAME=HISTORY`, or the whole word: a URL may have an equals sign of its own."""
    name, sign, rest = word.partition("=")
    return rest if sign and rest and _is_name(name) else word


def _is_name(text: str) -> bool:
    return bool(text) and not any(sign in text for sign in "/:?.\\")


def _names(words: Sequence[str]) -> list[str]:
    """A name for each history: what stands before its equals sign, else its file or its database; each once."""
    names: list[str] = []
    for word in words:
        given = word.partition("=")[0]
        name = given if _history_word(word) != word else _own_name(word)
        number, unique = 2, name
        while unique in names:
            unique, number = f"{name}-{number}", number + 1
        names.append(unique)
    return names


def _own_name(word: str) -> str:
    """What a history is called that nobody named: its file or its database, never the URL, which may hold a secret."""
    try:
        path = urlsplit(word).path if "://" in word else word
    except ValueError:
        path = ""
    return PurePosixPath(path).stem or "database"
