"""
The name of a table, and how Django shortens it.

Django makes a default name as short as its default database allows: it cuts the end off and puts four hex digits of a
hash there. PostgreSQL allows 63 characters, MySQL 64, SQLite any number. A name that a model gives itself is left
alone, and PostgreSQL cuts it. So a name is kept whole here, and is shortened for one kind of database.

Source: `truncate_name`, `Options.contribute_to_class`, `ManyToManyField._get_m2m_db_table` of Django 3.2 to 6.1.
"""

import hashlib
from dataclasses import dataclass

SHORTEST_LIMIT = 60
"""A name of at most so many characters is the same in every database that Driftboard reads."""

HASH_DIGITS = 4


@dataclass(frozen=True, slots=True, order=True)
class TableName:
    """
    The name of a table before it is shortened, in two parts where Django shortens twice.

    `field` is of the table of a many-to-many field: it follows the name of the model's table. `is_given` says that the
    model names its table itself. An empty name stands for a table that is not known by name.
    """

    text: str
    field: str = ""
    is_given: bool = False

    @classmethod
    def of(cls, text: str, field: str = "", *, is_given: bool = False) -> "TableName":
        """The name in its least form: in one part where no database shortens it."""
        whole = cls(text, field, is_given)
        return cls(str(whole)) if len(str(whole).encode()) <= SHORTEST_LIMIT else whole

    def __str__(self) -> str:
        return f"{self.text}_{self.field}" if self.field else self.text

    def on(self, limit: int | None) -> str:
        """The name in a database that allows so many characters; None allows any number."""
        if limit is None:
            return str(self)
        if self.is_given and not self.field:
            return self.text.encode()[:limit].decode(errors="ignore")
        base = self.text if self.is_given else shortened(self.text, limit)
        return shortened(f"{base}_{self.field}", limit) if self.field else base


def shortened(name: str, limit: int) -> str:
    """A name as Django shortens it."""
    if len(name) <= limit:
        return name
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:HASH_DIGITS]
    return name[: limit - HASH_DIGITS] + digest


UNKNOWN_TABLE = TableName("")
"""A table that is there, and whose name is not known."""
