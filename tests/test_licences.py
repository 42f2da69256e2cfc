"""The licences of what is installed with Driftboard, as each distribution states its own."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCKED = Path(__file__).parent.parent / "requirements.txt"
FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|OFL|MPL|Mozilla Public|LGPL|Unlicense)")
"""LGPL is that of psycopg, which is a library beside ours; the OFL is that of the typefaces."""

UNSTATED = {"resvg-py": "MIT, in the file LICENSE that it brings"}


def licence(name: str) -> str:
    stated = metadata(name)
    classes = [line for line in stated.get_all("Classifier") or () if line.startswith("License ::")]
    return stated.get("License-Expression") or stated.get("License") or ", ".join(classes)


def test_everything_that_is_installed_with_us_may_be_used_and_passed_on():
    others = {}
    for name in re.findall(r"^([\w.-]+)==", LOCKED.read_text(encoding="utf-8"), re.MULTILINE):
        try:
            stated = licence(name)
        except PackageNotFoundError:  # it is there for another system
            continue
        if not FREE.match(stated.removeprefix("License :: OSI Approved :: ")) and name not in UNSTATED:
            others[name] = stated

    assert others == {}
