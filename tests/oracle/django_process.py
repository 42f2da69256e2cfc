"""The processes of the judges. Each has one Django and answers questions in JSON lines (`django_script.py`)."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.keys import MigrationKey
from app.domain.release import Release
from tests.ending import AT_THE_END
from tests.oracle.django_versions import Judge, judge

SCRIPT = Path(__file__).with_name("django_script.py")

TIME_TO_END = 5
"""Seconds."""


class Court:
    """One running judge. Its process ends with the tests."""

    def __init__(self, judge: Judge, *, hash_seed: str = "random", script: Path = SCRIPT) -> None:
        self.judge = judge
        self.process = subprocess.Popen(
            [judge.python, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=judge.environment(PYTHONHASHSEED=hash_seed),
        )
        self.unread_answers = 1
        self.greeting = self._read()

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        return next(self.ask_all([question]))

    def ask_all(self, questions: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """
        Yield each answer as it comes. The next question is asked before, so that Django works while we do.

        Django never has more than one question to answer. So neither side can wait for the other with a full pipe.
        """
        for number, question in enumerate(questions):
            if number == 0:
                self._write(question)
            answer = self._read()
            if number + 1 < len(questions):
                self._write(questions[number + 1])
            yield answer

    def _write(self, question: Mapping[str, Any]) -> None:
        while self.unread_answers:  # an earlier caller of `ask_all` stopped before its last answer
            self._read()
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        self.unread_answers += 1

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            message = f"the judge of Django {self.judge.version} has died"
            raise RuntimeError(message)
        self.unread_answers -= 1
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process: without questions it ends by itself and tidies up, unless it goes round a circle."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(TIME_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


@cache
def court(version: str, script: Path = SCRIPT) -> Court:
    """Return the running judge of one Django version and program; always the same one, until the tests end."""
    court = Court(judge(version), script=script)
    AT_THE_END.callback(court.close)
    return court


def question_about(release: Release, rows: list[MigrationKey], **more: Any) -> dict[str, Any]:
    """Return a release and rows as a question for `django_script.py`."""
    return {
        "migrations": [
            {
                "app": migration.key.app_label,
                "name": migration.key.name,
                "dependencies": migration.dependencies,
                "run_before": migration.run_before,
                "replaces": migration.replaces,
                "reversible": not migration.irreversible,
            }
            for migration in release.migrations.values()
        ],
        "unmigrated": sorted(release.unmigrated_apps),
        "settings": dict(release.settings),
        "rows": rows,
        "sorted": release.version >= (6, 1),
        **more,
    }
