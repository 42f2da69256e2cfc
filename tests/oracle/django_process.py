"""The judges' processes: one Django each, asked in JSON lines (`django_script.py`)."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.keys import MigrationKey
from app.domain.release import Release
from tests.oracle.django_versions import Judge, judge

SCRIPT = Path(__file__).with_name("django_script.py")


class Court:
    """One running judge. `ask` is one question and its answer; the process ends with the tests."""

    def __init__(self, judge: Judge, *, hash_seed: str = "random") -> None:
        self.judge = judge
        self.process = subprocess.Popen(
            [judge.python, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=judge.environment(PYTHONHASHSEED=hash_seed),
        )
        self.under_way = 1
        self.greeting = self._read()

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        return next(self.ask_all([question]))

    def ask_all(self, questions: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """
        Give each answer as it comes, the next question asked already: we work on one while Django works on the next.

        Never more than one question is under way, so neither side can wait for the other with a full pipe.
        """
        for number, question in enumerate(questions):
            if number == 0:
                self._write(question)
            answer = self._read()
            if number + 1 < len(questions):
                self._write(questions[number + 1])
            yield answer

    def _write(self, question: Mapping[str, Any]) -> None:
        while self.under_way:  # whoever asked before gave up without listening
            self._read()
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        self.under_way += 1

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            message = f"the judge of Django {self.judge.version} has died"
            raise RuntimeError(message)
        self.under_way -= 1
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.kill()
        self.process.wait()


@cache
def court(version: str, hash_seed: str = "random") -> Court:
    """The running judge of one Django version and hash seed."""
    return Court(judge(version), hash_seed=hash_seed)


def question(release: Release, rows: list[MigrationKey], **more: Any) -> dict[str, Any]:
    """A release and rows as `django_script.py` wants them."""
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
