"""Every form of the answer by its name, and the files that some of them are written to."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from app.cli.check.github import github
from app.cli.check.gitlab import gitlab
from app.cli.check.junit import junit
from app.cli.check.markdown import markdown
from app.cli.check.sarif import sarif
from app.cli.output import stop
from app.domain.english import listed
from app.domain.impact import Impact
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import Spot
from app.domain.reports.impact import plain, report

Form = Callable[[Impact, Mapping[EditedPlace, Spot]], str]
"""An answer as text that ends with a line break."""


def _text(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    return plain(impact, spots) + "\n"


def _json(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    return json.dumps(report(impact, spots), indent=2) + "\n"


FORMS: Mapping[str, Form] = {
    "text": _text,
    "json": _json,
    "markdown": markdown,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "sarif": sarif,
}


def form_of(name: str) -> Form:
    """The form of this name. Another name ends the command with a sentence."""
    if name not in FORMS:
        stop(f"A form is one of {listed(FORMS)}, not {name}.")
    return FORMS[name]


def files_of(words: Iterable[str]) -> list[tuple[Form, Path]]:
    """The forms and files of `FORM=FILE`. One of another form ends the command with a sentence."""
    files = []
    for word in words:
        name, sign, path = word.partition("=")
        if not sign or not path:
            stop(f"--report looks like sarif=driftboard.sarif, not {word}.")
        files.append((form_of(name), Path(path)))
    return files


def write(
    impact: Impact,
    spots: Mapping[EditedPlace, Spot],
    output: Form,
    files: Iterable[tuple[Form, Path]],
) -> None:
    """Print the answer, and write it to files. A file that cannot be written ends the command with a sentence."""
    for form, path in files:
        try:
            path.write_text(form(impact, spots), encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            stop(f"{path} could not be written: {error.strerror}.")
    sys.stdout.write(output(impact, spots))
