"""A table as CSV, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What begins a formula: a spreadsheet would calculate such a cell."""

Value = str | int


def spreadsheet(columns: Sequence[Value], rows: Iterable[Sequence[Value]]) -> str:
    """The whole file. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(tuple(map(_cell, columns)))
    writer.writerows(tuple(map(_cell, row)) for row in rows)
    return file.getvalue()


def _cell(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
