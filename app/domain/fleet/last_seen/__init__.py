"""
What a dashboard saw last of every environment, as another program reads it: which release each runs, which history each
of its tables holds. It names both by fingerprint, and each of these is a document of its own.

    values      what was seen last
    writing     as JSON: what the dashboard answers
    reading     the JSON as values again
    history     one history as JSON, and back
"""

from app.domain.fleet.last_seen.values import LastSeen, NamedRelease, SeenEnvironment, SeenTable

__all__ = ["LastSeen", "NamedRelease", "SeenEnvironment", "SeenTable"]
