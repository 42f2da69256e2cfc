"""
What an operation states about tables and columns: models, fields and options as they are written.

Nothing is looked up in other modules. What is not written plainly is not known, and neither is a field of a class that
is not Django's: it may have a column, or none.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.keys import SETTING
from app.domain.schema import declaration
from app.domain.schema.declaration import Declaration, FieldDeclaration
from app.sources.errors import UnreadableSource
from app.sources.python.budget import Budget
from app.sources.python.literal import SETTINGS_PREFIX, Reader

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

MANY = "ManyToManyField"
FOREIGN = frozenset({"ForeignKey", "OneToOneField"})
WITHOUT_COLUMN = frozenset({"GenericRelation", "GenericForeignKey", "CompositePrimaryKey"})

PLAIN_FIELD = re.compile(r"\w+Field")
"""What the classes of Django's fields are called that have a column of their own name."""

NAME = re.compile(r"[^\"\0]+")
"""A name of a table or a column that is no more than a name: some put a schema into it, in quotes."""

MAX_STEPS = 50_000
"""The most steps in reading the operations of one list. What needs more is not known."""

MOST_POSITIONS = 2
"""A field with more arguments without a keyword may say with one of them whether it may be empty."""

MAX_DEPTH = 5
"""`SeparateDatabaseAndState` is followed this deep."""


