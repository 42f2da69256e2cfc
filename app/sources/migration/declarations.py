"""
What an operation states about tables and columns: models, fields and options as they are written.

What is not written plainly is not known, and neither is a field of a class that
is not Django's: it may have a column, or none.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace

from app.domain.schema import declaration
from app.domain.schema.declaration import Declaration, FieldDeclaration
from app.sources.errors import UnreadableSource
from app.sources.migration.fields import Fields
from app.sources.migration.literals import Literals, argument, class_name, keywords_of, needed
from app.sources.python.literal import Reader

OF_MODELS = frozenset(
    {"DeleteModel", "RenameModel", "AlterModelTable", "AlterModelOptions", "AlterOrderWithRespectTo"}
)
OF_FIELDS = frozenset({"AddField", "AlterField", "RemoveField", "RenameField"})

NOTHING = frozenset(
    """
    AlterModelTableComment AlterUniqueTogether AlterIndexTogether AlterModelManagers AddIndex RemoveIndex RenameIndex
    AddConstraint RemoveConstraint AlterConstraint CreateExtension BloomExtension BtreeGinExtension BtreeGistExtension
    CITextExtension CryptoExtension HStoreExtension TrigramExtension UnaccentExtension CreateCollation RemoveCollation
    AddIndexConcurrently RemoveIndexConcurrently AddConstraintNotValid ValidateConstraint
    """.split()  # noqa: SIM905 - a table of words
)
"""Django's operations that touch neither tables nor columns."""

MAX_DEPTH = 5
"""`SeparateDatabaseAndState` is followed this deep."""


