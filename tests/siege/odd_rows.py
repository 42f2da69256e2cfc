"""A database with 50,000 rows that no file has: how long each page takes, and how many bytes it has."""

import os
import tempfile
import time
from pathlib import Path

from tests.growth import test_pages as shapes
from tests.web.conftest import Site

ROWS = int(os.environ.get("ODD_ROWS", "50000"))
MOST_SECONDS = 60


def siege() -> list[str]:
    return figures(shapes.odd_rows, ROWS)


def figures(shape: shapes.Shape, number: int) -> list[str]:
    """The seconds of the processor and the bytes of each page over such a store; the JSON alone has no bound."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name) / "store.db")
        shape(site, number)
        for address in (*shapes.OF_AN_ENVIRONMENT, *shapes.OF_THE_FLEET):
            began = time.process_time()
            content = site.get(address).content
            seconds = time.process_time() - began
            assert seconds < MOST_SECONDS, f"{address} took {seconds:.0f} s"
            assert ".json" in address or len(content) < shapes.LARGE_BYTES, (
                f"{address}: {len(content):,} bytes"
            )
            lines.append(
                f"{number:,}: {seconds:5.1f} s of the processor {len(content):>11,} bytes  {address}"
            )
        site.store.close()
    return lines
