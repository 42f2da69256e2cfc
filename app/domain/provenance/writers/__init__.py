"""
Which file wrote a row: the one that bears its name now, an earlier content of it, or another file of this name.

Django knows a migration by its name alone. Here the rows of one run are held against each known release: only a release
that holds everything the run recorded, and of which nothing was left to run, can have written them; and none that was
committed later.

    writer             what wrote a row
    suspects           the migrations of which more than one file, or content, is known
    runs               the rows that one `migrate` recorded
    fitting_releases   the releases that can have written them
    search             the writers of all rows of one comparison
    reasons            the signs that another file wrote a row
"""

from app.domain.provenance.writers.search import writers_of
from app.domain.provenance.writers.suspects import is_sole_file, squashes_of
from app.domain.provenance.writers.writer import Writer, WriterKind

__all__ = ["Writer", "WriterKind", "is_sole_file", "squashes_of", "writers_of"]
