"""
The migrations of South, from before Django had its own: Django can import none of them.

    from south.v2 import SchemaMigration

    class Migration(SchemaMigration):

Without the package `south` the import fails (ModuleNotFoundError). With it, Django calls the class with a name and a
label, which it does not take (TypeError).
"""

import re

from app.domain.english import count

FROM_SOUTH = re.compile(
    rb"^(?:from[ \t]+south\.(?:v2|db|logger|modelsinspector|utils)\b|import[ \t]+south\b|from[ \t]+south[ \t]+import)",
    re.MULTILINE,
)
FROM_DJANGO = re.compile(
    rb"^(?:from[ \t]+django\.db[ \t]+import\b[^\n]*[ (,\t]migrations\b|from[ \t]+django\.db\.migrations\b"
    rb"|import[ \t]+django\.db\.migrations\b)",
    re.MULTILINE,
)


def is_of_south(source: bytes) -> bool:
    """Whether a file is a migration of South's: it imports South, and nothing of Django's migrations."""
    return b"south" in source and bool(FROM_SOUTH.search(source)) and not FROM_DJANGO.search(source)


def reason(number: int) -> str:
    """Why the files of a folder are no migrations of Django's."""
    files = count(number, "file is a migration", "files are migrations")
    return (
        f"{files} of South, which Django refuses to load: if the app is installed, this commit is no release that "
        "Django can migrate"
    )
