"""
Measures the blame of every edge of a repository, with 1,250, 2,500 and 5,000 commits.

    first        read every commit, and blame every edge of the branch main
    kept         write the history of the code to a store, a SQLite file
    opened       read it from the store
    ten more     read it from the store, read ten new commits, write them, and blame every edge again

The repository is made with `git fast-import` and has 40 apps. Its commits add migrations, edit dependencies, rename and
delete. One commit in ten changes no migration, one in twenty-five merges a branch, and one in a hundred has a tag.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from app.domain.provenance.blame import blame  # noqa: E402
from app.domain.provenance.code_history import NO_HISTORY, CodeHistory  # noqa: E402
from app.sources.git import Repository  # noqa: E402
from app.sources.git.history import combine, read  # noqa: E402
from app.store import codehistory  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402

COMMIT_COUNTS = (1250, 2500, 5000)
NEW_COMMITS = 10
APPS = 40
NOW = datetime(2026, 6, 19, tzinfo=UTC)
TEXT = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = {dependencies!r}

    operations = [
        migrations.AddField("model{number}", "field{number}", models.CharField(max_length={number})),
        migrations.AlterField("model{number}", "other{number}", models.IntegerField(default={number})),
    ]
"""


class Story:
    """The commits as `git fast-import` reads them."""

    def __init__(self) -> None:
        self.draw = random.Random(1)  # noqa: S311 - shapes, not secrets
        self.stream = bytearray()
        self.files: dict[str, list[tuple[str, str]]] = {}
        self.numbers: dict[str, int] = {}
        self.mark = 0
        self.head = 0

    def commit(self) -> None:
        """Add a commit to main. Sometimes add one to a branch instead, and its merge into main."""
        if self.head and self.draw.random() < 0.04:
            changes = self._changes()
            self._write_commit("side", self.head, None, changes)
            self._write_commit("main", self.head, self.mark, changes)  # fast-import merges no files by itself
        else:
            self._write_commit("main", self.head, None, self._changes())
        self.head = self.mark
        if self.mark % 100 == 0:
            self.stream += b"reset refs/tags/v%d\nfrom :%d\n\n" % (self.mark // 100, self.head)

    def _write_commit(self, branch: str, parent: int, second_parent: int | None, changes: bytes) -> None:
        self.mark += 1
        timestamp = 1_700_000_000 + self.mark * 3_600
        self.stream += b"commit refs/heads/%s\nmark :%d\n" % (branch.encode(), self.mark)
        self.stream += b"committer Mara <mara@shop.example> %d +0200\n" % timestamp
        subject = b"Commit %d" % self.mark
        self.stream += b"data %d\n%s\n" % (len(subject), subject)
        if parent:
            self.stream += b"from :%d\n" % parent
        if second_parent:
            self.stream += b"merge :%d\n" % second_parent
        self.stream += changes + b"\n"

    def _changes(self) -> bytes:
        kind = self.draw.random()
        app = f"app{self.draw.randrange(APPS):02}"
        files = self.files.setdefault(app, [])
        if kind < 0.1:
            return _file("README", str(self.mark))
        if kind < 0.3 and files:
            path, name = self.draw.choice(files)
            return _file(path, self._text(app, before=None, number=self.numbers[path]))
        if kind < 0.34 and files:
            path, name = files.pop(self.draw.randrange(len(files)))
            new_path = f"{app}/migrations/{name}_again.py"
            files.append((new_path, f"{name}_again"))
            self.numbers[new_path] = self.numbers[path]
            return f"R {path} {new_path}\n".encode()
        if kind < 0.36 and len(files) > 5:
            path, _ = files.pop(self.draw.randrange(len(files)))
            return f"D {path}\n".encode()
        name = f"{len(files) + 1:04}_step_{self.mark}"
        path = f"{app}/migrations/{name}.py"
        self.numbers[path] = self.mark
        text = self._text(app, before=files[-1][1] if files else None, number=self.mark)
        files.append((path, name))
        return _file(f"{app}/migrations/__init__.py", "") + _file(path, text)

    def _text(self, app: str, *, before: str | None, number: int) -> str:
        needed_app = self.draw.choice([label for label, files in self.files.items() if files] or [app])
        dependencies = [(app, before)] if before else []
        if self.files[needed_app]:
            dependencies.append((needed_app, self.draw.choice(self.files[needed_app])[1]))
        return TEXT.format(dependencies=dependencies, number=number)


def _file(path: str, text: str) -> bytes:
    content = text.encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)


def fast_import(folder: Path, stream: bytes) -> None:
    marks = [f"--import-marks-if-exists={folder}/marks", f"--export-marks={folder}/marks"]
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--force", *marks]
    subprocess.run(command, input=stream, check=True)


def blame_every_edge(history: CodeHistory) -> int:
    """Blame every edge of the release that main points to. Returns their number."""
    head = next(ref.commit for ref in history.refs if ref.label == "main")
    return sum(len(blame(history, key, head=head).edges) for key in history.by_key)


def main() -> None:
    print("commits  migrations  edges   first s  ms a commit   kept s  opened s  ten more s")
    for commit_count in COMMIT_COUNTS:
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), commit_count)


def measure(folder: Path, commit_count: int) -> None:
    shop = folder / "shop.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(shop)], check=True)
    story = Story()
    while story.mark < commit_count:
        story.commit()
    fast_import(shop, bytes(story.stream))
    with open_store(f"sqlite:///{folder}/driftboard.db") as store:
        start = time.perf_counter()
        with Repository(shop) as repository:
            history = read(repository, repository.refs())
        edge_count = blame_every_edge(history)
        first = time.perf_counter() - start
        writing = seconds(lambda: write(store, history))
        opening = seconds(lambda: load(store))
        length = len(story.stream)
        for _ in range(NEW_COMMITS):
            story.commit()
        fast_import(shop, bytes(story.stream[length:]))
        start = time.perf_counter()
        earlier = load(store)
        with Repository(shop) as repository:
            new = read(repository, repository.refs(), previous=earlier)
        write(store, new)
        blame_every_edge(combine(earlier, new))
        ten_more = time.perf_counter() - start
    migrations = sum(len(files) for files in story.files.values())
    print(
        f"{commit_count:7}  {migrations:10}  {edge_count:5}  {first:8.2f}  {first / commit_count * 1e3:11.2f}  "
        f"{writing:7.2f}  {opening:8.2f}  {ten_more:10.2f}"
    )


def write(store: Store, history: CodeHistory) -> None:
    with store.writing() as session:
        codehistory.add(session, "shop", history, at=NOW)


def load(store: Store) -> CodeHistory:
    with store.reading() as session:
        return codehistory.of_project(session, "shop") or NO_HISTORY


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
