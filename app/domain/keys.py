"""The key of a migration, as Django writes it, and the special names that a dependency may have."""

from typing import NamedTuple, Self

FIRST = "__first__"
LATEST = "__latest__"
SETTING = "__setting__"
"""The app label of a dependency on a setting, as in `("__setting__", "AUTH_USER_MODEL")`."""


class MigrationKey(NamedTuple):
    """An app label and a migration name. They are two columns of the django_migrations table."""

    app_label: str
    name: str

    def __str__(self) -> str:
        return f"{self.app_label}.{self.name}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read a key from a text such as `orders.0001_initial`.

        Raises `ValueError` when the text has no dot, or nothing on one side of its first dot.
        """
        app_label, _, name = text.partition(".")
        if not app_label or not name:
            message = f"{text!r} is not a migration key; one looks like orders.0001_initial"
            raise ValueError(message)
        return cls(app_label, name)
