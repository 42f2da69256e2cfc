"""
The name of an operation, for people: the model that it is about, or the model and a part of it.

    AddField("order", "total", …)                   order.total
    AddIndex("order", models.Index(name="by_day"))  order.by_day
    CreateModel("Mapping", …)                       Mapping

The name is made of the arguments of the call. So it is the same from the source and from a running Django: the
dashboard and the reporter have the same copy of this file.
"""

from __future__ import annotations

import re
from typing import Protocol

UNKNOWN = ""
"""Stands for an argument that was passed and whose text is not known."""

NAMELESS = frozenset(["RunPython", "RunSQL", "SeparateDatabaseAndState"])

PART_ARGUMENTS: dict[str, tuple[tuple[str, int], ...]] = {
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
"""Operations on a part of a model: keyword and position of the arguments that name the part, the best first."""

OBJECT_ARGUMENTS = frozenset(["index", "constraint"])
"""Keywords of arguments that are objects with a `name` of their own."""

NAME_PATTERN = re.compile(r"\w[\w.-]{0,199}")
"""What the first argument of an operation looks like when it is a name, and no SQL or other content."""


class ArgumentText(Protocol):
    """Finds the text of an argument of one call."""

    def __call__(self, keyword: str, position: int) -> str | None:
        """
        The text of an argument, by its keyword or its position (from 0; -1 means by keyword alone).

        None where it was not passed; `UNKNOWN` where it was, and its text is not known.
        """


def operation_name(kind: str, argument_text: ArgumentText) -> str | None:
    """The name of an operation of this kind; None where it has none, or not all of it is known."""
    if kind in NAMELESS:
        return None
    if kind in PART_ARGUMENTS:
        part = _first(argument_text, PART_ARGUMENTS[kind])
        return _with_dot(argument_text("model_name", 0), UNKNOWN if part is None else part)
    name = _with_dot(argument_text("model_name", -1), _first(argument_text, (("name", 0), ("old_name", 0))))
    return name if name and NAME_PATTERN.fullmatch(name) else None


def _with_dot(model: str | None, part: str | None) -> str | None:
    """Those of the two that were passed, with a dot between them; None where one of them is not known."""
    texts = [text for text in (model, part) if text is not None]
    return ".".join(texts) if texts and all(texts) else None


def _first(argument_text: ArgumentText, arguments: tuple[tuple[str, int], ...]) -> str | None:
    """The text of the first of these arguments that was passed."""
    for keyword, position in arguments:
        text = argument_text(keyword, position)
        if text is not None:
            return text
    return None
