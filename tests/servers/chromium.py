"""The browser of the tests: `TEST_CHROMIUM`, one on the PATH, or the one that Playwright installed."""

import os
import shutil
from pathlib import Path

MISSING = """No Chromium was found. Run `make setup`, or install one by hand:

    apt-get install --no-install-recommends chromium fonts-dejavu-core

or name one: TEST_CHROMIUM=/path/to/chromium"""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# No sandbox: the tests run as root in containers. The rest keeps the browser from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class MissingBrowserError(Exception):
    """There is no Chromium on this machine; the message says what to install."""


def executable() -> Path:
    """The browser's program, for Playwright's `launch(executable_path=…, args=ARGUMENTS)`."""
    named = os.environ.get("TEST_CHROMIUM")
    if named:
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for found in sorted(own.glob("chromium-*/*/chrome"), reverse=True):
        return found
    raise MissingBrowserError(MISSING)
