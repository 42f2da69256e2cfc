"""
Where a row without a file comes from: its key is searched in all known commits and all known releases.

    value         what came of it: one sentence, and the facts in it
    in_code       the search in the history of the code
    in_releases   the search in the known releases
    search        both, the most telling answer first
"""

from app.domain.provenance.origin.search import origin, origins, possible_origins
from app.domain.provenance.origin.value import Origin, OriginKind

__all__ = ["Origin", "OriginKind", "origin", "origins", "possible_origins"]
