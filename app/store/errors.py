"""The errors of our own database."""


class StoreError(Exception):
    """The store cannot be used. The text is a sentence for the operator and holds nothing from the driver."""


class DamagedHistoryError(StoreError):
    """The stored changes do not give the history that was stored."""
