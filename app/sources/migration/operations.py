"""The operations of a migration in brief: kind, what it is about, whether Django can take it back, a fingerprint."""

import ast
from collections.abc import Iterator

from app.domain.release import Operation
from app.sources.errors import UnreadableSource
from app.sources.migration.operation_names import NAMED_BY_THEMSELVES, UNKNOWN, name
from app.sources.python.literal import Reader

UNREADABLE = "unreadable"
"""The kind of an entry that is no call: what it stands for shows only when it runs."""

SCHEMA = frozenset(
    """
    CreateModel DeleteModel RenameModel AlterModelTable AlterModelTableComment AlterUniqueTogether
    AlterIndexTogether AlterOrderWithRespectTo AlterModelOptions AlterModelManagers AddIndex RemoveIndex RenameIndex
    AddConstraint RemoveConstraint AlterConstraint AddField RemoveField AlterField RenameField
    CreateExtension BloomExtension BtreeGinExtension BtreeGistExtension CITextExtension CryptoExtension
    HStoreExtension TrigramExtension UnaccentExtension CreateCollation RemoveCollation AddIndexConcurrently
    RemoveIndexConcurrently AddConstraintNotValid ValidateConstraint
    """.split()  # noqa: SIM905 - a table of words
)
"""Django's operations with a way back, always: removing a field too, only the data is lost."""

REVERSE = {"RunPython": "reverse_code", "RunSQL": "reverse_sql"}
"""Operations with a way back only where one is given, second or by this name."""

DEPTH = 20


def operations(reader: Reader, expression: ast.expr) -> tuple[Operation, ...]:
    """The operations of a list. Never refuses: what cannot be read has the kind `unreadable`."""
    return tuple(_operation(reader, element) for element in reader.elements(expression))


def _operation(reader: Reader, expression: ast.expr, depth: int = 0) -> Operation:
    if not isinstance(expression, ast.Call):
        return Operation(UNREADABLE)
    dotted, kind = _called(reader, expression)
    known = bool(dotted and dotted.startswith("django."))
    return Operation(
        kind,
        None if kind == UNREADABLE else name(kind, _Arguments(reader, expression).said),
        _reversible(reader, expression, kind, depth) if known else None,
        _elidable(reader, expression, kind) if known else None,
        reader.fingerprint(expression) if not depth else None,
    )


def _called(reader: Reader, call: ast.Call) -> tuple[str | None, str]:
    """The dotted name of what is called, and the kind. A class shows by its name; of a function nothing is known."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        function = next(reader.elements(function), function)
    dotted = reader.names.dotted(function)
    last = dotted.rpartition(".")[2] if dotted else getattr(function, "attr", "")
    return dotted, last if last.lstrip("_")[:1].isupper() else UNREADABLE


class _Arguments:
    """The arguments of one call, by keyword or place."""

    def __init__(self, reader: Reader, call: ast.Call) -> None:
        self.reader, self.call = reader, call
        self.given = {keyword.arg: keyword.value for keyword in call.keywords}

    def said(self, keyword: str, place: int) -> str | None:
        """See `app.sources.migration.operation_names.Said`."""
        expression = self.given.get(keyword)
        if expression is None and place >= 0:
            arguments = self.call.args[: place + 1]
            if any(map(_is_starred, arguments)):
                return UNKNOWN
            expression = arguments[place] if len(arguments) > place else None
        if expression is None:
            return UNKNOWN if None in self.given else None
        if self.reader.is_none(expression):
            return None
        if keyword in NAMED_BY_THEMSELVES:
            made = next(self.reader.elements(expression), expression)
            inner = made.keywords if isinstance(made, ast.Call) else []
            expression = next((one.value for one in inner if one.arg == "name"), None)
        return _text(self.reader, expression) or UNKNOWN


def _argument(call: ast.Call, place: int) -> ast.expr | None:
    return call.args[place] if len(call.args) > place else None


def _text(reader: Reader, expression: ast.expr | None) -> str | None:
    try:
        return None if expression is None else reader.text(expression)
    except (UnreadableSource, RecursionError):
        return None


def _reversible(reader: Reader, call: ast.Call, kind: str, depth: int) -> bool | None:
    if kind in SCHEMA:
        return True
    if any(keyword.arg is None for keyword in call.keywords) or any(_is_starred(part) for part in call.args):
        return None
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if kind in REVERSE:
        reverse = given.get(REVERSE[kind]) or _argument(call, 1)
        return reverse is not None and not reader.is_none(reverse)
    if kind == "SeparateDatabaseAndState":
        inner = given.get("database_operations") or _argument(call, 0)
        if inner is None or depth > DEPTH or reader.is_none(inner):
            return True if depth <= DEPTH else None
        return _all(_operation(reader, element, depth + 1).reversible for element in reader.elements(inner))
    return None


def _elidable(reader: Reader, call: ast.Call, kind: str) -> bool | None:
    """Whether squashmigrations may leave it out: only where it says so, and only of these kinds."""
    if kind not in REVERSE:
        return False
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    said = given.get("elidable") or _argument(call, 4)
    if None in given or any(_is_starred(part) for part in call.args):
        return None
    try:
        return False if said is None else reader.flag(said)
    except UnreadableSource:
        return None


def _is_starred(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Starred)


def _all(answers: Iterator[bool | None]) -> bool | None:
    """False where one is False, else None where one is not known."""
    found = set(answers)
    return False if False in found else None if None in found else True
