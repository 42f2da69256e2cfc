"""
What an operation is about, as a name for people: a model, or a model and a part of it.

    AddField("order", "total", …)                   order.total
    AddIndex("order", models.Index(name="by_day"))  order.by_day
    CreateModel("Mapping", …)                       Mapping

It is made of the arguments of the call, so that it is the same from the source and from a running Django: the file
stands a second time, to the letter, in the reporter.
"""

from __future__ import annotations

import re
from typing import Protocol

UNKNOWN = ""
"""An argument that is given, and is no text that could be read."""

NAMELESS = frozenset(["RunPython", "RunSQL", "SeparateDatabaseAndState"])

PARTS: dict[str, tuple[tuple[str, int], ...]] = {
    "AddField": (("name", 1),),
    "RemoveField": (("name", 1),),
    "AlterField": (("name", 1),),
    "RenameField": (("old_name", 1),),
    "AddIndex": (("index", 1),),
    "AddIndexConcurrently": (("index", 1),),
    "RemoveIndex": (("name", 1),),
    "RemoveIndexConcurrently": (("name", 1),),
    "RenameIndex": (("old_name", 2), ("new_name", 1)),
    "AddConstraint": (("constraint", 1),),
    "AddConstraintNotValid": (("constraint", 1),),
    "AlterConstraint": (("name", 1),),
    "RemoveConstraint": (("name", 1),),
    "ValidateConstraint": (("name", 1),),
}
"""Operations on a part of the model that comes first, and the arguments that name the part, the best first."""

NAMED_BY_THEMSELVES = frozenset(["index", "constraint"])
"""Arguments that are no text, and have a name of their own."""

WORD = re.compile(r"\w[\w.-]{0,199}")
"""How the first argument of an operation looks when it is a name, and no SQL or other content."""


class Said(Protocol):
    """The arguments of one call."""

    def __call__(self, keyword: str, place: int) -> str | None:
        """The text of an argument by its keyword or place (-1: by keyword alone); None where it is not given."""


def name(kind: str, said: Said) -> str | None:
    """The name of an operation of this kind; None where it has none, or not all of it is known."""
    if kind in NAMELESS:
        return None
    if kind in PARTS:
        part = _first(said, PARTS[kind])
        return _joined(said("model_name", 0), UNKNOWN if part is None else part)
    found = _joined(said("model_name", -1), _first(said, (("name", 0), ("old_name", 0))))
    return found if found and WORD.fullmatch(found) else None


def _joined(model: str | None, part: str | None) -> str | None:
    """Those that are given, with a dot between them; None where one of them is not known."""
    given = [text for text in (model, part) if text is not None]
    return ".".join(given) if given and all(given) else None


def _first(said: Said, arguments: tuple[tuple[str, int], ...]) -> str | None:
    """The first of these arguments that is given."""
    for keyword, place in arguments:
        text = said(keyword, place)
        if text is not None:
            return text
    return None
