"""What the fields of a model state: their columns, what they refer to, the tables of many-to-many fields."""

import ast
import re
from dataclasses import replace

from app.domain.keys import SETTING
from app.domain.schema.declaration import FieldDeclaration
from app.sources.migration.literals import Literals, argument, class_name, keywords_of
from app.sources.python.literal import SETTINGS_PREFIX

MANY = "ManyToManyField"
FOREIGN = frozenset({"ForeignKey", "OneToOneField"})
WITHOUT_COLUMN = frozenset({"GenericRelation", "GenericForeignKey", "CompositePrimaryKey"})

FILLED = frozenset({"GeneratedField", "AutoField", "BigAutoField", "SmallAutoField"})
"""The fields whose columns the database fills itself."""

PLAIN_FIELD = re.compile(r"\w+Field")
"""What the classes of Django's fields are called that have a column of their own name."""

MOST_POSITIONS = 2
"""A field with more arguments without a keyword may say with one of them whether it may be empty."""


class Fields:
    """Reads fields."""

    def __init__(self, literals: Literals) -> None:
        self._literals = literals

    def field(self, name: str, expression: ast.expr) -> FieldDeclaration:
        """One field; with its name alone where its class is not Django's, or its arguments are not plain."""
        keywords = keywords_of(expression) if isinstance(expression, ast.Call) else None
        if not isinstance(expression, ast.Call) or keywords is None:
            return FieldDeclaration(name)
        dotted, kind = class_name(self._literals.reader, expression)
        if not (dotted or "").startswith("django."):
            return FieldDeclaration(name)
        if kind in WITHOUT_COLUMN:
            return FieldDeclaration(name, "", is_primary=kind == "CompositePrimaryKey")
        if kind == MANY:
            return self._many(name, expression, keywords)
        if kind in FOREIGN:
            found = FieldDeclaration(
                name, f"{name}_id", to=self._model(argument(expression, keywords, 0, "to"))
            )
        elif PLAIN_FIELD.fullmatch(kind):
            found = FieldDeclaration(name, name)
        else:
            return FieldDeclaration(name)
        if "db_column" in keywords and not self._literals.reader.is_none(keywords["db_column"]):
            found = replace(found, column=self._literals.table(keywords["db_column"]), is_named=True)
        return self._with_facts(found, expression, keywords, kind)

    def _with_facts(
        self, field: FieldDeclaration, call: ast.Call, keywords: dict[str, ast.expr], kind: str
    ) -> FieldDeclaration:
        """Whether it may be empty, has a default, is the key."""
        null = self._literals.flag(keywords.get("null"), is_default=kind == "NullBooleanField")
        is_primary = self._literals.flag(keywords.get("primary_key"), is_default=False)
        if len(call.args) > MOST_POSITIONS and kind not in FOREIGN:
            null, is_primary = (null if "null" in keywords else None), bool(is_primary)
        has_default = "default" in keywords or "db_default" in keywords
        filled = None
        if kind in FILLED or has_default:
            filled = kind in FILLED or self._is_given(keywords.get("db_default"))
        return replace(field, null=null, default=has_default, is_primary=bool(is_primary), filled=filled)

    def _is_given(self, expression: ast.expr | None) -> bool:
        """Whether an argument is there, and is not the `NOT_PROVIDED` of Django's own default."""
        if expression is None:
            return False
        dotted = self._literals.reader.names.dotted(self._literals.value(expression)) or ""
        return not dotted.endswith("NOT_PROVIDED")

    def _many(self, name: str, call: ast.Call, keywords: dict[str, ast.expr]) -> FieldDeclaration:
        """A many-to-many field, with a table of Django's unless it names a model for it."""
        through = keywords.get("through")
        to = self._model(argument(call, keywords, 0, "to"))
        if through is not None and not self._literals.reader.is_none(through):
            return FieldDeclaration(name, "", to=to)
        table = self._literals.table(keywords["db_table"]) if "db_table" in keywords else ""
        return FieldDeclaration(name, "", to=to, is_many=True, table=table)

    def _model(self, expression: ast.expr | None) -> str | None:
        """The model that a field refers to; None where it is not known."""
        if expression is None:
            return None
        value = self._literals.value(expression)
        dotted = self._literals.reader.names.dotted(value)
        if dotted and dotted.startswith(SETTINGS_PREFIX):
            return f"{SETTING}.{dotted.removeprefix(SETTINGS_PREFIX)}"
        text = self._literals.text(value)
        return None if text is None else text if text == "self" else text.lower()
