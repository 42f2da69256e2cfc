"""4,000 missing dependencies, each in its own app, in two environments: how long each page takes."""

import os

from tests.growth import test_pages as shapes
from tests.siege.odd_rows import figures

CAUSES = int(os.environ.get("CAUSES", "4000"))


def siege() -> list[str]:
    return figures(shapes.causes, CAUSES)