class Declarations:
    """The declarations of one list of operations. They have a budget of their own."""

    def __init__(self, reader: Reader) -> None:
        self._reader = Reader(reader.names, budget=Budget(MAX_STEPS))
        self._reader.class_names = reader.class_names

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
            name = self._name(call, _keywords(call) or {}, 0, keyword)
        except (UnreadableSource, RecursionError):
            return None
        return None if kind == "RenameModel" else Declaration(kind, name, is_unread=True)

    def _of(self, call: ast.Call, kind: str, depth: int = 0) -> Declaration | None:
        if kind in NOTHING:
            return Declaration(kind)
        keywords = _keywords(call)
        if keywords is None:
            return None
        if kind in ("RunPython", "RunSQL"):
            return self._code(call, kind, keywords, depth)
        if kind == "SeparateDatabaseAndState":
            parts = (
                _argument(call, keywords, n, name)
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
        code = _argument(call, keywords, 0, "code" if kind == "RunPython" else "sql")
        dotted = self._reader.names.dotted(self._value(code)) if code is not None else None
        is_code = not (dotted or "").endswith(f".{kind}.noop")
        state = (
            self._inner(_argument(call, keywords, 2, "state_operations"), depth) if kind == "RunSQL" else ()
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
        fields = list(self._fields(_argument(call, keywords, 1, "fields")))
        bases = _argument(call, keywords, 3, "bases")
        texts = [
            element.value.lower()
            for element in (self._reader.elements(bases) if bases is not None else ())
            if isinstance(element, ast.Constant) and isinstance(element.value, str)
        ]
        made = Declaration(
            "CreateModel", self._name(call, keywords, 0, "name"), fields=tuple(fields), bases=tuple(texts)
        )
        options = _argument(call, keywords, 2, "options")
        return made if options is None or self._reader.is_none(options) else self._with_options(made, options)

    def _with_options(self, made: Declaration, expression: ast.expr) -> Declaration:
        options = self._options(expression)
        if options is None:
            return replace(made, table=None, is_managed=None)
        proxy = self._flag(options.get("proxy"), is_default=False)
        return replace(
            made,
            table=self._table(options["db_table"]) if "db_table" in options else "",
            is_managed=None if proxy is None else self._flag(options.get("managed"), is_default=True),
            is_proxy=bool(proxy),
            swappable=self._text(options["swappable"]) if "swappable" in options else "",
            is_ordered="order_with_respect_to" in options,
        )

    def _options(self, expression: ast.expr) -> dict[str, ast.expr] | None:
        """The options of a model by name; None where they are no plain dictionary."""
        value = self._value(expression)
        if not isinstance(value, ast.Dict) or None in value.keys:
            return None
        names = [None if key is None else self._text(key) for key in value.keys]
        return (
            None
            if None in names
            else {str(name): each for name, each in zip(names, value.values, strict=True)}
        )

    def _of_model(self, call: ast.Call, kind: str, keywords: dict[str, ast.expr]) -> Declaration:
        if kind == "RenameModel":
            model, to = self._name(call, keywords, 0, "old_name"), self._name(call, keywords, 1, "new_name")
            return Declaration(kind, model, to=to)
        found = Declaration(kind, self._name(call, keywords, 0, "name"))
        value = _argument(
            call,
            keywords,
            1,
            {"AlterModelTable": "table", "AlterModelOptions": "options"}.get(kind, "order_with_respect_to"),
        )
        is_none = value is None or self._reader.is_none(value)
        if kind == "AlterModelTable":
            return replace(found, table="" if value is None or is_none else self._table(value))
        if kind == "AlterModelOptions":
            options = None if value is None else self._options(value)
            managed = None if options is None else self._flag(options.get("managed"), is_default=True)
            return replace(found, is_managed=managed)
        return replace(found, is_ordered=not is_none)

    def _of_field(self, call: ast.Call, kind: str, keywords: dict[str, ast.expr]) -> Declaration:
        model = self._name(call, keywords, 0, "model_name")
        if kind == "RenameField":
            former, to = (
                self._reader.text(_needed(call, keywords, n, name))
                for n, name in ((1, "old_name"), (2, "new_name"))
            )
            return Declaration(kind, model, former, to)
        name = self._reader.text(_needed(call, keywords, 1, "name"))
        if kind == "RemoveField":
            return Declaration(kind, model, name)
        keeps_default = self._flag(_argument(call, keywords, 3, "preserve_default"), is_default=True)
        field = self._field(name, self._value(_needed(call, keywords, 2, "field")))
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

    def _field(self, name: str, expression: ast.expr) -> FieldDeclaration:
        """One field; with its name alone where its class is not Django's, or its arguments are not plain."""
        keywords = _keywords(expression) if isinstance(expression, ast.Call) else None
        if not isinstance(expression, ast.Call) or keywords is None:
            return FieldDeclaration(name)
        dotted, kind = class_name(self._reader, expression)
        if not (dotted or "").startswith("django."):
            return FieldDeclaration(name)
        if kind in WITHOUT_COLUMN:
            return FieldDeclaration(name, "", is_primary=kind == "CompositePrimaryKey")
        if kind == MANY:
            return self._many(name, expression, keywords)
        if kind in FOREIGN:
            found = FieldDeclaration(
                name, f"{name}_id", to=self._model(_argument(expression, keywords, 0, "to"))
            )
        elif PLAIN_FIELD.fullmatch(kind):
            found = FieldDeclaration(name, name)
        else:
            return FieldDeclaration(name)
        if "db_column" in keywords and not self._reader.is_none(keywords["db_column"]):
            found = replace(found, column=self._table(keywords["db_column"]), is_named=True)
        return self._with_facts(found, expression, keywords, kind)

    def _with_facts(
        self, field: FieldDeclaration, call: ast.Call, keywords: dict[str, ast.expr], kind: str
    ) -> FieldDeclaration:
        """Whether it may be empty, has a default, is the key."""
        null = self._flag(keywords.get("null"), is_default=kind == "NullBooleanField")
        is_primary = self._flag(keywords.get("primary_key"), is_default=False)
        if len(call.args) > MOST_POSITIONS and kind not in FOREIGN:
            null, is_primary = (null if "null" in keywords else None), bool(is_primary)
        has_default = "default" in keywords or "db_default" in keywords
        return replace(field, null=null, default=has_default, is_primary=bool(is_primary))

    def _many(self, name: str, call: ast.Call, keywords: dict[str, ast.expr]) -> FieldDeclaration:
        """A many-to-many field, with a table of Django's unless it names a model for it."""
        through = keywords.get("through")
        to = self._model(_argument(call, keywords, 0, "to"))
        if through is not None and not self._reader.is_none(through):
            return FieldDeclaration(name, "", to=to)
        table = self._table(keywords["db_table"]) if "db_table" in keywords else ""
        return FieldDeclaration(name, "", to=to, is_many=True, table=table)

    def _model(self, expression: ast.expr | None) -> str | None:
        """The model that a field refers to; None where it is not known."""
        if expression is None:
            return None
        value = self._value(expression)
        dotted = self._reader.names.dotted(value)
        if dotted and dotted.startswith(SETTINGS_PREFIX):
            return f"{SETTING}.{dotted.removeprefix(SETTINGS_PREFIX)}"
        text = self._text(value)
        return None if text is None else text if text == "self" else text.lower()

    def _value(self, expression: ast.expr) -> ast.expr:
        """The expression that a name of this module stands for."""
        return next(self._reader.elements(expression), expression)

    def _name(self, call: ast.Call, keywords: dict[str, ast.expr], position: int, keyword: str) -> str:
        """The name of a model in lower case. Raises `UnreadableSource`."""
        return self._reader.text(_needed(call, keywords, position, keyword)).lower()

    def _text(self, expression: ast.expr) -> str | None:
        try:
            return self._reader.text(expression)
        except UnreadableSource:
            return None

    def _table(self, expression: ast.expr) -> str | None:
        """A name that is given; None where it is not known, or is no plain name."""
        if self._reader.is_none(expression):
            return ""
        text = self._text(expression)
        return text if text is not None and (not text or NAME.fullmatch(text)) else None

    def _flag(self, expression: ast.expr | None, *, is_default: bool) -> bool | None:
        if expression is None:
            return is_default
        try:
            return bool(self._reader.flag(expression))
        except UnreadableSource:
            return None


def class_name(reader: Reader, call: ast.Call) -> tuple[str | None, str]:
    """The dotted name of what is called, and its last part."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        function = next(reader.elements(function), function)
    dotted = reader.names.dotted(function)
    return dotted, dotted.rpartition(".")[2] if dotted else getattr(function, "attr", "")


def _keywords(call: ast.Call) -> dict[str, ast.expr] | None:
    """The arguments with a keyword; None where some come out of a dictionary or a list."""
    if any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(part, ast.Starred) for part in call.args
    ):
        return None
    return {str(keyword.arg): keyword.value for keyword in call.keywords}


def _argument(call: ast.Call, keywords: dict[str, ast.expr], position: int, keyword: str) -> ast.expr | None:
    return keywords.get(keyword) or (call.args[position] if len(call.args) > position else None)


def _needed(call: ast.Call, keywords: dict[str, ast.expr], position: int, keyword: str) -> ast.expr:
    found = _argument(call, keywords, position, keyword)
    if found is None:
        raise UnreadableSource(f"{keyword} is missing", call.lineno)
    return found
