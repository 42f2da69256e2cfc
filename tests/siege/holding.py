"""What an attack says when something does not hold."""


def hold(is_so: bool, otherwise: str) -> None:
    """Raises `AssertionError` unless it is so."""
    if not is_so:
        raise AssertionError(otherwise)
