"""
Drawn histories of code, in real repositories, with databases that real Django migrates at random commits.

A story adds, edits, renames, removes, adds again and squashes the migrations of an app. Which content wrote each row is
known, as the story wrote it. Where that is another one than the file of the last commit has, something must be said of
the row; and where every row is that of its file, nothing may be said that costs the verdict. `CODE_STORIES` is the
number of stories, `CODE_SEED` the first of them: `CODE_STORIES=300 CODE_SEED=1000 python -m pytest` with this file.
"""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.drift import Drift
from app.domain.findings import Code, Verdict
from tests.oracle.shop_story import Django, Story, add, model, said, text

STORIES = int(os.environ.get("CODE_STORIES", "24"))
SEED = int(os.environ.get("CODE_SEED", "0"))
MAX_COMMITS = 7

ABOUT_CONTENT = frozenset({Code.REUSED_NAME, Code.EDITED, Code.DOUBTFUL_ROW})
TROUBLE_OF_CONTENT = frozenset({Code.REUSED_NAME, Code.EDITED})


@pytest.fixture(scope="module")
def django() -> Iterator[Django]:
    django = Django()
    yield django
    django.close()


class DrawnApp:
    """
    The migrations of one app over time, a chain: each has a name, the fields that it adds, and what it replaces.

    `content_of` gives for each file its content: the fields that it adds.
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.chain: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [("0001_initial", (), ())]
        self.retired: list[str] = []
        self.fields = 0
        self.squashes: set[str] = set()

    def step(self) -> str:
        """Change the app as people do; what was done."""
        steps = [
            self.add,
            self.add,
            self.edit,
            self.rename,
            self.remove,
            self.add_again,
            self.squash,
            self.finish,
        ]
        self.draw.shuffle(steps)
        return next(name for step in steps if (name := step()))

    def _field(self) -> str:
        self.fields += 1
        return f"f{self.fields}"

    def _has_squash(self) -> bool:
        return any(replaces for _, _, replaces in self.chain)

    def add(self) -> str:
        number = 1 + max(int(name[:4]) for name, _, _ in self.chain)
        self.chain.append((f"{number:04}_{self._field()}", (f"f{self.fields}",), ()))
        return "add"

    def edit(self) -> str:
        if len(self.chain) < 2 or self._has_squash():
            return ""
        place = self.draw.randrange(1, len(self.chain))
        name, fields, _ = self.chain[place]
        self.chain[place] = (name, (*fields, self._field()), ())
        return f"edit {name}"

    def rename(self) -> str:
        if len(self.chain) < 2 or self._has_squash():
            return ""
        place = self.draw.randrange(1, len(self.chain))
        name, fields, _ = self.chain[place]
        self.chain[place] = (f"{name[:4]}_r{self._field()}", fields, ())
        self.retired.append(name)
        return f"rename {name}"

    def remove(self) -> str:
        if len(self.chain) < 3 or self._has_squash():
            return ""
        name, _, _ = self.chain.pop()
        self.retired.append(name)
        return f"remove {name}"

    def add_again(self) -> str:
        names = {name for name, _, _ in self.chain}
        free = [name for name in self.retired if name not in names]
        if not free or self._has_squash():
            return ""
        name = self.draw.choice(free)
        self.chain.append((name, (self._field(),), ()))
        return f"add again {name}"

    def squash(self) -> str:
        if len(self.chain) < 3 or self._has_squash():
            return ""
        end = self.draw.randrange(2, len(self.chain))
        start = self.draw.choice([0, 1])
        if end - start < 1:
            return ""
        replaced = self.chain[start : end + 1]
        fields = tuple(field for _, fields, _ in replaced for field in fields)
        names = tuple(name for name, _, _ in replaced)
        own_name = self.draw.random() < 0.5
        name = f"{names[0][:4]}_s{self._field()}" if own_name else f"{names[0]}_squashed_{names[-1]}"
        self.chain[start : end + 1] = [(name, fields, names)]
        self.kept = replaced
        self.squashes.add(name)
        return f"squash {name}"

    def finish(self) -> str:
        for place, (name, fields, replaces) in enumerate(self.chain):
            if replaces:
                self.chain[place] = (name, fields, ())
                self.retired += replaces
                return f"finish {name}"
        return ""

    def contents(self) -> dict[str, tuple[str, ...]]:
        """For each file its fields; the replaced files of a squash stand beside it."""
        contents = {}
        for name, fields, replaces in self.chain:
            contents[name] = fields
            if replaces:
                contents |= {old: old_fields for old, old_fields, _ in self.kept}
        return contents

    def files(self) -> dict[str, str]:
        files: dict[str, str] = {}
        before: list[str] = []
        for name, fields, replaces in self.chain:
            if replaces:
                previous = before
                for old, old_fields, _ in self.kept:
                    files[old] = self._text(old, old_fields, previous)
                    previous = [f"shop.{old}"]
                files[name] = self._text(name, fields, before, [f"shop.{old}" for old in replaces])
            else:
                files[name] = self._text(name, fields, before)
            before = [f"shop.{name}"]
        return files

    def _text(
        self, name: str, fields: tuple[str, ...], needs: list[str], replaces: list[str] | None = None
    ) -> str:
        is_first = not needs
        operations = [model("Thing", *fields)] if is_first else [add("thing", field) for field in fields]
        del name
        return text(needs, *operations, replaces=replaces or [])


def play(story: Story, draw: random.Random) -> tuple[str, dict[str, tuple[str, ...]], DrawnApp, list[str]]:
    """Commit and migrate at random; the last label, the content that wrote each row, the app, and what happened."""
    app = DrawnApp(draw)
    contents: list[dict[str, tuple[str, ...]]] = []
    wrote: dict[str, tuple[str, ...]] = {}
    log = []
    day = 0
    number = draw.randint(3, MAX_COMMITS)
    current = 0
    for commit in range(number):
        did = app.step() if commit else "begin"
        story.commit(f"v{commit}", {"shop": app.files()}, day=day)
        contents.append(app.contents())
        log.append(f"day {day}: v{commit} {did}")
        day += draw.randint(2, 20)
        if draw.random() < 0.6:
            current = draw.randint(current, commit)  # it lags behind, and never goes back
            before = set(wrote)
            answer = story.migrate(f"v{current}", day=day)
            for _, name in answer["rows"]:
                if name not in before:
                    wrote[name] = contents[current].get(name, ("squash",))
            log.append(f"day {day}: migrate at v{current} {answer['error']}")
            day += draw.randint(2, 20)
    return f"v{number - 1}", wrote, app, log


@pytest.mark.parametrize("number", range(SEED, SEED + STORIES))
def test_no_row_of_another_content_is_passed_over_in_silence(tmp_path: Path, django: Django, number: int):
    draw = random.Random(number)
    story = Story(tmp_path, django)
    label, wrote, app, log = play(story, draw)
    if not wrote:
        return
    drift = story.drift(label)
    text_of_log = "\n".join([*log, *said(drift)])
    told = {finding.subject.name: finding.code for finding in drift.findings if finding.code in ABOUT_CONTENT}
    files = app.contents()

    for name, content in wrote.items():
        if name in files and name not in app.squashes and content != files[name]:
            assert name in told, f"nothing is said of {name}, which ran as {content}\n{text_of_log}"
    for name, code in told.items():
        if code in TROUBLE_OF_CONTENT and name not in app.squashes:
            assert wrote[name] != files[name], f"a false alarm about {name}\n{text_of_log}"
    check_advice(story, label, drift, text_of_log)
    shutil.rmtree(tmp_path, ignore_errors=True)


def check_advice(story: Story, label: str, drift: Drift, log: str) -> None:
    """What is said must be true: Django runs a renamed file again, and what the schema lacks was told."""
    plan = drift.outcome.plan or ()
    codes = {finding.code for finding in drift.findings}
    for finding in drift.findings:
        if finding.code is Code.RENAMED and not drift.outcome.refuses:
            assert finding.related[0] in plan, log
    answer = story.migrate(label, day=1000)
    if drift.outcome.refuses:
        assert answer["error"], log
        return
    if codes & {Code.RENAMED, Code.RUNS_AGAIN}:
        assert "duplicate column" in answer["error"] or "already exists" in answer["error"], log
    elif not answer["error"]:
        fresh = story.migrate(label, day=1001, database="fresh")
        lacks = set(fresh["schema"]["shop_thing"]) - set(answer["schema"]["shop_thing"])
        assert not lacks or codes & ABOUT_CONTENT, f"nothing is said of {lacks}\n{log}"
        fresh_drift = story.drift(label, database="fresh")
        assert fresh_drift.verdict is Verdict.IN_STEP, log
        assert {finding.code for finding in fresh_drift.findings} <= {Code.DOUBTFUL_ROW}, log
