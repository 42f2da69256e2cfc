"""
Writes a release as a JSON text, and reads it back.

`dumps` and `loads` are for manifest format 1: an export of every app that a project has installed. `freeze` and `thaw`
are for our own store. They also cover what format 1 cannot say: which parts were unreadable, and that a release is not
complete.

Both pairs are canonical: one release always gives the same text. Both readers are strict. Their errors name the path
to the wrong value: `migrations[3].dependencies[0]: …`.

    writing     a release as a text
    reading     a text as a release
    bounds      how long its texts may be
    schema      what is known of tables and columns, apart
"""

from app.domain.manifest.reading import loads, thaw, thaw_keys
from app.domain.manifest.schema import freeze_schema, with_schema
from app.domain.manifest.writing import FORMAT, FROZEN_FORMAT, dumps, freeze

__all__ = [
    "FORMAT",
    "FROZEN_FORMAT",
    "dumps",
    "freeze",
    "freeze_schema",
    "loads",
    "thaw",
    "thaw_keys",
    "with_schema",
]
