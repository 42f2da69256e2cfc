"""The browser for the tests: `TEST_CHROMIUM`, else one on the PATH, else the one that Playwright installed."""

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
    """The path of the browser, for Playwright's `launch(executable_path=…)`. Raises `MissingBrowserError`."""
    path = os.environ.get("TEST_CHROMIUM")
    if path:
        return Path(path)
    for name in NAMES:
        program = shutil.which(name)
        if program:
            return Path(program)
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for program in sorted(own.glob("chromium-*/*/chrome"), reverse=True):
        return program
    raise MissingBrowserError(MISSING)
