import subprocess
from pathlib import Path

import pytest

from tests.servers import chromium


def test_the_browser_of_the_tests_runs():
    answer = subprocess.run([chromium.executable(), "--version"], capture_output=True, text=True, check=True)

    assert "Chrom" in answer.stdout


def test_a_machine_without_a_browser_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.delenv("TEST_CHROMIUM", raising=False)

    with pytest.raises(chromium.MissingBrowserError, match="apt-get install"):
        chromium.executable()
