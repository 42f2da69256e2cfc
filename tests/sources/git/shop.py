"""A shop of two apps, and what is read of a commit of it."""

from pathlib import Path

import pytest

from app.domain.release import Release
from app.sources import ReadingOptions, SourceError
from app.sources.git import Repository
from tests.sources.git.repositories import Made, needing

GIVEN = ReadingOptions(django="5.2")
SHOP = {
    "users/migrations/0001_initial.py": needing(),
    "orders/migrations/0001_initial.py": needing("users.0001_initial"),
    "orders/apps.py": (
        "from django.apps import AppConfig\n"
        "class OrdersConfig(AppConfig):\n    name = 'orders'\n    label = 'shop_orders'\n"
    ),
}


def tagged(root: Path) -> Made:
    """The repository of the shop, whose only commit is v1."""
    shop = Made(root)
    shop.commit("Shop", SHOP)
    shop.git("tag", "v1")
    return shop


def release(made: Made | Path, ref: str = "main", folder: str = "") -> Release:
    with Repository(made.root if isinstance(made, Made) else made, folder=folder) as repository:
        return repository.release(ref, GIVEN)


def error(path: Path, ref: str = "main") -> str:
    with pytest.raises(SourceError) as caught:
        release(path, ref)
    return str(caught.value)
