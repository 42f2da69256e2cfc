"""The operations of a migration in brief: kind, name, whether they can be reversed or left out, and a fingerprint."""

import ast
from collections.abc import Iterator

from app.domain.release import Operation
from app.sources.errors import UnreadableSource
from app.sources.migration.declarations import Declarations
from app.sources.migration.literals import class_name
from app.sources.migration.operation_names import OBJECT_ARGUMENTS, UNKNOWN, operation_name
from app.sources.python.literal import Reader

UNREADABLE = "unreadable"
"""The kind of an entry that is no call of a class: what it stands for is known only when it runs."""

ALWAYS_REVERSIBLE = frozenset(
    """
    CreateModel DeleteModel RenameModel AlterModelTable AlterModelTableComment AlterUniqueTogether
    AlterIndexTogether AlterOrderWithRespectTo AlterModelOptions AlterModelManagers AddIndex RemoveIndex RenameIndex
    AddConstraint RemoveConstraint AlterConstraint AddField RemoveField AlterField RenameField
    CreateExtension BloomExtension BtreeGinExtension BtreeGistExtension CITextExtension CryptoExtension
    HStoreExtension TrigramExtension UnaccentExtension CreateCollation RemoveCollation AddIndexConcurrently
    RemoveIndexConcurrently AddConstraintNotValid ValidateConstraint
    """.split()  # noqa: SIM905 - a table of words
)
"""Operations that Django can always reverse. Removing a field is one of them: only the data is lost."""

REVERSE_ARGUMENTS = {"RunPython": "reverse_code", "RunSQL": "reverse_sql"}
"""Operations that Django can reverse only with this argument, which is also the second by position."""

MAX_DEPTH = 20
"""`SeparateDatabaseAndState` is followed this deep; deeper, whether it can be reversed is not known."""


def operations(reader: Reader, expression: ast.expr) -> tuple[Operation, ...]:
    """The operations of a list. Raises nothing: an entry that cannot be read has the kind `unreadable`."""
    declarations = Declarations(reader)
    return tuple(_operation(reader, element, declarations) for element in reader.elements(expression))


def _operation(
    reader: Reader, expression: ast.expr, declarations: Declarations | None, depth: int = 0
) -> Operation:
    if not isinstance(expression, ast.Call):
        return Operation(UNREADABLE)
    dotted, last = class_name(reader, expression)
    # A kind looks like a class: nothing is known of the result of a function.
    kind = last if last.lstrip("_")[:1].isupper() else UNREADABLE
    is_of_django = bool(dotted and dotted.startswith("django."))
    return Operation(
        kind,
        None if kind == UNREADABLE else operation_name(kind, _Arguments(reader, expression).text),
        _reversible(reader, expression, kind, depth) if is_of_django else None,
        _elidable(reader, expression, kind) if is_of_django else None,
        reader.fingerprint(expression) if not depth else None,
        reader.portable_fingerprint(expression) if not depth else None,
        declaration=declarations.text_of(expression, kind) if declarations and is_of_django else None,
    )


class _Arguments:
    """The arguments of one call, by keyword or position."""

    def __init__(self, reader: Reader, call: ast.Call) -> None:
        self.reader, self.call = reader, call
        self.keywords = {keyword.arg: keyword.value for keyword in call.keywords}

    def text(self, keyword: str, position: int) -> str | None:
        """See `app.sources.migration.operation_names.ArgumentText`."""
        expression = self.keywords.get(keyword)
        if expression is None and position >= 0:
            arguments = self.call.args[: position + 1]
            if any(map(_is_starred, arguments)):
                return UNKNOWN
            expression = arguments[position] if len(arguments) > position else None
        if expression is None:
            return UNKNOWN if None in self.keywords else None
        if self.reader.is_none(expression):
            return None
        if keyword in OBJECT_ARGUMENTS:
            constructor = next(self.reader.elements(expression), expression)
            keywords = constructor.keywords if isinstance(constructor, ast.Call) else []
            expression = next((keyword.value for keyword in keywords if keyword.arg == "name"), None)
        return _text(self.reader, expression) or UNKNOWN


def _argument(call: ast.Call, position: int) -> ast.expr | None:
    return call.args[position] if len(call.args) > position else None


def _text(reader: Reader, expression: ast.expr | None) -> str | None:
    """The string; None where there is none or it cannot be read."""
    try:
        return None if expression is None else reader.text(expression)
    except (UnreadableSource, RecursionError):
        return None


def _reversible(reader: Reader, call: ast.Call, kind: str, depth: int) -> bool | None:
    """Whether Django can reverse the operation; None where that is not known."""
    if kind in ALWAYS_REVERSIBLE:
        return True
    if any(keyword.arg is None for keyword in call.keywords) or any(_is_starred(part) for part in call.args):
        return None
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if kind in REVERSE_ARGUMENTS:
        reverse = keywords.get(REVERSE_ARGUMENTS[kind]) or _argument(call, 1)
        return reverse is not None and not reader.is_none(reverse)
    if kind == "SeparateDatabaseAndState":
        inner = keywords.get("database_operations") or _argument(call, 0)
        if depth > MAX_DEPTH:
            return None
        if inner is None or reader.is_none(inner):
            return True
        return _all(
            _operation(reader, element, None, depth + 1).reversible for element in reader.elements(inner)
        )
    return None


def _elidable(reader: Reader, call: ast.Call, kind: str) -> bool | None:
    """Whether squashmigrations may leave it out: only RunPython and RunSQL, and only where they say so."""
    if kind not in REVERSE_ARGUMENTS:
        return False
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    elidable = keywords.get("elidable") or _argument(call, 4)
    if None in keywords or any(_is_starred(part) for part in call.args):
        return None
    try:
        return False if elidable is None else reader.flag(elidable)
    except UnreadableSource:
        return None


def _is_starred(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Starred)


def _all(answers: Iterator[bool | None]) -> bool | None:
    """False where one answer is False, else None where one is None, else True."""
    unique = set(answers)
    if False in unique:
        return False
    return None if None in unique else True
