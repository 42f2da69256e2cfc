"""What can be wrong with our own database."""


class StoreError(Exception):
    """The store cannot be used; the text is a sentence for the operator, without anything of the driver's."""


class DamagedHistoryError(StoreError):
    """What was stored does not give the history that was put in."""