class Declarations:
    """The declarations of one list of operations. They have a budget of their own."""

    def __init__(self, reader: Reader) -> None:
        self._literals = Literals(reader)
        self._reader = self._literals.reader
        self._field = Fields(self._literals).field

    def text_of(self, call: ast.Call, kind: str) -> str | None:
        """The declaration of one of Django's operations as JSON; None where it is not known."""
        found = self._known(call, kind)
        return None if found is None else declaration.written(found)

    def _known(self, call: ast.Call, kind: str, depth: int = 0) -> Declaration | None:
        try:
            return self._of(call, kind, depth)
        except (UnreadableSource, RecursionError):
            return self._unread(call, kind)

    def _unread(self, call: ast.Call, kind: str) -> Declaration | None:
        """An operation of one model of which no more can be read than that; None where not even that can."""
        keyword = "model_name" if kind in OF_FIELDS else "name"
        try:
            name = self._literals.name(call, keywords_of(call) or {}, 0, keyword)
        except (UnreadableSource, RecursionError):
            return None
        return None if kind == "RenameModel" else Declaration(kind, name, is_unread=True)

    def _of(self, call: ast.Call, kind: str, depth: int = 0) -> Declaration | None:
        if kind in NOTHING:
            return Declaration(kind)
        keywords = keywords_of(call)
        if keywords is None:
            return None
        if kind in ("RunPython", "RunSQL"):
            return self._code(call, kind, keywords, depth)
        if kind == "SeparateDatabaseAndState":
            parts = (
                argument(call, keywords, n, name)
                for n, name in enumerate(("database_operations", "state_operations"))
            )
            database, state = (tuple(self._inner(part, depth)) for part in parts)
            return Declaration(kind, database=database, state=state)
        if kind == "CreateModel":
            return self._new_model(call, keywords)
        if kind in OF_MODELS:
            return self._of_model(call, kind, keywords)
        return self._of_field(call, kind, keywords) if kind in OF_FIELDS else None

    def _code(self, call: ast.Call, kind: str, keywords: dict[str, ast.expr], depth: int) -> Declaration:
        code = argument(call, keywords, 0, "code" if kind == "RunPython" else "sql")
        dotted = self._reader.names.dotted(self._literals.value(code)) if code is not None else None
        is_code = not (dotted or "").endswith(f".{kind}.noop")
        state = (
            self._inner(argument(call, keywords, 2, "state_operations"), depth) if kind == "RunSQL" else ()
        )
        return Declaration(kind, is_code=is_code, state=tuple(state))

    def _inner(self, expression: ast.expr | None, depth: int) -> Iterator[Declaration | None]:
        """The operations within an operation."""
        if expression is None or self._reader.is_none(expression):
            return
        for element in self._reader.elements(expression):
            dotted, kind = class_name(self._reader, element) if isinstance(element, ast.Call) else (None, "")
            is_known = (
                isinstance(element, ast.Call) and (dotted or "").startswith("django.") and depth < MAX_DEPTH
            )
            yield (
                self._known(element, kind, depth + 1) if is_known and isinstance(element, ast.Call) else None
            )

    def _new_model(self, call: ast.Call, keywords: dict[str, ast.expr]) -> Declaration | None:
        fields = list(self._fields(argument(call, keywords, 1, "fields")))
        bases = argument(call, keywords, 3, "bases")
        texts = [
            element.value.lower()
            for element in (self._reader.elements(bases) if bases is not None else ())
            if isinstance(element, ast.Constant) and isinstance(element.value, str)
        ]
        made = Declaration(
            "CreateModel",
            self._literals.name(call, keywords, 0, "name"),
            fields=tuple(fields),
            bases=tuple(texts),
        )
        options = argument(call, keywords, 2, "options")
        return made if options is None or self._reader.is_none(options) else self._with_options(made, options)

    def _with_options(self, made: Declaration, expression: ast.expr) -> Declaration:
        options = self._options(expression)
        if options is None:
            return replace(made, table=None, is_managed=None)
        proxy = self._literals.flag(options.get("proxy"), is_default=False)
        return replace(
            made,
            table=self._literals.table(options["db_table"]) if "db_table" in options else "",
            is_managed=None
            if proxy is None
            else self._literals.flag(options.get("managed"), is_default=True),
            is_proxy=bool(proxy),
            swappable=self._literals.text(options["swappable"]) if "swappable" in options else "",
            is_ordered="order_with_respect_to" in options,
        )

    def _options(self, expression: ast.expr) -> dict[str, ast.expr] | None:
        """The options of a model by name; None where they are no plain dictionary."""
        value = self._literals.value(expression)
        if not isinstance(value, ast.Dict) or None in value.keys:
            return None
        names = [None if key is None else self._literals.text(key) for key in value.keys]
        return (
            None
            if None in names
            else {str(name): each for name, each in zip(names, value.values, strict=True)}
        )

    def _of_model(self, call: ast.Call, kind: str, keywords: dict[str, ast.expr]) -> Declaration:
        if kind == "RenameModel":
            model, to = (
                self._literals.name(call, keywords, 0, "old_name"),
                self._literals.name(call, keywords, 1, "new_name"),
            )
            return Declaration(kind, model, to=to)
        found = Declaration(kind, self._literals.name(call, keywords, 0, "name"))
        value = argument(
            call,
            keywords,
            1,
            {"AlterModelTable": "table", "AlterModelOptions": "options"}.get(kind, "order_with_respect_to"),
        )
        is_none = value is None or self._reader.is_none(value)
        if kind == "AlterModelTable":
            return replace(found, table="" if value is None or is_none else self._literals.table(value))
        if kind == "AlterModelOptions":
            options = None if value is None else self._options(value)
            managed = (
                None if options is None else self._literals.flag(options.get("managed"), is_default=True)
            )
            return replace(found, is_managed=managed)
        return replace(found, is_ordered=not is_none)

    def _of_field(self, call: ast.Call, kind: str, keywords: dict[str, ast.expr]) -> Declaration:
        model = self._literals.name(call, keywords, 0, "model_name")
        if kind == "RenameField":
            former, to = (
                self._reader.text(needed(call, keywords, n, name))
                for n, name in ((1, "old_name"), (2, "new_name"))
            )
            return Declaration(kind, model, former, to)
        name = self._reader.text(needed(call, keywords, 1, "name"))
        if kind == "RemoveField":
            return Declaration(kind, model, name)
        keeps_default = self._literals.flag(argument(call, keywords, 3, "preserve_default"), is_default=True)
        field = self._field(name, self._literals.value(needed(call, keywords, 2, "field")))
        return Declaration(kind, model, name, field=field, keeps_default=keeps_default is not False)

    def _fields(self, expression: ast.expr | None) -> Iterator[FieldDeclaration]:
        """The fields of a new model. Raises `UnreadableSource` where they are no plain pairs."""
        if expression is None:
            raise UnreadableSource("no fields")
        elements = list(self._reader.elements(expression))
        if len(elements) % 2:
            raise UnreadableSource("no pairs", expression.lineno)
        for name, field in zip(elements[::2], elements[1::2], strict=True):
            yield self._field(self._reader.text(name), field)
