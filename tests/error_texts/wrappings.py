"""How a text of several lines looks where people copy it from. Moments and names are made up, and always the same."""

import html
import json
import textwrap
from collections.abc import Callable, Sequence

Wrapping = Callable[[str], str]


def _each(form: str) -> Wrapping:
    """A prefix before each line; `{n}` is its number, in seconds."""
    return lambda text: "\n".join(
        form.format(n=number % 60) + line for number, line in enumerate(text.splitlines())
    )


def _last(text: str) -> str:
    return text.rstrip().splitlines()[-1]


def _ci(text: str) -> str:
    lines = [
        f"2026-06-19T08:55:{number % 60:02}.4270181Z {line}" for number, line in enumerate(text.splitlines())
    ]
    return "\n".join(
        (*lines[:-1], lines[-1].replace("Z ", "Z ##[error]", 1), "##[error]Bash exited with code '1'.")
    )


def _gitlab(text: str) -> str:
    lines = "\n".join(f"\x1b[0K{line}\x1b[0;m" for line in text.splitlines())
    begin = "section_start:1781858102:step_script\r\x1b[0K\n$ python manage.py migrate"
    return f"{begin}\n{lines}\n\x1b[31;1mERROR: Job failed: exit code 1\n\x1b[0;m"


def _coloured(text: str) -> str:
    lines = text.rstrip().splitlines()
    return "\n".join((*lines[:-1], f"\x1b[1m\x1b[31m{lines[-1]}\x1b[39m\x1b[22m"))


def _json_lines(text: str) -> str:
    return json.dumps(
        {"severity": "ERROR", "message": text, "timestamp": "2026-06-19T08:55:02.427Z", "logger": "release"}
    )


def _docker_json(text: str) -> str:
    return "\n".join(
        json.dumps({"log": f"{line}\n", "stream": "stderr", "time": "2026-06-19T08:55:02.427018112Z"})
        for line in text.splitlines()
    )


def _sentry(text: str) -> str:
    """The title of an issue: the class, and the beginning of what it says."""
    name, _, words = _last(text).partition(": ")
    return f"SHOP-3KZ\n{name.rpartition('.')[2]}\n{words[:120]}...\ndjango.core.management in execute_from_command_line"


def _folded(text: str) -> str:
    return "\n".join(
        line[start : start + 80] for line in text.splitlines() for start in range(0, max(1, len(line)), 80)
    )


def _mail(text: str) -> str:
    lines: Sequence[str] = [part for line in text.splitlines() for part in textwrap.wrap(line, 70) or [""]]
    return "\n".join(["On Fri, 19 Jun 2026, deploy wrote:", *(f"> {line}" for line in lines)])


def _chat(text: str) -> str:
    return f"deploy bot: it broke again: `{_last(text)}`".replace("'", "’")


def _html(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>"


WRAPPINGS: dict[str, Wrapping] = {
    "nothing": lambda text: text,
    "docker compose": _each("web-1  | "),
    "kubectl logs --timestamps": _each("2026-06-19T08:55:{n:02}.427018112Z "),
    "kubectl logs --prefix": _each("[pod/migrate-7d9f8c6b5-x2x9q/migrate] "),
    "containerd": _each("2026-06-19T08:55:{n:02}.427018112+00:00 stderr F "),
    "a CI job of Azure": _ci,
    "a CI job of GitLab": _gitlab,
    "syslog": _each("Jun 19 08:55:{n:02} web01 gunicorn[812]: "),
    "Heroku": _each("2026-06-19T08:55:{n:02}.427018+00:00 app[release.4711]: "),
    "a build of Docker": _each("#12 3.4{n:02} "),
    "journalctl": _each("Jun 19 08:55:{n:02} web01 manage.py[812]: "),
    "logging": _each("2026-06-19 08:55:{n:02},427 ERROR "),
    "colours": _coloured,
    "a line of JSON": _json_lines,
    "Docker's JSON": _docker_json,
    "a title of Sentry": _sentry,
    "a terminal of 80 columns": _folded,
    "a mail": _mail,
    "a chat": _chat,
    "HTML": _html,
}
"""Every wrapping by the name of where it is found."""
