"""What a dashboard knows of one project."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlencode

from app.config import Secret
from app.domain.fleet.last_seen import LastSeen, reading
from app.domain.fleet.last_seen import history as histories
from app.domain.history import History
from app.domain.json_values import ManifestError
from app.domain.label import Label
from app.domain.manifest import thaw
from app.domain.release import Release
from app.remote import answers
from app.remote.address import DashboardAddress
from app.remote.connection import Connection
from app.remote.errors import RemoteError

MAX_LIST_BYTES = 64_000_000
"""Of the list of what was seen last: 500 environments with some thousand schemas each are less."""

MAX_BYTES = 64_000_000
"""Of one release or one history; what is pushed to a dashboard has half of that at most."""

AT_ONCE = 6
"""So many histories are asked for at the same time."""

NOT_FOUND = 404

T = TypeVar("T")


class RemoteProject:
    """One project of a dashboard. Every method raises `RemoteError`."""

    def __init__(
        self, address: DashboardAddress, token: Secret, *, waits: tuple[float, ...] | None = None
    ) -> None:
        self._connection = (
            Connection(address, token) if waits is None else Connection(address, token, waits=waits)
        )

    def last_seen(self, *, candidate: str | None = None) -> LastSeen:
        """
        What was seen last of every environment.

        `candidate` is the fingerprint of a release that is no measure of itself: where nobody says what runs, the
        newest other one counts.
        """
        query = "" if candidate is None else f"?{urlencode({'candidate': candidate})}"
        return self._read("last-seen", reading.loads, "list of environments", MAX_LIST_BYTES, query=query)

    def label(self, label: str) -> Label | None:
        """Where a label points; None where no release has it."""
        try:
            return self._read(f"labels/{label}", reading.label_of, "label", MAX_BYTES)
        except RemoteError as error:
            if error.status != NOT_FOUND:
                raise
        self.last_seen()  # tells an unknown label from an unknown project
        return None

    def release(self, fingerprint: str) -> Release:
        """The release with this fingerprint."""

        def read(text: str) -> Release:
            release = thaw(text)
            if release.fingerprint != fingerprint:
                raise ManifestError("", f"is the release {release.fingerprint[:8]}, not {fingerprint[:8]}")
            return release

        return self._read(f"releases/{fingerprint}", read, "release", MAX_BYTES)

    def releases(self, fingerprints: Iterable[str]) -> dict[str, Release]:
        """The releases with these fingerprints."""
        return self._all(self.release, fingerprints)

    def history(self, fingerprint: str) -> History:
        """The history with this fingerprint."""

        def read(text: str) -> History:
            return histories.loads(text, fingerprint=fingerprint)

        return self._read(f"histories/{fingerprint}", read, "history", MAX_BYTES)

    def histories(self, fingerprints: Iterable[str]) -> dict[str, History]:
        """The histories with these fingerprints."""
        return self._all(self.history, fingerprints)

    def _all(self, read: Callable[[str], T], fingerprints: Iterable[str]) -> dict[str, T]:
        distinct = tuple(dict.fromkeys(fingerprints))
        with ThreadPoolExecutor(AT_ONCE) as threads:
            try:
                return dict(zip(distinct, threads.map(read, distinct), strict=True))
            except RemoteError:
                threads.shutdown(cancel_futures=True)
                raise

    def _read(self, name: str, read: Callable[[str], T], what: str, max_bytes: int, *, query: str = "") -> T:
        content = self._connection.get(name, query=query, max_bytes=max_bytes)
        origin = self._connection.address.origin
        try:
            return read(content.decode("utf-8"))
        except UnicodeDecodeError:
            problem = "not UTF-8"
        except ManifestError as error:
            problem = str(error)
        raise RemoteError(answers.no_document(origin, content, problem, what=what))
