"""Settings that would take forever, or would break the reader: each is read in a moment, and what is open is named."""

import time
from pathlib import Path

import pytest

from tests.sources.settings.settings_judge import settings_of

LIMIT = 20.0
"""In seconds of processor time; each takes under one on an idle machine."""

PROGRAMS = {
    "a function with 60 conditions that return": "def f():\n"
    + "".join(f"    if g({i}):\n        return [{i}]\n" for i in range(60))
    + "INSTALLED_APPS = f()\n",
    "a function with 60 conditions that may return": "def f():\n    a = []\n"
    + "".join(f"    if g({i}):\n        a.append({i})\n        if g(): return a\n" for i in range(60))
    + "    return a\nINSTALLED_APPS = f()\n",
    "3,000 calls in a try": "try:\n"
    + "".join(f"    x{i} = g({i})\n" for i in range(3000))
    + "except Exception:\n    pass\n",
    "3,000 conditions": "".join(f"if g({i}):\n    A{i} = [{i}]\n" for i in range(3000)),
    "80 conditions within each other": "".join(
        "    " * i + "if g():\n" + "    " * (i + 1) + "A = []\n" for i in range(80)
    ),
    "a list that doubles": "A = ['x']\n" + "A = A + A\n" * 200 + "INSTALLED_APPS = A\n",
    "a list of two lists, again and again": "A = []\n" + "A = [A, A]\n" * 200 + "if g():\n    A = [1]\n",
    "a text that doubles": "A = 'xy'\n" + "A = A.replace('x', A)\n" * 200 + "AUTH_USER_MODEL = A\n",
    "a function that calls itself": "def f(n):\n    return f(n)\nINSTALLED_APPS = f(1)\n",
    "a function that calls itself twice": "def f(n):\n    f(n)\n    f(n)\nf(1)\n",
    "loops in loops": "for a in range(2000):\n    for b in range(2000):\n        X = [a]\n",
    "a loop without end": "while True:\n    pass\n",
    "a list that holds itself": "A = []\nA.append(A)\ng(A)\nB = A if g() else [A]\n",
    "400 indices": "A = [[]]\nA" + "[0]" * 400 + " += []\n",
}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_no_settings_take_long(tmp_path: Path, text: str):
    (tmp_path / "settings.py").write_text(text)
    start = time.process_time()
    settings = settings_of(tmp_path)
    assert settings.installed_apps is None or str(settings.installed_apps)
    assert settings.migration_modules is not None
    assert settings.model("AUTH_USER_MODEL")
    assert time.process_time() - start < LIMIT
