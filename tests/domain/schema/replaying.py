"""Short forms for declarations, and what a list of them changes."""

from collections.abc import Mapping

from app.domain.schema.declaration import Declaration, FieldDeclaration, read, written
from app.domain.schema.models import Models
from app.domain.schema.replay import replayed

SETTINGS = {"AUTH_USER_MODEL": "users.User"}


def field(name: str, **facts) -> FieldDeclaration:
    facts.setdefault("null", False)
    facts.setdefault("default", False)
    return FieldDeclaration(name, **{"column": name, **facts})


def foreign(name: str, to: str | None, **facts) -> FieldDeclaration:
    return field(name, column=f"{name}_id", to=to, **facts)


def many(name: str, to: str | None, **facts) -> FieldDeclaration:
    return FieldDeclaration(name, "", to=to, is_many=True, **facts)


KEY = field("id", is_primary=True)


def model(name: str, *fields: FieldDeclaration, **facts) -> Declaration:
    return Declaration("CreateModel", name, fields=(KEY, *fields), **facts)


def add(model: str, field: FieldDeclaration, **facts) -> Declaration:
    return Declaration("AddField", model, field.name, field=field, **facts)


def alter(model: str, field: FieldDeclaration, **facts) -> Declaration:
    return Declaration("AlterField", model, field.name, field=field, **facts)


def told(
    *declarations: Declaration | None, label: str = "o", settings: Mapping[str, str] = SETTINGS
) -> list[str]:
    """What each declaration changes, in words, the last one alone behind the others."""
    models = Models(lambda name: settings.get(name, ""))
    return [
        words(replayed(models, label, None if each is None else read(written(each)))) for each in declarations
    ]


def last(*declarations: Declaration | None, **facts) -> str:
    return told(*declarations, **facts)[-1]


def words(changes) -> str:
    if changes is None:
        return "?"
    return ", ".join(map(_words, changes))


def _words(change) -> str:
    columns = " ".join(_column(column) for column in change.columns)
    to = f"to {change.to or change.renamed}" if change.to or change.renamed else ""
    unknown = " ".join(f"?{name}" for name in change.unknown)
    return " ".join(filter(None, (change.kind.value, str(change.table), columns, unknown, to)))


def _column(column) -> str:
    text = column.name + {None: "", True: "=null", False: ""}[column.null]
    text += "=default" if column.default else ""
    return text + (f">{column.references.text or '?'}" if column.references else "")
