import warnings

import pytest


@pytest.fixture(scope="session", autouse=True)
def loaded_apprise() -> None:
    """Apprise with all its plug-ins, which warn of their own libraries while they are imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import apprise

        apprise.Apprise.instantiate("json://127.0.0.1")
