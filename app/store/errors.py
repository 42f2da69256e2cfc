"""The errors of our own database."""

from datetime import datetime

from app.domain.table_location import DEFAULT_LOCATION, TableLocation


class StoreError(Exception):
    """The store cannot be used. The text is a sentence for the operator and holds nothing from the driver."""


class DamagedReleaseError(StoreError):
    """What is stored of a release is not what was stored: somebody changed the store from outside."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The stored release {name} cannot be read: the store was changed from outside. "
            "Add the release again, and it is stored whole."
        )


class DamagedHistoryError(StoreError):
    """
    The stored changes do not give the history that was stored: somebody changed the store from outside.

    It says which history of which environment that is, and when it was received.
    """

    def __init__(
        self,
        project: str,
        environment: str,
        fingerprint: str,
        received_at: datetime,
        *,
        location: TableLocation = DEFAULT_LOCATION,
    ) -> None:
        super().__init__(
            f"The history {fingerprint[:10]} of {environment} cannot be rebuilt: the store was changed from outside."
        )
        self.project = project
        self.environment = environment
        self.fingerprint = fingerprint
        self.received_at = received_at
        self.location = location
